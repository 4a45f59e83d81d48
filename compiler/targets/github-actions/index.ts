import { defineTarget } from '../define.ts';
import { headerOf, statesSomething } from '../workflows/header.ts';
import { partsOf } from '../workflows/parts.ts';
import { withDigest, yamlText } from '../workflows/yaml.ts';
import { githubLosses } from './losses.ts';
import { notesOf, workflowOf } from './workflow.ts';

/** A workflow for GitHub Actions from each plan: `workflows/github-actions/<id>.yml`. */
export default defineTarget({
  id: 'github-actions',
  version: '1',
  onRequest: true,
  symphony: ({ plan, runnable }) => {
    if (!runnable) return [];
    const parts = partsOf(plan);
    const path = `workflows/github-actions/${plan.id}.yml`;
    const use = [
      `Copy it to .github/workflows/${plan.id}.yml. The workspace is the root of the repository. Jobs call \`npx --no symphonyc\`, a dependency of the repository; the variable SYMPHONYC of the repository calls it in another way. The variable ORCHESTRA_KILL is the kill switch.`,
      ...(parts.length > 1 ? [travelling] : []),
      ...(statesSomething(parts) ? [stating] : []),
    ];
    const head = headerOf(plan, parts, { engine: 'GitHub Actions', use, losses: githubLosses(plan, parts) });
    const notes = notesOf(parts);
    const bytes = withDigest((digest) => `${head}\n${yamlText(workflowOf(plan, parts, { path, digest }), notes)}`);
    return [{ path, bytes }];
  },
});

const travelling =
  'The workspace goes from job to job as an artifact that is kept for a day. Whoever may read the repository may read it, so no beat should leave a secret in its files.';

const stating =
  'What an approval has to come with is read from the comment of who approves: each figure from a line `name=value`; the whole comment is the evidence.';
