import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ rule: string; error: string }>({
  code: 'INTERNAL_ERROR',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'check',
  doc: `A rule of symphonyc crashed while it looked at this place. That is a mistake in symphonyc, not in your definitions. The
rule counts as violated here, all others were still checked, and the command ends with exit code 3.

Report it with the message and, if you can, the document.`,
  message: ({ rule, error }) => `the rule ${rule} crashed here: ${error}`,
  help: 'this is a bug in symphonyc; please report it',
  examples: [],
});
