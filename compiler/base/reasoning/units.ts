/** Units of measurement: what can be compared with what, and by which factor one becomes another. */
import type { Metric } from '../../model/document.ts';

export type Unit = Metric['unit'];

/** Units of one quantity, each as a multiple of the smallest. */
const quantities: readonly Readonly<Partial<Record<Unit, number>>>[] = [
  { ms: 1, s: 1000, min: 60_000, h: 3_600_000, days: 86_400_000 },
  { percent: 1, ratio: 100, score: 100 },
  { per_week: 1, per_day: 7 },
];

/** How often `to` goes into `from`: a value in `from` times this is the value in `to`. Undefined for different quantities. */
export function factor(from: Unit, to: Unit): number | undefined {
  if (from === to) return 1;
  const quantity = quantities.find((one) => one[from] !== undefined && one[to] !== undefined);
  return quantity && quantity[from]! / quantity[to]!;
}

/** The units that a value in `unit` is in once it is multiplied by `by`: it is scaled, or converted. */
export const scaled = (unit: Unit, by: number): Unit[] => {
  const units = quantities.flatMap((quantity) =>
    quantity[unit] === undefined ? [] : (Object.keys(quantity) as Unit[]),
  );
  return [unit, ...units.filter((other) => other !== unit && Math.abs(factor(unit, other)! / by - 1) < 1e-9)];
};

/** Shares and scores both run from 0 to 1. */
export const isSame = (a: Unit, b: Unit): boolean => factor(a, b) === 1;

const words: Readonly<Record<Unit, string>> = {
  ratio: 'a ratio',
  score: 'a score',
  percent: 'in percent',
  count: 'a count',
  ms: 'in milliseconds',
  s: 'in seconds',
  min: 'in minutes',
  h: 'in hours',
  days: 'in days',
  per_day: 'a number per day',
  per_week: 'a number per week',
  per_month: 'a number per month',
  bytes: 'in bytes',
  usd: 'in US dollars',
  bool: 'true or false',
};

/** What follows `is` for something in this unit. */
export const inWords = (unit: Unit): string => words[unit];
