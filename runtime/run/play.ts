/** A symphony as it is played: movement after movement, judged as it goes, undone when it fails. */
import { append } from '../core/lists.ts';
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import { JournalError } from '../journal/journal.ts';
import type {
  Confirmation,
  Failure,
  Judged,
  MovementResult,
  StepResult,
  SymphonyResult,
  Undone,
} from '../model/result.ts';
import { StepFailure } from './limits.ts';
import { type Mark, undoAll, unitOf } from './rollback.ts';
import { playSteps } from './schedule.ts';
import { type Performance, type Played, pathOf } from './session.ts';
import { takeSnapshot } from './snapshot.ts';
import { leftOut, neverComes, playStep } from './step.ts';
import { type Deadline, failed, type StepOutcome } from './tries.ts';
import { judgeMovement, judgeSymphony, leaveUnjudged } from './verdicts.ts';

/** What has been played so far of one symphony. */
interface Progress {
  readonly movements: MovementResult[];
  readonly judged: Judged[];
  /** In the order in which they ended. */
  readonly marks: Mark[];
  failure?: Failure;
  /** The movement that is played, or was last. */
  current?: PlanMovement;
  /** The step that failed first, and what failed with it. */
  broken?: PlanStep;
  readonly fallen: PlanStep[];
  readonly confirmations: Confirmation[];
  /** The caller wants no further movement for now. */
  paused?: boolean;
}

/** Plays a prepared symphony, or one movement of it. What it leaves done can be undone by who asked for it. */
export async function playSymphony(performance: Performance, only?: string): Promise<Played> {
  const { session, prepared, depth, path } = performance;
  const { plan } = prepared;
  const usedMs = session.recorded.active.get(path) ?? 0;
  session.notify({ type: 'symphony', plan, dynamics: session.dynamics, depth, usedMs });
  once(performance, path, () => {
    const { id: symphony, title } = plan;
    session.journal.append({ type: 'symphony-started', path, symphony, title, plan: prepared.planDigest });
  });
  const progress: Progress = { movements: [], judged: [], marks: [], fallen: [], confirmations: [] };
  const deadlines = deadlineOf(performance, path, 'the budget of the symphony', plan.budgetMs);
  for (const movement of plan.movements) {
    if (only !== undefined && movement.id !== only) progress.movements.push(notPlayed(movement));
    else await playMovement(performance, movement, deadlines, progress);
    if (!isOpen(progress)) break;
    progress.paused = depth === 0 && movement.id === session.until && movement !== plan.movements.at(-1);
    if (progress.paused) break;
  }
  if (isOpen(progress) && !progress.paused) {
    const judge = only === undefined && session.only === undefined ? judgeSymphony : leaveUnjudged;
    const verdicts = await judging(performance, progress, judge(performance));
    settle(performance, progress, verdicts, progress.judged);
    if (verdicts.length > 0) session.journal.append({ type: 'judged', path, judged: verdicts });
  }
  const undone = progress.failure ? await goBack(performance, progress, progress.failure) : [];
  const result = resultOf(performance, progress, undone);
  session.journal.append({ type: 'symphony-ended', path, status: result.status });
  return { result, undo: (reason) => undoRest(performance, progress, reason) };
}

const isOpen = ({ failure, confirmations }: Progress): boolean => !failure && confirmations.length === 0;

/** What a journal says once, whatever number of processes goes through it. */
function once({ session }: Performance, path: string, tell: () => void): void {
  const { told } = session.recorded;
  if (!told.has(`symphony-started ${path}`) && !told.has(`movement-started ${path}`)) tell();
}

const notPlayed = (movement: PlanMovement): MovementResult => ({
  id: movement.id,
  status: 'skipped',
  steps: [],
  judged: [],
});

/** The time that earlier processes have played counts; the time between them does not. */
function deadlineOf({ session }: Performance, path: string, by: string, ms: number | undefined): Deadline[] {
  const used = session.recorded.active.get(path) ?? 0;
  return ms === undefined ? [] : [{ at: session.now() + ms - used, by: `${by}, ${ms} ms` }];
}

