/** The tries at a step, and what of them counts. */
import { type Acted, act } from '../act/actions.ts';
import { append } from '../core/lists.ts';
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import { JournalError } from '../journal/journal.ts';
import type { Entries } from '../model/entries.ts';
import type { Confirmation, Failure, StepResult, Undone } from '../model/result.ts';
import { placeInStack } from '../plan/modules.ts';
import { StepFailure, withLimit } from './limits.ts';
import { permission } from './permission.ts';
import { openRecorder } from './recorder.ts';
import { originOf, type Performance, type Played, subjectOf } from './session.ts';

export interface StepOutcome {
  readonly result: StepResult;
  readonly failure?: Failure;
  readonly confirmations?: readonly Confirmation[];
  /** What it brought, when it is complete. */
  readonly entries?: Entries;
  /** True when there may be something to undo. */
  readonly started: boolean;
  /** An earlier process has played it. */
  readonly earlier?: boolean;
  /** When it began, in milliseconds since the epoch. */
  readonly startedAt?: number;
  /** Undoes what it performed, for a step that has no rollback of its own. */
  readonly undo?: Played['undo'];
}

export interface Try {
  readonly performance: Performance;
  readonly movement: PlanMovement;
  readonly step: PlanStep;
  readonly path: string;
  readonly deadlines: readonly Deadline[];
  /** What the tries so far have performed. */
  readonly performed: Played[];
}

/** When a step has to be over, in milliseconds since the epoch, and what says so. */
export interface Deadline {
  readonly at: number;
  readonly by: string;
}

/**
 * An in-process handler that does not stop in this time after it was told to is left behind. Longer than a command takes
 * to be ended, because a handler may be waiting for one.
 */
const handlerGrace = 4000;

/** Plays the step as often as it takes and is allowed. */
export async function tries(one: Try): Promise<StepOutcome> {
  const { step, performance, path } = one;
  const { session, signal, depth } = performance;
  const most = step.idempotent ? (step.retry?.attempts ?? 1) : 1;
  const first = 1 + (session.recorded.retried.get(path) ?? 0);
  let startedAt: number | undefined;
  for (let attempt = first; ; attempt++) {
    let leave: (() => void) | undefined;
    try {
      // Waiting for others to make room is no part of the step, and whether it may act is looked at after that.
      leave = await takeSlot(one);
      const barred = await permission(one);
      if (barred) return waiting(one, barred.confirmation, barred.problem);
      if (startedAt === undefined && !session.recorded.steps.has(path)) await announce(one);
      startedAt ??= session.now();
      const { acted, entries } = await oneTry(one, attempt);
      return { ...ended(one, acted, entries, attempt, session.now() - startedAt), startedAt };
    } catch (error) {
      if (error instanceof JournalError) throw error;
      const failure = asFailure(error);
      const tried = startedAt === undefined ? 0 : attempt;
      const again = tried > 0 && attempt < most && canGoOn(performance, failure);
      if (!again) return { ...failed(one, failure, tried, session.now() - (startedAt ?? session.now())), startedAt };
      session.notify({ type: 'note', depth, message: `${step.id}: try ${attempt} of ${most}: ${failure.message}` });
      session.journal.append({ type: 'step-retried', path, attempt, reason: failure.message });
      leave?.();
      const { setTimeout: pause } = await import('node:timers/promises');
      await pause(backoff(step, attempt), undefined, { signal }).catch(() => undefined);
    } finally {
      leave?.();
    }
  }
}

const canGoOn = ({ session, signal }: Performance, { kind }: StepFailure): boolean =>
  !['cancelled', 'rejected', 'denied'].includes(kind) && !session.abandoned && !signal.aborted;

/** The pause doubles with each try; up to half of it is left to chance, so that not all who failed together come back together. */
const backoff = ({ retry }: PlanStep, attempt: number): number =>
  (retry?.backoffMs ?? 0) * 2 ** (attempt - 1) * (1 - Math.random() / 2);

/** On disk before anything is done. */
async function announce({ performance, step, path }: Try): Promise<void> {
  const { journal } = performance.session;
  const { title, does, effects, activity } = step;
  journal.append({ type: 'step-started', path, title, does: does.type, effects, activity });
  await journal.flush();
}

/** What performs others or asks somebody takes no room from those that act. */
const takeSlot = async ({ performance, step }: Try): Promise<() => void> =>
  step.does.type === 'perform' || step.does.type === 'approve'
    ? () => undefined
    : performance.session.slots.take(performance.signal);

