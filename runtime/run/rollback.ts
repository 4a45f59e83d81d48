/** The way back: what is complete is undone, newest first, as far as the plan's unit reaches. */

import { callContext, type RollbackContext, rollbackContext } from '../act/context.ts';
import { permitUndo } from '../autonomy/permit.ts';
import { append } from '../core/lists.ts';
import { systemReason } from '../core/system-errors.ts';
import type { Plan, PlanMovement, PlanStep } from '../generated/plan.ts';
import type { Failure, Undone } from '../model/result.ts';
import { withLimit } from './limits.ts';
import { type Performance, type Played, pathOf, subjectOf } from './session.ts';

/** A step that may have left something behind. */
export interface Mark {
  readonly movement: PlanMovement;
  readonly step: PlanStep;
  readonly output: unknown;
  /** Undoes what it performed. */
  readonly undo?: Played['undo'];
}

type Trigger = NonNullable<NonNullable<Plan['rollback']>['on']>[number];

/** The timeout of a rollback whose step has none. */
const defaultTimeoutMs = 60_000;

/** What a failure is called in `rollback.on`. */
function triggersOf(failure: Failure, step: PlanStep | undefined): ReadonlySet<Trigger> {
  if (failure.kind === 'gate') return new Set(['gate-failed']);
  if (failure.kind === 'cancelled') return new Set(['cancelled']);
  const triggers = new Set<Trigger>(['beat-failed']);
  if (failure.kind === 'timeout') triggers.add('handler-timeout');
  const validates = step?.activity === 'validation' || step?.activity === 'verification';
  if (failure.kind === 'expectation' || validates) triggers.add('validation-failed');
  if (step?.does.type === 'run' && step.does.argv[0] === 'git' && step.does.argv.includes('commit'))
    triggers.add('git-commit-failed');
  return triggers;
}

interface Broken {
  readonly failure: Failure;
  /** Where it failed. */
  readonly movement?: PlanMovement;
  readonly step?: PlanStep;
}

/** The steps to undo, newest first. `marks` are in the order in which they were played; the last may have failed. */
export function unitOf(plan: Plan, marks: readonly Mark[], { failure, movement, step }: Broken): readonly Mark[] {
  const { atomic, on } = plan.rollback ?? { atomic: 'symphony' };
  const triggers: ReadonlySet<string> = triggersOf(failure, step);
  if (on && !on.some((trigger) => triggers.has(trigger))) return [];
  const newest = marks.toReversed();
  if (atomic === 'beat') return newest.filter((mark) => mark.step === step);
  if (atomic === 'movement') return newest.filter((mark) => mark.movement === movement);
  return newest;
}

/**
 * Undoes the marks in the order given, then puts back what is left of the state that was saved before them. One that
 * cannot be undone does not keep the others from it. What an earlier process has undone is not undone again.
 */
export async function undoAll(performance: Performance, marks: readonly Mark[], reason: string): Promise<Undone[]> {
  const { session, depth } = performance;
  const undone: Undone[] = [];
  for (const mark of marks) {
    const { step, undo, movement } = mark;
    const path = pathOf(performance, movement, step);
    if (!step.rollback) append(undone, (await undo?.(reason)) ?? []);
    else if (session.recorded.undone.get(path)?.status === 'undone')
      undone.push({ step: subjectOf(performance.prepared.plan, movement, step), status: 'undone' });
    else {
      const one = await undoOne(performance, mark, reason);
      session.notify({ type: 'undone', undone: one, depth });
      session.journal.append({ type: 'undone', path, status: one.status, reason: one.reason });
      await session.journal.flush().catch(goOn);
      undone.push(one);
    }
  }
  append(undone, restoreState(performance, marks));
  return undone;
}

/** Nothing keeps a way back from being taken, a full disk least of all. */
const goOn = (): void => undefined;

/** What the rollbacks have left of the state as it was before the oldest of the movements. */
function restoreState(performance: Performance, marks: readonly Mark[]): Undone[] {
  const { prepared, snapshots, session, depth } = performance;
  if (prepared.plan.rollback?.atomic === 'beat') return [];
  const oldest = prepared.plan.movements.find((movement) => marks.some((mark) => mark.movement === movement));
  const snapshot = oldest && snapshots.get(oldest.id);
  if (!oldest || !snapshot) return [];
  const subject = `${subjectOf(prepared.plan, oldest)} (state)`;
  try {
    const paths = snapshot.restore();
    if (paths.length > 0) session.notify({ type: 'note', depth, message: `put back: ${paths.join(', ')}` });
    return [];
  } catch (error) {
    const failed = { status: 'failed', reason: systemReason(error) } as const;
    const undone: Undone = { step: subject, ...failed };
    session.notify({ type: 'undone', undone, depth });
    session.journal.append({ type: 'undone', path: `${pathOf(performance, oldest)} (state)`, ...failed });
    return [undone];
  }
}

async function undoOne(performance: Performance, mark: Mark, reason: string): Promise<Undone> {
  const { session, prepared } = performance;
  const { movement, step, output } = mark;
  const subject = subjectOf(prepared.plan, movement, step);
  const permit = permitUndo(step, session.autonomy.standing());
  if (permit.verdict !== 'act') return { step: subject, status: 'failed', reason: permit.reason };
  const { module, export: name } = step.rollback!;
  const rollback = prepared.modules.get(module)![name] as (context: RollbackContext) => unknown;
  const ms = step.timeoutMs ?? defaultTimeoutMs;
  const limit = {
    ms,
    by: step.timeoutMs === undefined ? 'the most a rollback may take' : 'its timeout',
    // A cancelled run is undone all the same.
    outer: new AbortController().signal,
    graceMs: 0,
    onAbandoned: () => {
      session.abandoned = true;
    },
  };
  const unwatch = session.watch(2 * ms);
  try {
    await withLimit(limit, async (stop) => {
      const call = callContext(performance, movement, step, stop);
      await rollback(rollbackContext(call, output, reason, performance.snapshots.get(movement.id)));
    });
    return { step: subject, status: 'undone' };
  } catch (error) {
    return { step: subject, status: 'failed', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    unwatch();
  }
}
