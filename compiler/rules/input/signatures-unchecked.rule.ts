import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ problem: string }>({
  code: 'SIGNATURES_UNCHECKED',
  dimension: 'input',
  aspect: 'input',
  severity: 'major',
  phase: 'bind',
  doc: `The TypeScript compiler could not be asked whether handlers satisfy the contracts of their beats
(SIGNATURE_MISMATCH): it is not installed, there is no build of it for this system, or it ended before it answered. Those
checks count as violated, so that a missing compiler raises no score; they are made again by the next build.

Install symphonyc with its dependencies. TypeScript's build for a system is an optional dependency of \`typescript\`, which
\`npm install --omit=optional\` leaves out.`,
  message: ({ problem }) => `TypeScript could not be asked about the signatures of handlers: ${problem}`,
  help: 'install `typescript` together with its optional dependencies, and check again',
  examples: [],
});
