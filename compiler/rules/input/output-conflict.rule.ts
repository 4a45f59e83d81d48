import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ path: string; first: string; second: string }>({
  code: 'OUTPUT_CONFLICT',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'emit',
  doc: `Two things that are emitted want the same path in the output folder, also when the names differ only in case (some file
systems do not tell them apart). One would silently replace the other, so neither is written.

Rename the document that the path comes from.`,
  message: ({ path, first, second }) => `\`${path}\` would be written by ${first} and by ${second}`,
  examples: [],
});
