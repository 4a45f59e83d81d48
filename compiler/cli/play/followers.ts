/** The symphonies that follow one, as their `after` says: each a run of its own, tied to it by the correlation id. */
import type { RunOptions, RunResult } from '../../../runtime/index.ts';
import type { CliContext } from '../define.ts';
import { describeFailure } from '../failure.ts';
import { type Play, playOnce } from './play-once.ts';
import { findPlan } from './runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** Plays a symphony and what follows its movements and its end, and what follows that. */
export interface Chain {
  readonly result: RunResult;
  /** The worst exit code of all runs. */
  readonly exit: number;
}

/**
 * Plays `play` and everything that follows. A run that waits, pauses or was refused has no end; one that failed has: reports
 * are about those most of all. No symphony follows itself, by whatever way.
 */
export async function playChain(
  context: CliContext,
  play: Play,
  runtime: Runtime,
  before: ReadonlySet<string> = new Set(),
): Promise<Chain> {
  const chain = new Set([...before, play.loaded.plan.id]);
  let exit = 0;
  const next = async (
    symphony: string,
    { run, correlationId }: Pick<RunResult, 'run' | 'correlationId'>,
    movement?: string,
  ): Promise<RunResult> => {
    const followed = { run, correlationId, movement };
    const played = await playChain(context, following(context, play, symphony, followed, runtime), runtime, chain);
    exit = worse(exit, played.exit);
    return played.result;
  };
  /** Ends when somebody has had enough; what cannot begin at all fails, and keeps nothing else from being played. */
  const all = async (symphonies: readonly string[], play: (symphony: string) => Promise<RunResult>): Promise<void> => {
    for (const symphony of symphonies) {
      try {
        if ((await play(symphony)).failure?.kind === 'cancelled') return;
      } catch (error) {
        const { text, bug } = describeFailure(error);
        if (bug) throw error;
        context.err(text);
        exit = worse(exit, 1);
      }
    }
  };
  const follow: RunOptions['follow'] = async (movement, played, isTold, onEnded) => {
    const due = await runtime.followersAfter(play.plans, played, movement);
    await all(
      due.filter((symphony) => !chain.has(symphony) && !isTold(symphony)),
      async (symphony) => {
        const followed = await next(symphony, played, movement);
        onEnded(followed);
        return followed;
      },
    );
  };
  const result = await playOnce(context, { ...play, options: { ...play.options, follow } }, runtime);
  exit = worse(exit, runtime.exitCodeOf(result));
  const isOver = result.status === 'done' || (result.status === 'failed' && result.failure?.kind !== 'cancelled');
  if (!isOver || result.movement !== undefined) return { result, exit };
  const due = await runtime.followersAfter(play.plans, result);
  await all(
    due.filter((symphony) => !chain.has(symphony)),
    (symphony) => next(symphony, result),
  );
  return { result, exit };
}

/** From the best to the worst: a failure is not hidden behind a question. */
const ranks = [0, 4, 1, 2, 3];

const worse = (one: number, other: number): number => (ranks.indexOf(one) >= ranks.indexOf(other) ? one : other);

function following(
  context: CliContext,
  play: Play,
  symphony: string,
  { run: follows, correlationId, movement }: Pick<RunResult, 'run' | 'correlationId' | 'movement'>,
  runtime: Runtime,
): Play {
  const { environment, level, concurrency, allowNonconforming, tool } = play.options;
  const options = { environment, level, concurrency, allowNonconforming, tool, correlationId, follows };
  return { ...play, loaded: findPlan(context, play.plans, symphony, runtime), options, after: movement };
}
