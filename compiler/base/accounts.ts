/** What became of the checks that were made. Made = passed + failed + waived + not evaluated. */
import type { RuleTally, Verdict } from '../model/verdict.ts';

type Account = Verdict['summary']['checks'];

/** Of one rule; of all rules together it is what the summary of a verdict says. */
export const accountOf = ({ checks, violations, waived, notEvaluated }: RuleTally): Account => ({
  made: checks + notEvaluated,
  passed: checks - violations,
  failed: violations - waived,
  waived,
  notEvaluated,
});

/** `12 made, 9 passed, 1 failed, 1 waived, 1 not evaluated`. */
export const accountText = ({ made, passed, failed, waived, notEvaluated }: Account, failing = 'failed'): string =>
  `${made} made, ${passed} passed, ${failed} ${failing}, ${waived} waived, ${notEvaluated} not evaluated`;
