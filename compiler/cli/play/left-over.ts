/** What a process that was killed has left of a run and of those that follow it, when another goes on. */
import type { EndedRun, Play } from './play-once.ts';
import { recordOf } from './runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');

/** Whether an earlier process has begun it, with its journal in this workspace. */
const earlierRun = ({ options, over, open }: Play): string | undefined =>
  open ? undefined : (over?.run ?? options.resume);

/** How often the run had ended before this process goes on with it. */
export function endsBefore(play: Play, { readJournal, journalPath }: Runtime): number {
  const run = earlierRun(play);
  if (run === undefined) return 0;
  return readJournal(journalPath(play.root, run)).entries.filter(({ type }) => type === 'run-ended').length;
}

/**
 * `next` follows `play`. If a process before this has begun the same, it is gone on with; if it has an end, that is what it
 * came to.
 */
export function asLeft(play: Play, next: Play, { runSummaries, runRecord }: Runtime): Play {
  if (earlierRun(play) === undefined) return next;
  const { root, loaded, options } = next;
  const { follows, occasion, correlationId: _, ...rest } = options;
  const known = runSummaries(root).findLast(
    (one) => one.follows === follows && one.occasion === occasion && one.symphony === loaded.plan.id,
  );
  if (!known) return next;
  if (known.status === 'interrupted' || known.status === 'running')
    return { ...next, options: { ...rest, resume: known.run } };
  return { ...next, over: runRecord(root, known.run) as EndedRun };
}

/** The run that somebody wants to go on with, if it is done and of this plan: what follows it may be missing. */
export function doneRun({ root, loaded, options }: Play, runtime: Runtime): EndedRun | undefined {
  const run = options.resume;
  if (run === undefined || runtime.isKeptElsewhere(root, run)) return undefined;
  const record = recordOf(root, run, runtime);
  return record.status === 'done' && record.plan === loaded.digest ? (record as EndedRun) : undefined;
}