async function playMovement(
  performance: Performance,
  movement: PlanMovement,
  outer: readonly Deadline[],
  progress: Progress,
): Promise<void> {
  const { session, prepared, depth } = performance;
  const { plan } = prepared;
  const path = pathOf(performance, movement);
  session.notify({ type: 'movement', movement, depth, usedMs: session.recorded.active.get(path) ?? 0 });
  progress.current = movement;
  once(performance, path, () => {
    const { title, budgetMs } = movement;
    session.journal.append({ type: 'movement-started', path, title, budgetMs });
  });
  const deadlines = [...outer, ...deadlineOf(performance, path, 'the budget of the movement', movement.budgetMs)];
  const results = await playAll(performance, movement, deadlines, progress);
  const steps = movement.steps.flatMap((step) => results.get(step) ?? []);
  const played = new Set(movement.steps.filter((step) => results.get(step)?.status === 'done').map(({ beat }) => beat));
  const judged: Judged[] = [];
  if (isOpen(progress) && session.only === undefined) {
    const recorded = session.recorded.judged.get(path);
    const verdicts = recorded ?? (await judging(performance, progress, judgeMovement(performance, movement, played)));
    settle(performance, progress, verdicts, judged);
    if (!recorded && !verdicts.some(({ verdict }) => verdict === 'waiting'))
      session.journal.append({ type: 'judged', path, judged: verdicts });
  }
  const status = played.size === 0 && isOpen(progress) ? 'skipped' : statusOf(progress);
  session.journal.append({ type: 'movement-ended', path, status });
  await session.journal.flush().catch(ignoreJournal);
  progress.movements.push({ id: movement.id, status, steps, judged });
  session.notify({ type: 'movement-ended', movement, plan, status, depth });
  if (status === 'done' && depth === 0) await follow(performance, movement);
}

/** What follows the movement is played before the next begins, each once. */
async function follow(performance: Performance, movement: PlanMovement): Promise<void> {
  const { session, prepared } = performance;
  const { run, correlationId, ledger, recorded, journal } = session;
  const path = pathOf(performance, movement);
  await session.follow?.(
    movement.id,
    { symphony: prepared.plan.id, run, correlationId, metrics: ledger.metrics },
    (symphony) => recorded.told.has(`followed ${path} ${symphony}`),
    (result) =>
      journal.append({ type: 'followed', path, symphony: result.symphony, run: result.run, status: result.status }),
  );
}

const statusOf = ({ failure, confirmations }: Progress): 'failed' | 'waiting' | 'done' =>
  failure ? 'failed' : confirmations.length > 0 ? 'waiting' : 'done';

/** What the journal cannot take any more has been told by the step that needed it. */
function ignoreJournal(error: unknown): void {
  if (!(error instanceof JournalError)) throw error;
}

/** Saves the state, then plays the steps; when one fails, those in motion are stopped. */
async function playAll(
  performance: Performance,
  movement: PlanMovement,
  deadlines: readonly Deadline[],
  progress: Progress,
): Promise<Map<PlanStep, StepResult>> {
  const { session, prepared, signal } = performance;
  const results = new Map<PlanStep, StepResult>();
  const halt = new AbortController();
  const inner: Performance = { ...performance, signal: AbortSignal.any([signal, halt.signal]) };
  const fail = (step: PlanStep, error: StepFailure): StepOutcome =>
    failed(
      { performance, movement, step, path: pathOf(performance, movement, step), deadlines, performed: [] },
      error,
      0,
      0,
    );
  const unsaved = save(performance, movement);
  const play = async (step: PlanStep): Promise<StepOutcome> => {
    if (unsaved !== undefined) return fail(step, new StepFailure('failed', unsaved));
    const asked = session.now();
    try {
      const outcome = await playStep(inner, movement, step, deadlines);
      record(inner, movement, step, outcome, asked);
      return outcome;
    } catch (error) {
      if (error instanceof JournalError) return fail(step, new StepFailure('failed', error.message));
      throw error;
    }
  };
  await playSteps({
    performance: inner,
    movement,
    capacity: Math.min(prepared.plan.capacity ?? Infinity, session.concurrency),
    play,
    isLeftOut: (step) => leftOut(inner, step) !== undefined,
    neverComes: async (step, event) => {
      const outcome = await neverComes(inner, movement, step, event);
      record(inner, movement, step, outcome, session.now());
      return outcome;
    },
    onEnded: (step, outcome) => {
      results.set(step, outcome.result);
      take(performance, movement, step, outcome, progress);
      if (progress.failure && !halt.signal.aborted) halt.abort(stoppedBy(progress.failure));
      return !progress.failure;
    },
  });
  return results;
}

const stoppedBy = ({ subject }: Failure): StepFailure =>
  new StepFailure('cancelled', `stopped, because \`${subject}\` failed`);

/** Why the state cannot be saved; undefined when it is, or when there is none to be. */
function save(performance: Performance, movement: PlanMovement): string | undefined {
  const { session, prepared, snapshots } = performance;
  try {
    const path = pathOf(performance, movement);
    const { steps, interrupted } = session.recorded;
    const begun = [...steps.keys(), ...interrupted].some((step) => step.startsWith(`${path}/`));
    const snapshot = takeSnapshot(session.root, session.run, prepared.plan, path, begun);
    if (snapshot) snapshots.set(movement.id, snapshot);
    return undefined;
  } catch (error) {
    return `the state cannot be saved: ${(error as Error).message}`;
  }
}

