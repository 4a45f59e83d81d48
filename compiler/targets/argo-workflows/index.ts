import { defineTarget } from '../define.ts';
import { headerOf } from '../workflows/header.ts';
import { partsOf } from '../workflows/parts.ts';
import { withDigest, yamlText } from '../workflows/yaml.ts';
import { argoLosses } from './losses.ts';
import { templateOf } from './template.ts';

/** A workflow template for Argo Workflows from each plan: `workflows/argo-workflows/<id>.yml`. */
export default defineTarget({
  id: 'argo-workflows',
  version: '1',
  onRequest: true,
  symphony: ({ plan, runnable }) => {
    if (!runnable) return [];
    const parts = partsOf(plan);
    const path = `workflows/argo-workflows/${plan.id}.yml`;
    const use = [
      `Create it with \`argo template create\` and start it with \`argo submit --from workflowtemplate/${plan.id} -p repository=URL -p revision=COMMIT\`. The workspace is the root of that repository. It lies on a volume that all tasks share; journals go to the artifact repository of the cluster, which has to be configured.`,
      'The image needs bash, Node and npm. Tasks call `npx --no symphonyc`, a dependency of the repository; the parameter `symphonyc` calls it in another way. The key ORCHESTRA_KILL of the config map `symphony` is the kill switch.',
      ...(parts.some(({ approval }) => approval) ? [approving] : []),
    ];
    const head = headerOf(plan, parts, { engine: 'Argo Workflows', use, losses: argoLosses(plan, parts) });
    const bytes = withDigest((digest) => `${head}\n${yamlText(templateOf(plan, parts, { path, digest }))}`);
    return [{ path, bytes }];
  },
});

const approving =
  'Who resumes a suspended task gives its output parameters first, in the user interface or by `argo node set`: `approver`, and what the approval has to come with.';
