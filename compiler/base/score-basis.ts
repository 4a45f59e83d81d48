/** What a score stands on. */
import type { Score, Verdict } from '../model/verdict.ts';

export interface ScoreBasis {
  readonly checks: number;
  readonly failed: number;
  readonly waived: number;
  readonly notEvaluated: number;
  /** The score; null where nothing was checked, and where drafts put off more than was checked: that says nothing yet. */
  readonly value: number | null;
  /** Instead of a score that says nothing. */
  readonly unscored: 'nothing to check' | 'nothing to judge yet';
}

export function scoreBasis(
  { name, raw }: Score,
  axis: 'dimension' | 'aspect',
  { rules }: Pick<Verdict, 'rules'>,
): ScoreBasis {
  const own = rules.filter((rule) => rule[axis] === name);
  const sum = (key: 'checks' | 'violations' | 'waived' | 'notEvaluated'): number =>
    own.reduce((all, rule) => all + rule[key], 0);
  const [checks, notEvaluated] = [sum('checks'), sum('notEvaluated')];
  return {
    checks,
    failed: sum('violations') - sum('waived'),
    waived: sum('waived'),
    notEvaluated,
    value: checks >= notEvaluated ? raw : null,
    unscored: checks + notEvaluated === 0 ? 'nothing to check' : 'nothing to judge yet',
  };
}
