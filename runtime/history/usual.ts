/**
 * Whether something took longer than usual. The rule, which the README states: with three earlier durations at least, of which the
 * last ten count, it is slower when it is more than 1.2 × their median, more than the median plus three times the median absolute
 * deviation, and at least 100 ms above the median. Faster is the same the other way round.
 */

/** How many earlier runs count. */
export const usualRuns = 10;

/** Of fewer, nothing is said. */
export const fewestRuns = 3;

const ratio = 1.2;
const spread = 3;
const leastMs = 100;

export type Pace = 'slower' | 'faster' | 'as usual';

export interface Usual {
  readonly medianMs: number;
  /** The median of how far each lies from the median. */
  readonly deviationMs: number;
  /** How many durations it is made of. */
  readonly runs: number;
  readonly pace: Pace;
}

/** Holds a duration against earlier ones, oldest first. Undefined when there are too few. */
export function heldAgainst(durationMs: number, earlier: readonly number[]): Usual | undefined {
  const last = earlier.slice(-usualRuns);
  if (last.length < fewestRuns) return undefined;
  const medianMs = median(last);
  const deviationMs = median(last.map((one) => Math.abs(one - medianMs)));
  return { medianMs, deviationMs, runs: last.length, pace: paceOf(durationMs, medianMs, deviationMs) };
}

/** The same of two durations, where nothing is known about how they spread. */
export const paceOf = (durationMs: number, medianMs: number, deviationMs = 0): Pace => {
  const away = durationMs - medianMs;
  if (Math.abs(away) < leastMs || Math.abs(away) <= spread * deviationMs) return 'as usual';
  if (durationMs > ratio * medianMs) return 'slower';
  return durationMs * ratio < medianMs ? 'faster' : 'as usual';
};

/** Of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
