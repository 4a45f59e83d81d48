/** One step: whether it plays, its tries, and what of it counts. */

import { setTimeout as pause } from 'node:timers/promises';
import { type Acted, act } from '../act/actions.ts';
import { append } from '../core/lists.ts';
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import { dynamicsLevels } from '../model/dynamics.ts';
import type { Confirmation, Failure, StepResult, Undone } from '../model/result.ts';
import { placeInStack } from '../plan/modules.ts';
import { judge } from './conditions.ts';
import { StepFailure, withLimit } from './limits.ts';
import { openRecorder } from './recorder.ts';
import { factsOf, originOf, type Performance, type Played, subjectOf } from './session.ts';

interface StepOutcome {
  readonly result: StepResult;
  readonly failure?: Failure;
  readonly confirmation?: Confirmation;
  /** True when there may be something to undo. */
  readonly started: boolean;
  /** Undoes what it performed, for a step that has no rollback of its own. */
  readonly undo?: Played['undo'];
}

/** An in-process handler that does not stop in this time after it was told to is left behind. */
const handlerGrace = 2000;

/** When a step has to be over, in milliseconds since the epoch, and what says so. */
export interface Deadline {
  readonly at: number;
  readonly by: string;
}

/** Plays one step, unless its level or its condition leaves it out. */
export async function playStep(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
  deadlines: readonly Deadline[],
): Promise<StepOutcome> {
  const { session } = performance;
  if (dynamicsLevels.indexOf(step.from) > dynamicsLevels.indexOf(session.dynamics))
    return skipped(step, `it plays from ${step.from}, this is ${session.dynamics}`);
  const blocked = await hindrance(performance, step);
  if (blocked?.verdict === 'skip') return skipped(step, blocked.reason);
  session.notify({ type: 'step', step, depth: performance.depth });
  const one: Try = { performance, movement, step, deadlines, performed: [] };
  return blocked ? failed(one, new StepFailure('failed', blocked.reason), 0, 0) : tries(one);
}

const skipped = (step: PlanStep, reason: string): StepOutcome => ({
  result: { id: step.id, status: 'skipped', reason, attempts: 0, durationMs: 0 },
  started: false,
});

async function hindrance(
  performance: Performance,
  step: PlanStep,
): Promise<{ verdict: 'skip' | 'fail'; reason: string } | undefined> {
  if (step.when) {
    const { verdict, reason = '' } = await judge(step.when, factsOf(performance));
    if (verdict === 'fails') return { verdict: 'skip', reason };
    if (verdict === 'unknown') return { verdict: 'fail', reason: `whether it plays cannot be told: ${reason}` };
  }
  const missing = step.awaits.find((event) => !performance.session.ledger.published(event));
  if (missing === undefined) return undefined;
  const reason = `it waits for \`${missing}\`, which nothing in this run has published; when it has happened, say so with \`--event ${missing}\``;
  return { verdict: 'fail', reason };
}

interface Try {
  readonly performance: Performance;
  readonly movement: PlanMovement;
  readonly step: PlanStep;
  readonly deadlines: readonly Deadline[];
  /** What the tries so far have performed. */
  readonly performed: Played[];
}

async function tries(one: Try): Promise<StepOutcome> {
  const { step, performance } = one;
  const { session, signal, depth } = performance;
  const started = session.now();
  const most = step.idempotent ? (step.retry?.attempts ?? 1) : 1;
  for (let attempt = 1; ; attempt++) {
    try {
      const acted = await oneTry(one, attempt);
      return ended(one, acted, attempt, session.now() - started);
    } catch (error) {
      const failure = asFailure(error);
      const again = attempt < most && failure.kind !== 'cancelled' && !session.abandoned && !signal.aborted;
      if (!again) return failed(one, failure, attempt, session.now() - started);
      session.notify({ type: 'note', depth, message: `${step.id}: try ${attempt} of ${most}: ${failure.message}` });
      await pause((step.retry?.backoffMs ?? 0) * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
    }
  }
}

async function oneTry({ performance, movement, step, deadlines, performed }: Try, attempt: number): Promise<Acted> {
  const { session } = performance;
  const { ms, by } = shortest(step, deadlines, session.now());
  if (ms !== undefined && ms <= 0) throw new StepFailure('timeout', `no time is left: ${by}`);
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
  if (isHandler && ms !== undefined) session.watch(ms + 2 * handlerGrace);
  try {
    const acted = await withLimit(limit, (signal) =>
      act({ performance, movement, step, attempt, recorder, signal, onPerformed }),
    );
    if (!acted.waiting) {
      recorder.complete();
      session.ledger.add(recorder.entries);
    }
    return acted;
  } finally {
    session.watch(undefined);
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

const asFailure = (error: unknown): StepFailure =>
  error instanceof StepFailure
    ? error
    : new StepFailure('failed', error instanceof Error && error.message ? error.message : String(error), {
        cause: error,
      });

function ended(
  { performance, movement, step, performed }: Try,
  acted: Acted,
  attempts: number,
  durationMs: number,
): StepOutcome {
  const { output, waiting } = acted;
  const base = { id: step.id, attempts, durationMs, performed: performed.at(-1)?.result };
  const undo = undoOf(performed);
  if (!waiting) return { result: { ...base, status: 'done', output }, started: true, undo };
  const subject = subjectOf(performance.prepared.plan, movement, step);
  return {
    result: { ...base, status: 'waiting', reason: `${waiting.role} has to decide` },
    confirmation: { subject, source: step.source, ...waiting },
    started: true,
    undo,
  };
}

function failed(
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
