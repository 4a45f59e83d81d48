/** What policies ask of each beat (`assert: { requires: … }`). */
import type { BeatNode } from '../model/bound.ts';
import type { PolicySummary } from '../model/index.ts';

/** Who lacks what which policy asks for: params, place and related place of the report. */
export const lackingReport = ({ value: { id }, path }: BeatNode, policy: PolicySummary) => ({
  params: { beat: id, policy: policy.id },
  at: [...path, 'id'],
  related: [{ ...policy.at, message: `the policy \`${policy.id}\`` }],
});
