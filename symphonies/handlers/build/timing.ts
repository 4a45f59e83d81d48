/** Times of what was played in this run. */
import type { Call, Played } from './context.ts';

type Times = Pick<Call, 'played' | 'symphony'>;

interface Interval {
  readonly start: number;
  readonly end: number;
}

type Timed = Pick<Played, 'startedAt' | 'durationMs'>;

const intervalOf = ({ startedAt, durationMs }: Timed): Interval => {
  const start = Date.parse(startedAt);
  return { start, end: start + durationMs };
};

/** Starts are known to the millisecond and durations better: what follows one another may seem to overlap by that much. */
const uncertainty = 1;

/** The beats of this symphony that did something. */
export const ownBeats = ({ played, symphony }: Times): Played[] =>
  played.filter((one) => one.symphony === symphony && one.status !== 'skipped');

/**
 * The time in which beats were played, in seconds, with the one that asks, which is under way since `since`. The time between
 * a run that was killed and its going on counts for nothing, and what was played at the same time counts once.
 */
export const secondsPlayed = (beats: readonly Timed[], since = Date.now()): number =>
  covered([...beats.map(intervalOf), { start: since, end: Date.now() }]) / 1000;

/** The time in which at least one was under way, in milliseconds. */
export const timeTaken = (works: readonly Timed[]): number => covered(works.map(intervalOf));

function covered(intervals: readonly Interval[]): number {
  let sum = 0;
  let until = 0;
  for (const { start, end } of [...intervals].sort((a, b) => a.start - b.start)) {
    sum += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return sum;
}

export const secondsOfMovement = (call: Times & Pick<Call, 'movement'>, since?: number): number =>
  secondsPlayed(
    ownBeats(call).filter(({ movement }) => movement === call.movement),
    since,
  );

/** How many were under way at one moment at most. */
export function mostAtOnce(works: readonly Timed[]): number {
  const changes = works
    .map(intervalOf)
    .filter(({ start, end }) => end - start > uncertainty)
    .flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end - uncertainty, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = Math.min(1, works.length);
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

/** Whether one was over before the other began. */
export const isBefore = (first: Timed, second: Timed): boolean =>
  intervalOf(first).end < intervalOf(second).start + uncertainty;
