/** A run that workers play: put into their queue, and told of here as if it were played here. */
import { setTimeout as pause } from 'node:timers/promises';
import type { JobOutcome, JobQueue, Parts, Watched } from '../../../runtime/durable/index.ts';
import type { RunResult } from '../../../runtime/index.ts';
import type { CliContext } from '../define.ts';
import { UsageError } from '../usage-error.ts';
import { engineOption, type Kept } from './kept.ts';
import { lastWords } from './last-words.ts';
import { lineNarrator } from './narrate.ts';
import type { Play } from './play-once.ts';
import { asUsageError, findPlan } from './runtime.ts';
import { tellEnd } from './tell-end.ts';

type Runtime = typeof import('../../../runtime/index.ts');
type Durable = typeof import('../../../runtime/durable/index.ts');

interface PlayedElsewhere {
  /** Undefined when nothing was played. */
  readonly result?: RunResult;
  readonly exit: number;
}

const lookMs = 200;
/** Until it is said that nobody is there to play. */
const lonelyMs = 3000;
/** How often in a row the database may fail to answer. */
const patience = 50;

/** Puts a run into the queue, or joins one that is there, and stays until it is over. Throws UsageError. */
export async function playElsewhere(
  context: CliContext,
  play: Play,
  kept: Kept,
  runtime: Runtime,
  alone: boolean,
): Promise<PlayedElsewhere> {
  const { loaded, options } = play;
  const { environment, level } = options;
  const autonomy = openAutonomy(runtime, play);
  const standing = autonomy.standing();
  if (standing.killed) {
    context.err(`${standing.by} disables what reaches beyond this machine, and so do workers\n`);
    return { exit: 1 };
  }
  // What limits this process limits the run, wherever it is played.
  const limited = {
    ...options,
    level: Math.min(level ?? 3, standing.level),
    environment: environment ?? autonomy.environment ?? undefined,
  };
  const run = options.resume ?? kept.durable.freshRunId();
  const queue = await kept.durable.openQueue(kept.engine, kept.database);
  try {
    const from = (await kept.journal(run)).head.seq;
    const joined = await queue.active(run);
    const { resume: _, tool: __, ...rest } = limited;
    const job = { run, symphony: loaded.plan.id, from, alone, options: rest };
    const version = kept.durable.buildVersion(play.plans);
    const id = joined ?? (await queue.enqueue(job, version));
    context.err(joined === undefined ? `${run} is in the queue\n` : `${run} is played already\n`);
    return await stay({ context, play, kept, runtime, queue, run, id, version, from: joined === undefined ? from : 0 });
  } finally {
    await queue.close();
  }
}

function openAutonomy(runtime: Runtime, { loaded, root, options }: Play): ReturnType<Runtime['openAutonomy']> {
  try {
    const { environment, level } = options;
    return runtime.openAutonomy(loaded.plan, { root, environment, level });
  } catch (error) {
    return asUsageError(error);
  }
}

interface Stay {
  readonly context: CliContext;
  readonly play: Play;
  readonly kept: Kept;
  readonly runtime: Runtime;
  readonly queue: JobQueue;
  readonly run: string;
  /** Of the job. */
  readonly id: string;
  /** Lines up to this one have been told before. */
  readonly from: number;
  /** Of the build, whose workers can play it. */
  readonly version: string;
}

/** The first signal cancels the run; the next leaves it alone. */
async function stay(one: Stay): Promise<PlayedElsewhere> {
  const { context, kept, runtime, queue, run, play } = one;
  const watch = kept.durable.watchRun(kept.database, play.root, run);
  const { until } = play.options;
  const goOn = `symphonyc run --resume ${run}${until === undefined ? '' : ` --until ${until}`}${engineOption}`;
  const release = context.onInterrupt(
    () => {
      context.err(`${run} is being cancelled\n`);
      queue.cancel(run).catch(() => context.err('it could not be cancelled: the database does not answer\n'));
    },
    () => {
      context.err(`${run} goes on where it is played; see it with: ${goOn}\n`);
      runtime.endProcess(1);
    },
  );
  try {
    return await untilOver(one, watch.look, goOn);
  } catch (error) {
    return asUsageError(error);
  } finally {
    release();
    watch.close();
  }
}