/** Into the journal, unless an earlier process has put it there. It is on disk before anything that follows from it begins. */
function record(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
  { result, failure, entries, earlier, startedAt }: StepOutcome,
  asked: number,
): void {
  const { session } = performance;
  const path = pathOf(performance, movement, step);
  const { id: _, performed: __, ...rest } = result;
  if (!earlier && !session.recorded.steps.has(path))
    session.journal.append({ type: 'step-ended', path, ...rest, failure, ...entries });
  const { plan } = performance.prepared;
  session.played.push({
    symphony: plan.id,
    movement: movement.id,
    beat: step.beat,
    step: step.id,
    status: result.status,
    startedAt: new Date(startedAt ?? asked).toISOString(),
    durationMs: result.durationMs,
    attempts: result.attempts,
  });
}

function take(
  performance: Performance,
  movement: PlanMovement,
  step: PlanStep,
  { result, failure, confirmations = [], started, earlier, undo }: StepOutcome,
  progress: Progress,
): void {
  const { session, outputs, depth } = performance;
  session.notify({ type: 'step-ended', step, result, depth, earlier });
  const output = result.status === 'done' ? result.output : undefined;
  if (output !== undefined) outputs.set(step.id, output);
  if (started) progress.marks.push({ movement, step, output, undo });
  append(progress.confirmations, confirmations);
  if (failure) progress.fallen.push(step);
  if (!failure || progress.failure) return;
  progress.failure = failure;
  progress.broken = step;
}

/** A question that cannot be kept in the journal fails what it is about. */
async function judging(
  { prepared: { plan } }: Performance,
  progress: Progress,
  verdicts: readonly Judged[] | Promise<readonly Judged[]>,
): Promise<readonly Judged[]> {
  try {
    return await verdicts;
  } catch (error) {
    ignoreJournal(error);
    const { message } = error as JournalError;
    progress.failure = { kind: 'failed', message, subject: plan.id, source: plan.source };
    return [];
  }
}

/** Keeps what was judged. What fails weighs more than what waits. */
function settle(performance: Performance, progress: Progress, judged: readonly Judged[], into: Judged[]): void {
  const { session, prepared, depth } = performance;
  append(into, judged);
  for (const one of judged) session.notify({ type: 'judged', judged: one, depth });
  const bad = judged.find(({ verdict }) => verdict === 'fails' || verdict === 'unknown');
  if (bad) {
    const what = bad.policy === undefined ? 'completion' : `policy \`${bad.policy}\``;
    const message = `${what}: ${bad.reason ?? 'it does not hold'}`;
    progress.failure = { kind: 'gate', message, subject: bad.scope, source: bad.source ?? prepared.plan.source };
    return;
  }
  for (const { verdict, asks } of judged) if (verdict === 'waiting' && asks) progress.confirmations.push(asks);
}

async function goBack(performance: Performance, progress: Progress, failure: Failure): Promise<readonly Undone[]> {
  const { session, prepared, path, snapshots } = performance;
  const { marks, current, broken, fallen } = progress;
  const unit = unitOf(prepared.plan, marks, { failure, movement: current, step: broken });
  const reason = `${failure.subject}: ${failure.message}`;
  session.journal.append({ type: 'undo-started', path, reason });
  await session.journal.flush().catch(ignoreJournal);
  const undone = await undoAll(performance, unit, reason);
  const gone = new Set(unit);
  const left = progress.marks.filter((mark) => !gone.has(mark));
  progress.marks.length = 0;
  append(progress.marks, left);
  const movements = new Set(unit.map(({ movement }) => movement));
  const whole = prepared.plan.rollback?.atomic === 'beat' ? [] : [...movements];
  const steps = [
    ...unit,
    ...fallen.map((step) => ({ movement: current!, step })),
    // What was skipped was skipped for reasons that may be gone with the rest.
    ...whole.flatMap((movement) => movement.steps.map((step) => ({ movement, step }))),
  ];
  const paths = [...new Set(steps.map(({ movement, step }) => pathOf(performance, movement, step)))];
  // What could not be undone is tried again by whoever goes on with the run.
  if (undone.every(({ status }) => status === 'undone')) {
    session.journal.append({ type: 'undo-ended', path, steps: paths });
    for (const movement of whole) snapshots.get(movement.id)?.drop();
  }
  await session.journal.flush().catch(ignoreJournal);
  return undone;
}

/** For a symphony that a beat performed: what its own way back left in place. */
async function undoRest(performance: Performance, progress: Progress, reason: string): Promise<readonly Undone[]> {
  const rest = progress.marks.splice(0, Infinity);
  return undoAll(performance, rest.toReversed(), reason);
}

function resultOf({ prepared }: Performance, progress: Progress, undone: readonly Undone[]): SymphonyResult {
  const { movements, judged, failure, confirmations } = progress;
  const status = progress.paused ? 'paused' : statusOf(progress);
  return { symphony: prepared.plan.id, status, movements, judged, failure, confirmations, undone };
}
