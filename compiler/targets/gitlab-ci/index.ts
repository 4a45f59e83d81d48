import { defineTarget } from '../define.ts';
import { headerOf, statesSomething } from '../workflows/header.ts';
import { partsOf } from '../workflows/parts.ts';
import { withDigest, yamlText } from '../workflows/yaml.ts';
import { gitlabLosses } from './losses.ts';
import { headOf, notesOf, pipelineOf } from './pipeline.ts';

/** A pipeline for GitLab CI/CD from each plan: `workflows/gitlab-ci/<id>.yml`. */
export default defineTarget({
  id: 'gitlab-ci',
  version: '1',
  onRequest: true,
  symphony: ({ plan, runnable }) => {
    if (!runnable) return [];
    const parts = partsOf(plan);
    const path = `workflows/gitlab-ci/${plan.id}.yml`;
    const copy = `.gitlab/symphonies/${plan.id}.yml`;
    const use = [
      `Copy it to ${copy} and include it, with its inputs: as the pipeline, by \`include: [{ local: ${copy} }]\`, or, beside other jobs, as a child of the pipeline, by a job with \`trigger: { include: [{ local: ${copy} }], strategy: depend }\`.`,
      'The workspace is the root of the repository. Jobs call `npx --no symphonyc`, a dependency of the repository; the CI/CD variable SYMPHONYC calls it in another way. The CI/CD variable ORCHESTRA_KILL is the kill switch.',
      ...(parts.length > 1 ? [travelling] : []),
      ...(statesSomething(parts) ? [stating] : []),
    ];
    const head = headerOf(plan, parts, { engine: 'GitLab CI/CD', use, losses: gitlabLosses(plan, parts) });
    const bytes = withDigest((digest) => {
      const body = yamlText(pipelineOf(plan, parts, { path, digest }), notesOf(parts));
      return `${head}\n${yamlText(headOf(plan))}---\n${body}`;
    });
    return [{ path, bytes }];
  },
});

const travelling =
  'The workspace goes from job to job as an artifact. The developers of the project may read it, so no beat should leave a secret in its files.';

const stating =
  'What an approval has to come with are variables of its manual job, given by who starts it: MEASURE_NAME for a figure, EVIDENCE_NAME for a text that proves something, as the comments above the jobs say.';
