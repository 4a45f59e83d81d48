/** Plays a compiled plan, step after step. All it knows is the plan, the workspace it is for, and what the caller gives. */
import { availableParallelism } from 'node:os';
import { openReaper } from '../act/reaper.ts';
import { type Autonomy, openAutonomy } from '../autonomy/standing.ts';
import { systemReason } from '../core/system-errors.ts';
import { openAsk, type Prompt } from '../decisions/ask.ts';
import type { Plan } from '../generated/plan.ts';
import { makeRunFolder, newRunId } from '../journal/folder.ts';
import { type OpenedJournal, openRunJournal } from '../journal/open.ts';
import type { Recorded } from '../journal/recorded.ts';
import { dynamicsLevels, isDynamics } from '../model/dynamics.ts';
import type { RunEvent } from '../model/events.ts';
import type { RunStarted } from '../model/records.ts';
import type { Failure, RunResult, SymphonyResult } from '../model/result.ts';
import { UsageError } from '../model/usage-error.ts';
import { checkHappened } from '../plan/awaited.ts';
import { readInputs } from '../plan/inputs.ts';
import { prepare } from '../plan/prepare.ts';
import { selectedMovement } from '../plan/selection.ts';
import { realPath } from '../plan/workspace.ts';
import { traceIdOf, traceParentIn } from '../telemetry/trace-context.ts';
import type { InputValues } from './conditions.ts';
import { type Guards, openGuards } from './guards.ts';
import { openLedger } from './ledger.ts';
import { playSymphony } from './play.ts';
import type { Dynamics, Follow, Session } from './session.ts';
import { openSlots } from './slots.ts';
import { dropSnapshots } from './snapshot.ts';
import { openTide } from './tide.ts';
import { withholdKeys } from './withheld.ts';

export interface RunOptions {
  /** Absolute path of the workspace. Handlers and commands run with it as their current folder. */
  readonly root: string;
  /** The folder in which the plans of performed symphonies lie. */
  readonly plans: string;
  /** Of the plan's file. */
  readonly planDigest?: string;
  /** The plan's own level when left out. */
  readonly dynamics?: string;
  /** The environment; that of the plan's key when left out. */
  readonly environment?: string;
  /** The most that the run may do by itself. */
  readonly level?: number;
  /** Plays this movement only. */
  readonly movement?: string;
  /** Plays this beat, or this step of it, only. */
  readonly beat?: string;
  /** Pauses after this movement; whoever goes on with the run begins with the next. */
  readonly until?: string;
  /** How many beats may act at once at most: as many as the machine has processors when left out, never more than the plan's capacity. */
  readonly concurrency?: number;
  /** Events that have happened before: a step that waits for one of them need not wait. */
  readonly happened?: readonly string[];
  /** Plays what a build gave that does not conform; refused when left out. */
  readonly allowNonconforming?: boolean;
  /** By name; texts are read as the type that the plan declares. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Ties this run to others; a new one when left out. */
  readonly correlationId?: string;
  /** The run that this one follows. */
  readonly follows?: string;
  /** What of that run it follows, which tells whoever goes on with that run that it was played. */
  readonly occasion?: string;
  /** The run to go on with. What it was started with holds; of the rest of these options the plan has to be the same. */
  readonly resume?: string;
  /** The id of a new run; made of the time and of chance when left out. */
  readonly run?: string;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  readonly notify?: (event: RunEvent) => void;
  /** Asks whoever sits at the terminal. */
  readonly prompt?: Prompt;
  /** Plays the symphonies that follow a movement. */
  readonly follow?: Follow;
  /** Ends the process when a handler blocks it for good. */
  readonly watchdog?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** The version of the tool, for the journal. */
  readonly tool?: string;
  /** Where the journal is kept, if not in the workspace. */
  readonly keep?: (run: string, now: () => number) => OpenedJournal;
}

