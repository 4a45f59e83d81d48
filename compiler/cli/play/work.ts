/** What a worker does with a job: plays the run, or what is left of it, with its journal in the database. */
import type { Job, JobOutcome } from '../../../runtime/durable/index.ts';
import type { RunResult } from '../../../runtime/index.ts';
import { toolVersion } from '../../generated/digests.ts';
import type { CliContext } from '../define.ts';
import { isUsageError } from '../usage-error.ts';
import { playChain } from './followers.ts';
import type { Kept } from './kept.ts';
import { type Play, playOnce } from './play-once.ts';
import { asUsageError, findPlan } from './runtime.ts';

type Durable = typeof import('../../../runtime/durable/index.ts');
type Runtime = typeof import('../../../runtime/index.ts');

interface Workplace {
  readonly context: CliContext;
  readonly root: string;
  readonly plans: string;
  readonly kept: Kept;
  readonly runtime: Runtime;
}

const cancelMs = 500;

/** Plays a job to its end. A mistake of whoever asked for it is told to them. */
export async function work(place: Workplace, job: Job, owner: string): Promise<JobOutcome & { abandoned: boolean }> {
  const { context, root, plans, runtime } = place;
  const stops = new Set<() => void>();
  const watching = watchForCancel(place, job.run, stops);
  const own: CliContext = {
    ...context,
    // Whoever asked for the run cancels it, and answers its questions, from elsewhere.
    askLine: undefined,
    terminal: false,
    onInterrupt: (stop) => {
      stops.add(stop);
      return () => stops.delete(stop);
    },
  };
  try {
    const loaded = findPlan(context, plans, job.symphony, runtime);
    const options = { ...job.options, run: job.run, tool: toolVersion };
    const play: Play = { root, plans, loaded, options, open: (one) => openPlay(place, job, owner, one) };
    const { result, exit } = job.alone ? await alone(own, play, runtime) : await playChain(own, play, runtime);
    const refused = result?.status === 'refused' ? result : undefined;
    return { exit, refused, abandoned: result?.abandoned ?? false };
  } catch (error) {
    if (isUsageError(error)) return { exit: 2, mistake: error.message, abandoned: false };
    throw error;
  } finally {
    clearInterval(watching);
  }
}

async function alone(context: CliContext, play: Play, runtime: Runtime): Promise<{ result: RunResult; exit: number }> {
  const result = await playOnce(context, play, runtime);
  return { result, exit: runtime.exitCodeOf(result) };
}

/** What is being played when somebody cancels is stopped, once; what follows, such as a report, is played. */
function watchForCancel({ kept }: Workplace, run: string, stops: ReadonlySet<() => void>): NodeJS.Timeout {
  const { isCancelled }: Durable = kept.durable;
  const timer: NodeJS.Timeout = setInterval(() => {
    isCancelled(kept.database, run).then(
      (asked) => {
        if (!asked || stops.size === 0) return;
        clearInterval(timer);
        for (const stop of stops) stop();
      },
      // It is asked again; the heartbeat ends a worker that has lost the database.
      () => undefined,
    );
  }, cancelMs);
  return timer;
}

/**
 * Takes the run that is to be played. One that a worker before this has begun is gone on with; of one that it has ended,
 * the result is all that is left.
 */
async function openPlay(
  { kept, context, runtime, plans }: Workplace,
  job: Job,
  owner: string,
  play: Play,
): ReturnType<NonNullable<Play['open']>> {
  const { database } = kept;
  const durable: Durable = kept.durable;
  const { loaded, options, after = '' } = play;
  const { run: given, follows = '' } = options;
  const isAsked = given === job.run;
  const run = isAsked ? given : runtime.followingRunId(follows, `${after} ${loaded.plan.id} ${job.from}`);
  const onLost = (reason: string): void => {
    context.err(`${reason}: this worker is ended\n`);
    runtime.endProcess(1);
  };
  const as = { owner, asked: job.run, onLost };
  const before = await durable.takeRun(database, run, as).catch(asUsageError);
  const keep: typeof options.keep = (_, now) => durable.keptJournal(database, run, as, now, before);
  const end = before.entries.at(-1);
  if (end?.type === 'run-ended' && end.seq > (isAsked ? job.from : 0)) {
    const ended = durable.resultOf(before.entries, loaded.plan, durable.partsOf(loaded.plan, plans));
    if (ended) return { ended };
  }
  context.err(`${before.entries.length > 0 ? 'goes on with' : 'plays'} ${run}\n`);
  return { options: { ...options, keep, ...(before.entries.length > 0 ? { resume: run } : { run }) } };
}
