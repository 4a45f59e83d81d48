/** A symphony as it is played: movement after movement, judged as it goes, undone when it fails. */
import { append } from '../core/lists.ts';
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import type {
  Confirmation,
  Failure,
  Judged,
  MovementResult,
  StepResult,
  SymphonyResult,
  Undone,
} from '../model/result.ts';
import { type Mark, undoAll, unitOf } from './rollback.ts';
import type { Performance, Played } from './session.ts';
import { type Deadline, playStep } from './step.ts';
import { judgeMovement, judgeSymphony, leaveUnjudged } from './verdicts.ts';

/** What has been played so far of one symphony. */
interface Progress {
  readonly movements: MovementResult[];
  readonly judged: Judged[];
  /** In the order in which they were played. */
  readonly marks: Mark[];
  failure?: Failure;
  /** The movement that is played, or was last. */
  current?: PlanMovement;
  /** The step that failed. */
  broken?: PlanStep;
  confirmation?: Confirmation;
}

/** Plays a prepared symphony, or one movement of it. What it leaves done can be undone by who asked for it. */
export async function playSymphony(performance: Performance, only?: string): Promise<Played> {
  const { session, prepared, depth } = performance;
  const { plan } = prepared;
  session.notify({ type: 'symphony', plan, dynamics: session.dynamics, depth });
  const progress: Progress = { movements: [], judged: [], marks: [] };
  const deadlines = deadlineOf(performance, 'the budget of the symphony', plan.budgetMs);
  for (const movement of plan.movements) {
    if (only !== undefined && movement.id !== only) progress.movements.push(notPlayed(movement));
    else await playMovement(performance, movement, deadlines, progress);
    if (progress.failure || progress.confirmation) break;
  }
  if (!progress.failure && !progress.confirmation) {
    const judged = only === undefined ? await judgeSymphony(performance) : leaveUnjudged(performance);
    settle(performance, progress, judged, progress.judged);
  }
  const undone = progress.failure ? await goBack(performance, progress, progress.failure) : [];
  return { result: resultOf(performance, progress, undone), undo: (reason) => undoRest(performance, progress, reason) };
}

const notPlayed = (movement: PlanMovement): MovementResult => ({
  id: movement.id,
  status: 'skipped',
  steps: [],
  judged: [],
});

function deadlineOf({ session }: Performance, by: string, ms: number | undefined): Deadline[] {
  return ms === undefined ? [] : [{ at: session.now() + ms, by: `${by}, ${ms} ms` }];
}

async function playMovement(
  performance: Performance,
  movement: PlanMovement,
  outer: readonly Deadline[],
  progress: Progress,
): Promise<void> {
  const { session, depth } = performance;
  session.notify({ type: 'movement', movement, depth });
  progress.current = movement;
  const deadlines = [...outer, ...deadlineOf(performance, 'the budget of the movement', movement.budgetMs)];
  const steps: StepResult[] = [];
  for (const step of movement.steps) {
    const { result, failure, confirmation, started, undo } = await playStep(performance, movement, step, deadlines);
    session.notify({ type: 'step-ended', step, result, depth });
    steps.push(result);
    const mark: Mark = { movement, step, output: result.status === 'done' ? result.output : undefined, undo };
    if (started) progress.marks.push(mark);
    if (failure) progress.broken = step;
    progress.failure = failure;
    progress.confirmation = confirmation;
    if (failure || confirmation) break;
  }
  const played = new Set(movement.steps.filter((_, i) => steps[i]?.status === 'done').map((step) => step.beat));
  const judged: Judged[] = [];
  const ended = (): MovementResult['status'] =>
    progress.failure ? 'failed' : progress.confirmation ? 'waiting' : 'done';
  if (ended() === 'done') settle(performance, progress, await judgeMovement(performance, movement, played), judged);
  const status = played.size === 0 && ended() === 'done' ? 'skipped' : ended();
  progress.movements.push({ id: movement.id, status, steps, judged });
}

/** Keeps what was judged. What fails weighs more than what waits; the first of each is the one that is shown. */
function settle(performance: Performance, progress: Progress, judged: readonly Judged[], into: Judged[]): void {
  const { session, prepared, depth } = performance;
  append(into, judged);
  for (const one of judged) session.notify({ type: 'judged', judged: one, depth });
  const bad = judged.find(({ verdict }) => verdict === 'fails' || verdict === 'unknown');
  const waiting = judged.find(({ verdict }) => verdict === 'waiting');
  const source = bad?.source ?? prepared.plan.source;
  if (bad) {
    const what = bad.policy === undefined ? 'completion' : `policy \`${bad.policy}\``;
    progress.failure = {
      kind: 'gate',
      message: `${what}: ${bad.reason ?? 'it does not hold'}`,
      subject: bad.scope,
      source,
    };
  } else if (waiting) {
    const question = `policy \`${waiting.policy}\` asks for an approval`;
    progress.confirmation = { role: waiting.role ?? '', question, subject: waiting.scope, source };
  }
}

async function goBack(performance: Performance, progress: Progress, failure: Failure): Promise<readonly Undone[]> {
  const { marks, current, broken } = progress;
  const unit = unitOf(performance.prepared.plan, marks, { failure, movement: current, step: broken });
  const reason = `${failure.subject}: ${failure.message}`;
  const undone = await undoAll(performance, unit, reason);
  const gone = new Set(unit);
  const left = progress.marks.filter((mark) => !gone.has(mark));
  progress.marks.length = 0;
  append(progress.marks, left);
  return undone;
}

/** For a symphony that a beat performed: what its own way back left in place. */
async function undoRest(performance: Performance, progress: Progress, reason: string): Promise<readonly Undone[]> {
  const rest = progress.marks.splice(0, Infinity);
  return undoAll(performance, rest.toReversed(), reason);
}

function resultOf({ prepared }: Performance, progress: Progress, undone: readonly Undone[]): SymphonyResult {
  const { movements, judged, failure, confirmation } = progress;
  const status = failure ? 'failed' : confirmation ? 'waiting' : 'done';
  return { symphony: prepared.plan.id, status, movements, judged, failure, confirmation, undone };
}