async function untilOver(one: Stay, look: Look, goOn: string): Promise<PlayedElsewhere> {
  const tell = teller(one);
  let result: RunResult | undefined;
  let begun = false;
  let warned = false;
  for (let waited = 0; ; waited += lookMs) {
    const { state, seen } = await see(one, look, goOn);
    for (const watched of seen) {
      const ended = await tell(watched);
      if (watched.run !== one.run) continue;
      begun = true;
      result = ended;
    }
    const { status, outcome, error } = state;
    if (error !== undefined) throw new WorkerError(error);
    if (outcome) return overBy(one, outcome, result);
    // Cancelled before anybody took it, or just after.
    if (status === 'over' && (!begun || result)) return cancelled(one, result);
    if (status === 'queued' && waited >= lonelyMs && !warned) {
      warned = true;
      await sayIfLonely(one);
    }
    await pause(lookMs);
  }
}

type Look = () => Promise<readonly Watched[]>;

interface Sight {
  readonly state: Awaited<ReturnType<JobQueue['state']>>;
  readonly seen: readonly Watched[];
}

/** A database that does not answer for a while is waited for. The state comes first: what led to it is seen then. */
async function see({ queue, id, kept }: Stay, look: Look, goOn: string): Promise<Sight> {
  for (let misses = 1; ; misses++) {
    try {
      const state = await queue.state(id);
      return { state, seen: await look() };
    } catch (error) {
      if ((error as Error).name === 'UsageError') throw error;
      const reason = kept.database.reasonOf(error);
      if (misses === patience)
        throw new UsageError(`the run cannot be watched any more: ${reason}`, `see it with: ${goOn}`);
      await pause(lookMs);
    }
  }
}

/** A bug of ours, which a worker has come upon. */
class WorkerError extends Error {
  constructor(cause: unknown) {
    super(`a worker failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function overBy({ context, play, runtime }: Stay, outcome: JobOutcome, result: RunResult | undefined): PlayedElsewhere {
  const { mistake, refused, exit } = outcome;
  if (mistake !== undefined) throw new UsageError(mistake);
  if (refused) context.err(lastWords(refused, play, runtime, true));
  return { result: refused ?? result, exit };
}

function cancelled({ context, runtime, run }: Stay, result: RunResult | undefined): PlayedElsewhere {
  if (!result) context.err(`${run} was cancelled before it began\n`);
  return { result, exit: result ? runtime.exitCodeOf(result) : 1 };
}

async function sayIfLonely({ context, kept, version }: Stay): Promise<void> {
  const workers = await kept.durable.workersOf(kept.database, version).catch(() => 1);
  if (workers > 0) return;
  context.err('no worker has this build; start one where its handlers are: symphonyc worker --database …\n');
}

/** Tells what is new of a run; gives its result once it is over. */
function teller({
  context,
  play,
  kept,
  runtime,
  run,
  from,
}: Stay): (watched: Watched) => Promise<RunResult | undefined> {
  const { show, close } = lineNarrator(context, runtime);
  const { partsOf, eventsOf, resultOf }: Durable = kept.durable;
  const known = new Map<string, Parts>();
  return async ({ run: of, entries, fresh }) => {
    const [first] = entries;
    if (first?.type !== 'run-started') return undefined;
    const { plan } = findPlan(context, play.plans, first.symphony, runtime);
    const parts = known.get(of) ?? partsOf(plan, play.plans);
    known.set(of, parts);
    for (const entry of fresh) {
      if (of === run && entry.seq <= from) continue;
      for (const event of eventsOf(entry, parts, first.dynamics)) show(event);
      if (entry.type !== 'run-ended') continue;
      const result = resultOf(entries.slice(0, entry.seq), plan, parts)!;
      close();
      context.err(lastWords(result, play, runtime, true));
      await tellEnd(context, play.root, of, runtime);
    }
    return fresh.some(({ seq }) => of !== run || seq > from) ? resultOf(entries, plan, parts) : undefined;
  };
}
