/** The symphonies that follow one, as their `after` says: each a run of its own, tied to it by the correlation id. */
import type { RunOptions, RunResult } from '../../../runtime/index.ts';
import type { CliContext } from '../define.ts';
import { describeFailure } from '../failure.ts';
import { asLeft, endsBefore } from './left-over.ts';
import { type EndedRun, type Play, playOnce } from './play-once.ts';
import { findPlan } from './runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** A symphony that was played, with what follows its movements and its end, and what follows that. */
export interface Chain {
  /** Undefined when a process before has played it to its end. */
  readonly result?: RunResult;
  /** How many runs were played here. */
  readonly runs: number;
  /** The worst exit code of all of them. */
  readonly exit: number;
}

/** A run that is over, whoever has played it. */
type Over = RunResult | EndedRun;

/**
 * Plays `play` and everything that follows. A run that waits, pauses or was refused has no end; one that failed has: reports
 * are about those most of all. No symphony follows itself, by whatever way. What a process that was killed has left of a
 * run that follows is gone on with.
 */
export async function playChain(
  context: CliContext,
  play: Play,
  runtime: Runtime,
  before: ReadonlySet<string> = new Set(),
): Promise<Chain> {
  const chain = new Set([...before, play.loaded.plan.id]);
  const ends = endsBefore(play, runtime);
  let exit = 0;
  let runs = 0;
  const next = async (symphony: string, occasion: string, followed: Followed): Promise<Over> => {
    const one = asLeft(play, following(context, play, symphony, { ...followed, occasion }, runtime), runtime);
    const played = await playChain(context, one, runtime, chain);
    exit = worse(exit, played.exit);
    runs += played.runs;
    return played.result ?? one.over!;
  };
  /** Ends when somebody has had enough; what cannot begin at all fails, and keeps nothing else from being played. */
  const all = async (symphonies: readonly string[], play: (symphony: string) => Promise<Over>): Promise<void> => {
    for (const symphony of symphonies) {
      if (chain.has(symphony)) continue;
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
      due.filter((symphony) => !isTold(symphony)),
      async (symphony) => {
        const followed = await next(symphony, `${movement} ${ends}`, { ...played, movement });
        onEnded(followed);
        return followed;
      },
    );
  };
  const result = play.over ? undefined : await playOnce(context, withFollow(play, follow), runtime);
  if (result) {
    exit = worse(exit, runtime.exitCodeOf(result));
    runs++;
  }
  const over: Over = result ?? play.over!;
  if (isOver(over)) {
    const due = await runtime.followersAfter(play.plans, over);
    const { run, correlationId } = over;
    await all(due, (symphony) => next(symphony, `end ${play.over ? ends : ends + 1}`, { run, correlationId }));
  }
  return { result, runs, exit };
}

const withFollow = (play: Play, follow: RunOptions['follow']): Play => ({
  ...play,
  options: { ...play.options, follow },
});

const isOver = ({ status, failure, movement }: Over): boolean =>
  (status === 'done' || (status === 'failed' && failure?.kind !== 'cancelled')) && movement === undefined;

/** From the best to the worst: a failure is not hidden behind a question. */
const ranks = [0, 4, 1, 2, 3];

const worse = (one: number, other: number): number => (ranks.indexOf(one) >= ranks.indexOf(other) ? one : other);

/** A run, or a movement of it, that another follows. */
type Followed = Pick<RunResult, 'run' | 'correlationId' | 'movement'>;

function following(
  context: CliContext,
  play: Play,
  symphony: string,
  { run: follows, correlationId, movement, occasion }: Followed & { readonly occasion: string },
  runtime: Runtime,
): Play {
  const { environment, level, concurrency, allowNonconforming, tool } = play.options;
  const options = { environment, level, concurrency, allowNonconforming, tool, correlationId, follows, occasion };
  const loaded = findPlan(context, play.plans, symphony, runtime);
  return { ...play, over: undefined, loaded, options, after: movement };
}
