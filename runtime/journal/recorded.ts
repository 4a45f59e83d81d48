/** What earlier parts of a run have left in its journal: what a process that goes on with it need not do again. */

import type { Decided, Entry, RunStarted, StepEnded } from '../model/records.ts';
import { type Judged, placeOfQuestion, questionKey, type Undone } from '../model/result.ts';

export interface Recorded {
  readonly started?: RunStarted & { readonly at: string };
  readonly ended?: Extract<Entry, { type: 'run-ended' }>;
  /** By the path of the step: how it ended, unless it was undone. */
  readonly steps: ReadonlyMap<string, StepEnded>;
  /** Paths of steps that began and did not end. */
  readonly interrupted: ReadonlySet<string>;
  readonly judged: ReadonlyMap<string, readonly Judged[]>;
  /** By the path of the step, within the way back that is not complete. */
  readonly undone: ReadonlyMap<string, Omit<Undone, 'step'>>;
  /** By question, the latest. */
  readonly decisions: ReadonlyMap<string, Decided>;
  /** When something was first asked, by question. In milliseconds since the epoch. */
  readonly asked: ReadonlyMap<string, number>;
  /** How long a symphony or movement has been played so far, in milliseconds, by path. Pauses between processes do not count. */
  readonly active: ReadonlyMap<string, number>;
  /** How often a step was tried and failed, by path, when there was to be another try. */
  readonly retried: ReadonlyMap<string, number>;
  /** What has been said once need not be said again: `type path`. */
  readonly told: ReadonlySet<string>;
}

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : T[K] extends ReadonlySet<infer A>
      ? Set<A>
      : T[K];
};

/** Nothing yet. */
export const nothingRecorded = (): Mutable<Recorded> => ({
  steps: new Map(),
  interrupted: new Set(),
  judged: new Map(),
  undone: new Map(),
  decisions: new Map(),
  asked: new Map(),
  active: new Map(),
  retried: new Map(),
  told: new Set(),
});

/** Reads the entries of a journal in order. */
export function recordedIn(entries: readonly Entry[]): Recorded {
  const recorded = nothingRecorded();
  const clock = openClock(recorded.active);
  for (const entry of entries) {
    clock.see(entry);
    take(recorded, entry);
  }
  clock.stop();
  return recorded;
}

function take(recorded: Mutable<Recorded>, entry: Entry): void {
  switch (entry.type) {
    case 'run-started':
      recorded.started = entry;
      break;
    case 'run-resumed':
      recorded.ended = undefined;
      if (recorded.started && entry.happened)
        recorded.started = { ...recorded.started, happened: [...recorded.started.happened, ...entry.happened] };
      break;
    case 'run-ended':
      recorded.ended = entry;
      break;
    case 'symphony-started':
    case 'movement-started':
      recorded.told.add(`${entry.type} ${entry.path}`);
      break;
    case 'followed':
      recorded.told.add(`followed ${entry.path} ${entry.symphony}`);
      break;
    case 'step-started':
      recorded.interrupted.add(entry.path);
      // That it may be played again was said about the last interruption; about the next one it is asked again.
      recorded.decisions.delete(questionKey({ kind: 'interrupted', subject: entry.path }));
      recorded.asked.delete(questionKey({ kind: 'interrupted', subject: entry.path }));
      break;
    case 'step-retried':
      recorded.retried.set(entry.path, entry.attempt);
      break;
    case 'step-ended':
      // What waits before its first try is what it was: not begun, or interrupted.
      if (entry.status === 'waiting' && entry.attempts === 0) break;
      recorded.interrupted.delete(entry.path);
      if (entry.status !== 'waiting') recorded.steps.set(entry.path, entry);
      break;
    case 'judged':
      recorded.judged.set(entry.path, entry.judged);
      break;
    case 'asked':
      if (!recorded.asked.has(questionKey(entry))) recorded.asked.set(questionKey(entry), Date.parse(entry.at));
      break;
    case 'decided':
      recorded.decisions.set(questionKey(entry), entry);
      break;
    case 'undone':
      recorded.undone.set(entry.path, { status: entry.status, reason: entry.reason });
      break;
    case 'undo-ended':
      forget(recorded, entry.path, entry.steps);
      break;
  }
}

/** What was undone counts as not played, and so does what was decided and judged about it. */
function forget(recorded: Mutable<Recorded>, path: string, steps: readonly string[]): void {
  const gone = steps.flatMap((step) => [step, ...below(recorded.steps.keys(), step)]);
  for (const step of gone) {
    recorded.steps.delete(step);
    recorded.interrupted.delete(step);
    recorded.undone.delete(step);
    recorded.retried.delete(step);
  }
  for (const questions of [recorded.decisions, recorded.asked])
    for (const question of [...questions.keys()])
      if (isGone(placeOfQuestion(question), path, steps)) questions.delete(question);
  for (const [judged, verdicts] of [...recorded.judged])
    if (covers(judged, path, gone) || verdicts.some(isBad)) recorded.judged.delete(judged);
}

const isBad = ({ verdict }: Judged): boolean => verdict === 'fails' || verdict === 'unknown';

/** Whether what is at `place` was undone with `steps` of the symphony at `path`, or was about them. */
export const isGone = (place: string, path: string, steps: readonly string[]): boolean =>
  covers(place, path, steps) || steps.includes(place);

/** Whether a judgement is about something on the way from `path` to a step that is gone, or below one. */
const covers = (judged: string, path: string, gone: readonly string[]): boolean =>
  judged === path || gone.some((step) => step.startsWith(`${judged}/`) || judged.startsWith(`${step}/`));

const below = (paths: Iterable<string>, path: string): string[] =>
  [...paths].filter((one) => one !== path && isWithin(one, path));

/** Whether a path is that of a step or of something that it performed. */
export const isWithin = (path: string, step: string): boolean => path === step || path.startsWith(`${step}/`);

/** Adds up how long each part was played, from the first to the last entry of each process. */
function openClock(active: Map<string, number>): { see(entry: Entry): void; stop(): void } {
  const open = new Map<string, number>();
  // What waits, pauses or failed goes on with the run.
  const unfinished = new Set<string>();
  let last = 0;
  const settle = (path: string, since: number): void => {
    active.set(path, (active.get(path) ?? 0) + Math.max(0, last - since));
  };
  const stop = (): void => {
    for (const [path, since] of open) settle(path, since);
  };
  return {
    see: (entry) => {
      const at = Date.parse(entry.at);
      if (entry.type === 'decided') return;
      if (entry.type === 'run-resumed') {
        stop();
        for (const path of [...open.keys(), ...unfinished]) open.set(path, at);
        unfinished.clear();
      }
      last = at;
      if (entry.type === 'symphony-started' || entry.type === 'movement-started') open.set(entry.path, at);
      if (entry.type === 'symphony-ended' || entry.type === 'movement-ended') {
        settle(entry.path, open.get(entry.path) ?? at);
        open.delete(entry.path);
        if (entry.status !== 'done' && entry.status !== 'skipped') unfinished.add(entry.path);
      }
    },
    stop,
  };
}
