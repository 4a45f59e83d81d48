/** One run, from the plan to its last line. */
import type { LiveView, LoadedPlan, RunEvent, RunOptions, RunRecord, RunResult } from '../../../runtime/index.ts';
import type { CliContext } from '../define.ts';
import { lastWords } from './last-words.ts';
import { openNarrator } from './narrate.ts';
import { terminalPrompt } from './prompt.ts';
import { asUsageError } from './runtime.ts';
import { tellEnd } from './tell-end.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** A run that has an end. */
export type EndedRun = RunRecord & Pick<RunResult, 'status'>;

export interface Play {
  readonly root: string;
  readonly plans: string;
  readonly loaded: LoadedPlan;
  readonly options: Omit<RunOptions, 'root' | 'plans' | 'planDigest'>;
  /** The movement that the run follows, when it is not the end of a run. */
  readonly after?: string;
  /** What a process before has played to its end: only what follows it is left. */
  readonly over?: EndedRun;
  /** Finds out where the journal of the run is kept, and what is left to be played of it. */
  readonly open?: (play: Play) => Promise<Pick<Play, 'options'> | { readonly ended: RunResult }>;
  /** In whose name questions are answered. */
  readonly by?: string;
}

/** Plays it and tells what happens. The first signal cancels the run; the next ends the process and says what is left. */
export async function playOnce(context: CliContext, play: Play, runtime: Runtime): Promise<RunResult> {
  const { root, plans, loaded, by } = play;
  const opened = play.open ? await play.open(play) : play;
  if ('ended' in opened) return opened.ended;
  const { options } = opened;
  const cancel = new AbortController();
  const left = new Set<string>();
  const view = openNarrator(context, runtime, options.movement);
  const release = context.onInterrupt(
    () => cancel.abort(),
    () => {
      view.close();
      const steps = [...left].map((step) => `  ${step}\n`).join('');
      context.err(`stopped at once${left.size === 0 ? '\n' : `; done and not undone:\n${steps}`}`);
      context.err('  `symphonyc run --resume last` takes the way back that was begun\n');
      runtime.endProcess(1);
    },
  );
  try {
    const result = await runtime
      .runPlan(loaded.plan, {
        ...options,
        root,
        plans,
        planDigest: loaded.digest,
        signal: cancel.signal,
        notify: (event) => {
          keep(left, event);
          view.show(event);
        },
        follow: options.follow && whileHeld(view, options.follow),
        prompt: terminalPrompt(context, by, runtime, view),
        watchdog: true,
      })
      .catch(asUsageError)
      .finally(view.close);
    context.err(lastWords(result, play, runtime));
    // Where the journal is kept elsewhere, whoever asked for the run tells of it.
    if (result.status !== 'refused' && !play.open) await tellEnd(context, root, result.run, runtime);
    return result;
  } finally {
    release();
  }
}

/** What follows a movement has a view of its own. */
const whileHeld =
  (view: LiveView, follow: NonNullable<RunOptions['follow']>): NonNullable<RunOptions['follow']> =>
  (...played) => {
    view.hold();
    return follow(...played).finally(view.resume);
  };

/** Which steps have done something that is still there. */
function keep(left: Set<string>, event: RunEvent): void {
  if (event.type === 'step-ended' && event.result.status === 'done' && event.step.effects !== 'none')
    left.add(event.step.id);
  if (event.type === 'undone' && event.undone.status === 'undone')
    left.delete(event.undone.step.split('/').slice(2).join('/'));
}