/**
 * Plays `plan`, or goes on with a run of it, and says what came of it. Throws UsageError for a level, movement, beat,
 * input, event, environment or run that there is not.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const root = realPath(options.root);
  if (root === undefined) throw new UsageError(`there is no folder \`${options.root}\``);
  const now = options.now ?? Date.now;
  const opened = options.resume === undefined ? undefined : openAgain(root, now, plan, options);
  try {
    const wanted: Omit<Wanted, 'now'> = opened ? again(opened.recorded, options) : options;
    return await playWith(plan, { ...wanted, root, now }, opened);
  } finally {
    await opened?.release();
  }
}

function openAgain(
  root: string,
  now: () => number,
  plan: Plan,
  { resume = '', keep, planDigest }: RunOptions,
): OpenedJournal {
  const opened = keep ? keep(resume, now) : openRunJournal(root, resume, now);
  const { started, ended } = opened.recorded;
  const problem =
    started === undefined
      ? `the journal of \`${resume}\` does not begin with its start`
      : started.symphony !== plan.id
        ? `\`${resume}\` is a run of \`${started.symphony}\``
        : started.plan !== planDigest
          ? `\`${resume}\` was played from another build of \`${plan.id}\`: what changed since then may not fit what it has done; start a new run`
          : ended?.status === 'done'
            ? `\`${resume}\` is done`
            : undefined;
  if (problem === undefined) return opened;
  void opened.release();
  throw new UsageError(problem);
}

/** What the run was started with. Its level of autonomy is that of now. */
const again = ({ started }: Recorded, options: RunOptions): RunOptions & Pick<Wanted, 'began'> => ({
  ...options,
  dynamics: started!.dynamics,
  environment: options.environment ?? started!.environment ?? undefined,
  began: started!.environment ?? undefined,
  // What the caller asked for at the start is not asked for again by leaving it out.
  level: Math.min(options.level ?? 3, started!.level ?? 3),
  movement: started!.movement,
  beat: started!.beat,
  inputs: started!.inputs,
  happened: [...new Set([...started!.happened, ...(options.happened ?? [])])],
  correlationId: started!.correlationId,
});

interface Wanted extends RunOptions {
  readonly now: () => number;
  /** The environment in which the run began. */
  readonly began?: string;
}

async function playWith(plan: Plan, options: Wanted, opened: OpenedJournal | undefined): Promise<RunResult> {
  const { root, now } = options;
  const dynamics = dynamicsOf(plan, options.dynamics);
  const movement = selectedMovement(plan, options);
  selectedMovement(plan, { movement: options.until });
  const inputs = readInputs(plan, options.inputs ?? {});
  const autonomy = openAutonomy(plan, options);
  const watchdog = options.watchdog ? (await import('./watchdog.ts')).openWatchdog() : undefined;
  const reaper = openReaper();
  const folder = process.cwd();
  process.chdir(root);
  const giveKeysBack = withholdKeys();
  const guards = openGuards();
  try {
    const watch = (ms: number): (() => void) => watchdog?.watch(ms) ?? (() => undefined);
    const parts = { dynamics, inputs, autonomy, guards, reaper, watch, now };
    return await playPlan(plan, { ...options, movement }, parts, opened);
  } finally {
    guards.release();
    watchdog?.stop();
    reaper.stop();
    giveKeysBack();
    process.chdir(folder);
  }
}

/** The level asked for, that of the plan when none is. Throws UsageError. */
export function dynamicsOf(plan: Plan, requested: string | undefined): Dynamics {
  if (requested === undefined) return plan.dynamics;
  if (isDynamics(requested)) return requested;
  throw new UsageError(`\`${requested}\` is no level of dynamics; there are ${dynamicsLevels.join(', ')}`);
}

interface Parts extends Pick<Session, 'dynamics' | 'autonomy' | 'reaper' | 'watch' | 'now'> {
  readonly inputs: InputValues;
  readonly guards: Guards;
}

async function playPlan(
  plan: Plan,
  options: Wanted,
  parts: Parts,
  again: OpenedJournal | undefined,
): Promise<RunResult> {
  const { planDigest, movement, plans, happened = [], allowNonconforming = false, root } = options;
  const { dynamics, inputs, now, autonomy } = parts;
  const begin = now();
  const preparation = { root, plans, dynamics, movement, beat: options.beat, inputs, happened, allowNonconforming };
  const prepared = await prepare({ plan, digest: planDigest }, preparation);
  if (!('refused' in prepared)) checkHappened(prepared, happened);
  const run = again?.run ?? options.run ?? newRunId(begin);
  if ('refused' in prepared) return refusal(plan, options, parts, { run, begin }, prepared.refused);
  const opened = again ?? openNew(options, run, now);
  const session = openSession(plan.capacity ?? Infinity, options, parts, opened);
  try {
    // It is on disk with the first step that begins: before that, nothing has been done.
    opened.journal.append(again ? resumed(autonomy, happened) : startOf(plan, options, parts, session, run));
    const signal = options.signal ?? new AbortController().signal;
    const performance = { session, prepared, inputs, run, path: plan.id, depth: 0, signal };
    const { result } = await playSymphony({ ...performance, outputs: new Map(), snapshots: new Map() }, movement);
    return await close(plan, withStray(plan, result, parts.guards.release()), options, parts, session, begin);
  } finally {
    if (!again) await opened.release();
  }
}

function openNew({ root, keep }: Wanted, run: string, now: () => number): OpenedJournal {
  if (keep) return keep(run, now);
  try {
    makeRunFolder(root, run);
    return openRunJournal(root, run, now);
  } catch (error) {
    throw new UsageError(`the run cannot be kept: ${systemReason(error)}`);
  }
}

