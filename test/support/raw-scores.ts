/** Raw scores as exact numbers, and definitions as files. */
import type { Score, Verdict } from '../../compiler/model/verdict.ts';
import type { Definitions } from './sick-workspace.ts';

/** By name and not rounded; what nothing was checked of can only fall. */
export function rawScores({ scores: { dimensions, overall } }: Verdict): Record<string, number> {
  const exact = ({ raw, violatedWeight, checkedWeight }: Pick<Score, 'raw' | 'violatedWeight' | 'checkedWeight'>) =>
    raw === null ? 1 : checkedWeight === 0 ? raw : 1 - violatedWeight / checkedWeight;
  const sum = (field: 'violatedWeight' | 'checkedWeight') => dimensions.reduce((total, one) => total + one[field], 0);
  const whole = { raw: overall, violatedWeight: sum('violatedWeight'), checkedWeight: sum('checkedWeight') };
  return {
    overall: exact(whole),
    ...Object.fromEntries(dimensions.map((score) => [score.name, exact(score)])),
  };
}

export const textsOf = (definitions: Definitions): Record<string, string> =>
  Object.fromEntries(Object.entries(definitions).map(([path, document]) => [path, JSON.stringify(document)]));
