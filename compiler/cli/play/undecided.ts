/** A run that a decision is for, wherever its journal is kept. */
import type { CliContext } from '../define.ts';
import { UsageError } from '../usage-error.ts';
import { databaseUrl, engineOption, type Kept, openKept } from './kept.ts';
import { findRun } from './runtime.ts';

type Durable = typeof import('../../../runtime/durable/index.ts');
type Runtime = typeof import('../../../runtime/index.ts');
type Journal = ReturnType<Runtime['readJournal']>;

interface Undecided {
  readonly run: string;
  readonly entries: Journal['entries'];
  /** What the command takes that goes on with it. */
  readonly engine: string;
  readonly open: Parameters<Runtime['recordDecision']>[0];
  close(): Promise<void>;
}

/** `database`: as given. A run of the workspace is looked for first, unless a database is given. Throws UsageError. */
export async function undecidedRun(
  context: CliContext,
  root: string,
  text: string,
  database: string | undefined,
  runtime: Runtime,
): Promise<Undecided> {
  const [run] = runtime.matchingRuns(root, text);
  const isLocal = run !== undefined && !runtime.isKeptElsewhere(root, run);
  const url = databaseUrl(context, database);
  if (database === undefined && (isLocal || (run === undefined && url === undefined)))
    return localRun(root, findRun(root, text, runtime), runtime);
  const kept = await openKept(root, url, runtime);
  try {
    return await keptRun(root, await kept.find(text), kept);
  } catch (error) {
    await kept.close();
    throw error;
  }
}

function localRun(root: string, run: string, runtime: Runtime): Undecided {
  const { entries, broken } = runtime.readJournal(runtime.journalPath(root, run));
  if (broken)
    throw new UsageError(
      `line ${broken.line} of the journal of \`${run}\` is not as it was written: ${broken.problem}`,
    );
  const open = () => runtime.openRunJournal(root, run, Date.now);
  return { run, entries, engine: '', open, close: async () => undefined };
}

async function keptRun(root: string, run: string, kept: Kept): Promise<Undecided> {
  const { engine, database } = kept;
  const durable: Durable = kept.durable;
  const queue = await durable.openQueue(engine, database);
  try {
    if ((await queue.active(run)) !== undefined)
      throw new UsageError(`the run \`${run}\` is played, or will be, by a worker`, 'decide when it waits');
  } finally {
    await queue.close();
  }
  return {
    run,
    entries: (await kept.journal(run)).entries,
    engine: engineOption,
    open: () => durable.openKeptJournal(database, run),
    close: async () => {
      // The copy in the workspace shows the decision too.
      const watch = durable.watchRun(database, root, run);
      await watch.look().finally(() => watch.close());
      await kept.close();
    },
  };
}