const standingOf = (autonomy: Autonomy): RunStarted['autonomy'] => {
  const { level, by } = autonomy.standing();
  return { level, by };
};

const resumed = (autonomy: Autonomy, happened: readonly string[]) =>
  ({ type: 'run-resumed', autonomy: standingOf(autonomy), happened }) as const;

const startOf = (plan: Plan, options: Wanted, parts: Parts, session: Session, run: string): RunStarted => ({
  type: 'run-started',
  version: 1,
  run,
  symphony: plan.id,
  title: plan.title,
  plan: options.planDigest,
  dynamics: parts.dynamics,
  environment: parts.autonomy.environment,
  autonomy: standingOf(parts.autonomy),
  level: options.level,
  movement: options.movement,
  beat: options.beat,
  inputs: parts.inputs,
  happened: options.happened ?? [],
  correlationId: session.correlationId,
  follows: options.follows,
  occasion: options.occasion,
  traceParent: traceParentIn(process.env['TRACEPARENT']),
  tool: options.tool,
});

function openSession(
  capacity: number,
  options: Wanted,
  parts: Parts,
  { run, journal, recorded }: OpenedJournal,
): Session {
  const notify = options.notify ?? (() => undefined);
  const { dynamics, autonomy, guards, reaper, watch, now } = parts;
  const concurrency = Math.min(capacity, options.concurrency ?? availableParallelism());
  const traceParent = recorded.started ? recorded.started.traceParent : traceParentIn(process.env['TRACEPARENT']);
  return {
    root: options.root,
    run,
    dynamics,
    correlationId: options.correlationId ?? run,
    traceId: traceIdOf(run, traceParent),
    only: options.beat,
    until: options.until,
    ledger: openLedger(options.happened),
    journal,
    recorded,
    played: [],
    autonomy,
    ask: openAsk({
      run,
      journal,
      recorded,
      prompt: options.prompt,
      onAsked: (confirmation) => notify({ type: 'asked', confirmation, depth: 0 }),
    }),
    concurrency,
    slots: openSlots(concurrency),
    tide: openTide(),
    reaper,
    now,
    notify,
    guard: guards.against,
    watch,
    follow: options.follow,
    perform: (performance) => playSymphony(performance),
    abandoned: false,
  };
}

/** What failed after the last beat was over fails the run; nobody can say any more what to undo. */
function withStray(plan: Plan, result: SymphonyResult, stray: Error | undefined): SymphonyResult {
  if (!stray || result.status !== 'done') return result;
  return { ...result, status: 'failed', failure: failureOf(plan, stray) };
}

const failureOf = ({ id: subject, source }: Plan, { message }: Error): Failure => ({
  kind: 'failed',
  message,
  subject,
  source,
});

/** What a result says of how the run was asked for. */
const headOf = (
  { planDigest, movement, beat, correlationId, happened = [] }: Wanted,
  { dynamics, inputs, autonomy }: Parts,
  run: string,
) => ({
  version: 1 as const,
  run,
  planDigest,
  correlationId: correlationId ?? run,
  dynamics,
  environment: autonomy.environment,
  movement,
  beat,
  inputs,
  happened,
});

/** The last record, and the result. A journal that cannot be written does not hide what came of the run. */
async function close(
  plan: Plan,
  result: SymphonyResult,
  options: Wanted,
  parts: Parts,
  session: Session,
  begin: number,
): Promise<RunResult> {
  const { ledger, journal, run, recorded, now } = session;
  const durationMs = (recorded.active.get(plan.id) ?? 0) + now() - begin;
  const { status, failure } = result;
  journal.append({ type: 'run-ended', status, durationMs, failure });
  const unwritten = await journal.flush().then(
    () => undefined,
    (error: Error) => error,
  );
  if (status === 'done') dropSnapshots(options.root, run);
  return {
    ...headOf(options, parts, run),
    startedAt: recorded.started?.at ?? new Date(begin).toISOString(),
    durationMs,
    ...withStray(plan, result, unwritten),
    refused: [],
    events: ledger.events,
    metrics: ledger.metrics,
    evidence: ledger.evidence,
    abandoned: session.abandoned,
  };
}

/** Nothing was played and nothing is kept. */
function refusal(
  plan: Plan,
  options: Wanted,
  parts: Parts,
  { run, begin }: { run: string; begin: number },
  refused: readonly string[],
): RunResult {
  return {
    ...headOf(options, parts, run),
    startedAt: new Date(begin).toISOString(),
    durationMs: parts.now() - begin,
    symphony: plan.id,
    status: 'refused',
    movements: [],
    judged: [],
    confirmations: [],
    undone: [],
    refused,
    events: [],
    metrics: [],
    evidence: [],
    abandoned: false,
  };
}
