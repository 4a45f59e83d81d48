/** Plays a compiled plan, step after step. All it knows is the plan, the workspace it is for, and what the caller gives. */
import { randomUUID } from 'node:crypto';
import type { Plan } from '../generated/plan.ts';
import { dynamicsLevels, isDynamics } from '../model/dynamics.ts';
import type { RunResult, SymphonyResult } from '../model/result.ts';
import { checkHappened } from '../plan/awaited.ts';
import { readInputs, UsageError } from '../plan/inputs.ts';
import { prepare } from '../plan/prepare.ts';
import { realPath } from '../plan/workspace.ts';
import type { InputValues } from './conditions.ts';
import { type Guards, openGuards } from './guards.ts';
import { openLedger } from './ledger.ts';
import { playSymphony } from './play.ts';
import type { Dynamics, RunEvent, Session } from './session.ts';
import { openWatchdog, type Watchdog } from './watchdog.ts';
import { withholdKeys } from './withheld.ts';

interface RunOptions {
  /** Absolute path of the workspace. Handlers and commands run with it as their current folder. */
  readonly root: string;
  /** The folder in which the plans of performed symphonies lie. */
  readonly plans: string;
  /** Of the plan's file. */
  readonly planDigest?: string;
  /** The plan's own level when left out. */
  readonly dynamics?: string;
  /** Plays this movement only. */
  readonly movement?: string;
  /** Events that have happened before: a step that waits for one of them need not wait. */
  readonly happened?: readonly string[];
  /** Plays what a build gave that does not conform; refused when left out. */
  readonly allowNonconforming?: boolean;
  /** By name; texts are read as the type that the plan declares. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Ties this run to others; a new one when left out. */
  readonly correlationId?: string;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  readonly notify?: (event: RunEvent) => void;
  /** Ends the process when a handler blocks it for good. */
  readonly watchdog?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Plays `plan` and says what came of it. Throws UsageError for a level, movement, input or event that the plan does not have. */
export async function runPlan(plan: Plan, options: RunOptions): Promise<RunResult> {
  const dynamics = levelOf(plan, options.dynamics);
  checkMovement(plan, options.movement);
  const inputs = readInputs(plan, options.inputs ?? {});
  const watchdog = options.watchdog ? openWatchdog() : undefined;
  const folder = process.cwd();
  const root = realPath(options.root);
  if (root === undefined) throw new UsageError(`there is no folder \`${options.root}\``);
  process.chdir(root);
  const giveKeysBack = withholdKeys();
  const guards = openGuards();
  try {
    const session = openSession({ ...options, root }, dynamics, guards, watchdog);
    const result = await playPlan(plan, options, session, inputs);
    return withStray(plan, result, guards.release());
  } finally {
    guards.release();
    watchdog?.stop();
    giveKeysBack();
    process.chdir(folder);
  }
}

/** What failed after the last beat was over fails the run; nobody can say any more what to undo. */
function withStray(plan: Plan, result: RunResult, stray: Error | undefined): RunResult {
  if (!stray || result.status !== 'done') return result;
  const failure = { kind: 'failed', message: stray.message, subject: plan.id, source: plan.source } as const;
  return { ...result, status: 'failed', failure };
}

function levelOf(plan: Plan, requested: string | undefined): Dynamics {
  if (requested === undefined) return plan.dynamics;
  if (isDynamics(requested)) return requested;
  throw new UsageError(`\`${requested}\` is no level of dynamics; there are ${dynamicsLevels.join(', ')}`);
}

function checkMovement(plan: Plan, requested: string | undefined): void {
  const ids = plan.movements.map((movement) => movement.id);
  if (requested === undefined || ids.includes(requested)) return;
  throw new UsageError(
    `\`${plan.id}\` has no movement \`${requested}\`; it has ${ids.map((id) => `\`${id}\``).join(', ')}`,
  );
}

function openSession(options: RunOptions, dynamics: Dynamics, guards: Guards, watchdog: Watchdog | undefined): Session {
  return {
    root: options.root,
    dynamics,
    correlationId: options.correlationId ?? randomUUID(),
    ledger: openLedger(options.happened),
    now: options.now ?? Date.now,
    notify: options.notify ?? (() => undefined),
    guard: guards.against,
    watch: (ms) => watchdog?.watch(ms),
    perform: (performance) => playSymphony(performance),
    abandoned: false,
  };
}

async function playPlan(plan: Plan, options: RunOptions, session: Session, inputs: InputValues): Promise<RunResult> {
  const { planDigest, movement, plans, happened = [], allowNonconforming = false } = options;
  const { root, dynamics } = session;
  const started = session.now();
  const run = randomUUID();
  const preparation = { root, plans, dynamics, movement, inputs, happened, allowNonconforming };
  const prepared = await prepare({ plan, digest: planDigest }, preparation);
  const finish = (result: SymphonyResult, refused: readonly string[]): RunResult => ({
    version: 1,
    run,
    planDigest,
    correlationId: session.correlationId,
    dynamics,
    movement,
    inputs,
    happened,
    startedAt: new Date(started).toISOString(),
    durationMs: session.now() - started,
    ...result,
    refused,
    events: session.ledger.events,
    metrics: session.ledger.metrics,
    evidence: session.ledger.evidence,
    abandoned: session.abandoned,
  });
  if ('refused' in prepared) {
    const nothing = { symphony: plan.id, status: 'refused', movements: [], judged: [], undone: [] } as const;
    return finish(nothing, prepared.refused);
  }
  checkHappened(prepared, happened);
  const signal = options.signal ?? new AbortController().signal;
  const { result } = await playSymphony({ session, prepared, inputs, run, depth: 0, signal }, movement);
  return finish(result, []);
}