async function oneTry(one: Try, attempt: number): Promise<{ acted: Acted; entries: Entries }> {
  const { performance, movement, step, path, deadlines, performed } = one;
  const { session } = performance;
  const { ms, by } = shortest(step, deadlines, session.now());
  const isHandler = step.does.type === 'handler';
  const limit = {
    ms,
    by,
    outer: performance.signal,
    graceMs: isHandler ? handlerGrace : undefined,
    onAbandoned: () => {
      session.abandoned = true;
    },
  };
  const recorder = openRecorder(step, originOf(performance, movement, step), session.now);
  const onPerformed = (played: Played): void => void performed.push(played);
  const unwatch = isHandler && ms !== undefined ? session.watch(ms + 2 * handlerGrace) : undefined;
  try {
    session.notify({ type: 'try', step, attempt, limitMs: ms, depth: performance.depth });
    if (ms !== undefined && ms <= 0) throw new StepFailure('timeout', `no time is left: ${by}`);
    const acted = await withLimit(limit, (stop) =>
      act({ performance, movement, step, path, attempt, recorder, stop, onPerformed }),
    );
    if (!acted.waiting) recorder.complete();
    return { acted, entries: recorder.entries };
  } finally {
    unwatch?.();
    recorder.close();
  }
}

function shortest(step: PlanStep, deadlines: readonly Deadline[], now: number): { ms?: number; by: string } {
  const own = step.timeoutMs === undefined ? [] : [{ ms: step.timeoutMs, by: 'its timeout' }];
  const all = [...own, ...deadlines.map(({ at, by }) => ({ ms: at - now, by }))];
  return all.reduce<{ ms?: number; by: string }>((least, one) => (one.ms < (least.ms ?? Infinity) ? one : least), {
    by: '',
  });
}

function asFailure(error: unknown): StepFailure {
  if (error instanceof StepFailure) return error;
  // What waits for its turn is told with the signal's own reason.
  if (error instanceof Error && error.name === 'AbortError')
    return new StepFailure('cancelled', 'the run was cancelled');
  const message = error instanceof Error && error.message ? error.message : String(error);
  return new StepFailure('failed', message, { cause: error });
}

function ended(one: Try, acted: Acted, entries: Entries, attempts: number, durationMs: number): StepOutcome {
  const { step, performed, performance } = one;
  const { output } = acted;
  const base = { id: step.id, attempts, durationMs, performed: performed.at(-1)?.result };
  const undo = undoOf(performed);
  if (acted.waiting) {
    const confirmations = acted.waiting;
    const result: StepResult = { ...base, status: 'waiting', reason: acted.problem ?? whoDecides(confirmations[0]) };
    return { result, confirmations, started: step.does.type === 'perform', undo };
  }
  performance.session.ledger.add(entries);
  return { result: { ...base, status: 'done', output }, entries, started: true, undo };
}

const whoDecides = (confirmation: Confirmation | undefined): string =>
  confirmation?.role === undefined ? 'somebody has to decide' : `${confirmation.role} has to decide`;

/** The step waits for a decision and has not begun. */
export const waiting = ({ step }: Try, confirmation: Confirmation, problem?: string): StepOutcome => ({
  result: { id: step.id, status: 'waiting', reason: problem ?? whoDecides(confirmation), attempts: 0, durationMs: 0 },
  confirmations: [confirmation],
  started: false,
});

/** The step counts as complete because somebody says so: what it announces is announced, what it measures is missing. */
export function takenAsDone({ performance, movement, step }: Try, reason: string): StepOutcome {
  const { session } = performance;
  const recorder = openRecorder(step, originOf(performance, movement, step), session.now);
  recorder.complete();
  session.ledger.add(recorder.entries);
  const result: StepResult = { id: step.id, status: 'done', reason, attempts: 1, durationMs: 0 };
  return { result, entries: recorder.entries, started: true };
}

/** The step failed; `attempts` is 0 when it did not begin. */
export function failed(
  { performance, movement, step, performed }: Try,
  error: StepFailure,
  attempts: number,
  durationMs: number,
): StepOutcome {
  const { kind, message, output, cause } = error;
  const failure: Failure = {
    kind,
    message,
    subject: subjectOf(performance.prepared.plan, movement, step),
    source: step.source,
    at: cause === undefined ? undefined : placeInStack(performance.session.root, cause),
  };
  const base = { id: step.id, attempts, durationMs, performed: performed.at(-1)?.result };
  return {
    result: { ...base, status: 'failed', reason: message, output },
    failure,
    started: attempts > 0,
    undo: undoOf(performed),
  };
}

/** What was performed last is undone first. */
const undoOf =
  (performed: readonly Played[]): Played['undo'] =>
  async (reason) => {
    const undone: Undone[] = [];
    for (const played of performed.toReversed()) append(undone, await played.undo(reason));
    return undone;
  };
