/** What starts a pipeline. */
import type { Plan } from '../../generated/types/plan.ts';

const conditions: Readonly<Record<string, string>> = {
  commit: '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH',
  'pull-request': '$CI_PIPELINE_SOURCE == "merge_request_event"',
  schedule: '$CI_PIPELINE_SOURCE == "schedule"',
  release: '$CI_COMMIT_TAG',
  incident: '$CI_PIPELINE_SOURCE == "trigger"',
};

/** Whatever starts it otherwise, people and other pipelines can. */
export const rulesOf = ({ trigger }: Plan): object[] => [
  { if: '$CI_PIPELINE_SOURCE == "web" || $CI_PIPELINE_SOURCE == "parent_pipeline"' },
  ...(trigger?.on ?? []).flatMap((way) => (conditions[way] ? [{ if: conditions[way] }] : [])),
];

/** The ways to start that have a condition here. */
export const ways: readonly string[] = ['manual', 'symphony', ...Object.keys(conditions)];
