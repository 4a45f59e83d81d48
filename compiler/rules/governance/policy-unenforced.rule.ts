import { documentRule } from '../../diagnostics/define.ts';
import { policy } from '../example.ts';

export default documentRule<{ id: string }>()({
  code: 'POLICY_UNENFORCED',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  over: 'policy',
  doc: `A policy is prose only: it says what should be, and nothing makes it so. Everybody believes that it holds.

Give it exactly one way to hold: \`assert\`, an expression over the definitions, checked when they are compiled; \`gate\`, an
expression over metrics, checked while a symphony plays; or \`attest\`, evidence or an approval that must exist.`,
  message: ({ id }) => `nothing makes the policy \`${id}\` hold`,
  help: 'add `assert`, `gate` or `attest`',
  check: ({ node, report }) => {
    const { id, assert, gate, attest } = node.value;
    if (!assert && !gate && !attest) report({ params: { id }, at: ['statement'] });
  },
  examples: [
    {
      title: 'a statement and nothing else',
      files: { 'policy.yaml': policy('reviewed', '') },
      expect: [{ file: 'policy.yaml', line: 6, column: 12 }],
    },
    {
      title: 'evidence must exist',
      files: { 'policy.yaml': policy('reviewed', 'attest: { evidence: review-protocol }') },
      expect: [],
    },
    {
      title: 'an expression must be true',
      files: { 'policy.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }') },
      expect: [],
    },
  ],
});
