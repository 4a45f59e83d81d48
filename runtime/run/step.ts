/** One step: whether it plays, now or at all. How it is tried is another file. */
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import { dynamicsLevels } from '../model/dynamics.ts';
import type { StepEnded } from '../model/records.ts';
import type { Confirmation } from '../model/result.ts';
import { isPlayed } from '../plan/awaited.ts';
import { judge } from './conditions.ts';
import { undoOfEarlier } from './earlier.ts';
import { StepFailure } from './limits.ts';
import { factsOf, type Performance, pathOf } from './session.ts';
import { type Deadline, failed, type StepOutcome, type Try, takenAsDone, tries, waiting } from './tries.ts';

/** Plays one step, unless its level, its condition or an earlier process leaves nothing to do. Its events have arrived. */
export async function playStep(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
  deadlines: readonly Deadline[],
): Promise<StepOutcome> {
  const { session, depth } = performance;
  const path = pathOf(performance, movement, step);
  const recorded = session.recorded.steps.get(path);
  if (recorded && (step.does.type !== 'perform' || recorded.status !== 'done'))
    return replayed(performance, movement, step, recorded);
  const away = await reasonToSkip(performance, step);
  if (away?.verdict === 'skip') return skipped(step, away.reason);
  session.notify({ type: 'step', step, depth });
  const one: Try = { performance, movement, step, path, deadlines, performed: [] };
  if (away) return failed(one, new StepFailure('failed', away.reason), 0, 0);
  const barred = recorded ? undefined : await resumption(one);
  if (barred) return barred;
  return tries(one);
}

const skipped = (step: PlanStep, reason: string): StepOutcome => ({
  result: { id: step.id, status: 'skipped', reason, attempts: 0, durationMs: 0 },
  started: false,
});

/** As it ended in an earlier process. */
function replayed(performance: Performance, movement: PlanMovement, step: PlanStep, ended: StepEnded): StepOutcome {
  const { session } = performance;
  const { status, reason, attempts, durationMs, output, failure, events = [], metrics = [], evidence = [] } = ended;
  session.ledger.add({ events: [...events], metrics: [...metrics], evidence: [...evidence] });
  const result = { id: step.id, status, reason, attempts, durationMs, output };
  const undo = step.does.type === 'perform' ? undoOfEarlier(performance, movement, step) : undefined;
  return { result, failure, started: status !== 'skipped' && attempts > 0, earlier: true, undo };
}

/** Why a step is not part of what is played; undefined when it is. */
export function leftOut({ session, depth }: Performance, step: PlanStep): string | undefined {
  const { dynamics, only } = session;
  if (depth === 0 && !isPlayed(step, only)) return `only \`${only}\` is played`;
  if (dynamicsLevels.indexOf(step.from) > dynamicsLevels.indexOf(dynamics))
    return `it plays from ${step.from}, this is ${dynamics}`;
  return undefined;
}

/** A step whose event will not come: skipped when its condition leaves it out anyway, else failed. */
export async function neverComes(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
  event: string,
): Promise<StepOutcome> {
  const { session, depth } = performance;
  const away = await reasonToSkip(performance, step);
  if (away?.verdict === 'skip') return skipped(step, away.reason);
  session.notify({ type: 'step', step, depth });
  const reason = `it waits for \`${event}\`, which nothing in this run has published; when it has happened, say so with \`--event ${event}\``;
  const path = pathOf(performance, movement, step);
  const one: Try = { performance, movement, step, path, deadlines: [], performed: [] };
  return failed(one, new StepFailure('failed', reason), 0, 0);
}

async function reasonToSkip(
  performance: Performance,
  step: PlanStep,
): Promise<{ verdict: 'skip' | 'fail'; reason: string } | undefined> {
  const left = leftOut(performance, step);
  if (left !== undefined) return { verdict: 'skip', reason: left };
  if (!step.when) return undefined;
  const { verdict, reason = '' } = await judge(step.when, factsOf(performance));
  if (verdict === 'fails') return { verdict: 'skip', reason };
  return verdict === 'holds' ? undefined : { verdict: 'fail', reason: `whether it plays cannot be told: ${reason}` };
}

/** What an earlier process began and did not end is played again only when that does no harm, or when somebody says so. */
async function resumption(one: Try): Promise<StepOutcome | undefined> {
  const { performance, step, path } = one;
  const { session, depth, prepared, signal } = performance;
  if (!session.recorded.interrupted.has(path) || step.does.type === 'perform') return undefined;
  if (step.idempotent || step.effects === 'none') {
    session.notify({ type: 'note', depth, message: `${step.id} was interrupted and is played again` });
    return undefined;
  }
  const question = 'it was interrupted, and playing it twice may do harm: is it to be played again, or is it done?';
  const confirmation: Confirmation = {
    kind: 'interrupted',
    symphony: prepared.plan.id,
    question,
    subject: path,
    source: step.source,
  };
  const { decision, problem } = await session.ask(prepared.plan, confirmation, signal);
  if (!decision) return waiting(one, confirmation, problem);
  if (decision.decision === 'redo') return undefined;
  if (decision.decision === 'done') return takenAsDone(one, `${decision.by} says that it is done`);
  return failed(one, new StepFailure('denied', `${decision.by} does not let it go on`), 1, 0);
}
