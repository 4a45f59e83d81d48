/** Where runs of `fix` are kept, with the lock that they and builds take, and what a run left that died. */
import { randomBytes } from 'node:crypto';
import { joinPath } from '../base/path.ts';
import { list } from '../base/text.ts';
import { foreignFolder } from '../cache/foreign-folder.ts';
import { forgetNew, wasCommitted } from '../fix/commit.ts';
import { type Journal, type JournalPlace, keptRuns, markPhase, readJournal } from '../fix/journal.ts';
import { type Restored, recover } from '../fix/restore.ts';
import type { Host } from '../host/host.ts';
import { acquireLock } from '../publish/lock.ts';
import { cacheKey } from './cache-key.ts';
import { UsageError } from './define.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Throws UsageError where something else lies in place of the folders. */
export function journalPlace(host: Host, { root }: WorkspaceOptions): JournalPlace {
  const foreign = foreignFolder(host, root, '.symphony/fix') ?? foreignFolder(host, root, '.symphony/lock');
  if (foreign !== undefined) throw new UsageError(`${foreign} is not a folder of its own; remove it`);
  // Without a secret of the machine a run believes what it wrote itself, and nothing that it finds.
  return { host, root: host.realPath(root), key: cacheKey(host) ?? randomBytes(32).toString('hex') };
}

/** Does `work` while nobody else builds or fixes. Throws UsageError when somebody does for too long. */
export async function withLock<T>({ host, root }: JournalPlace, work: () => T | Promise<T>): Promise<T> {
  const folder = joinPath(root, '.symphony');
  const release = await acquireLock(host, folder);
  if (!release)
    throw new UsageError(
      'a build or another fix has held the lock for two minutes',
      `wait for it, stop it, or remove ${folder}/lock when there is none`,
    );
  try {
    return await work();
  } finally {
    release();
  }
}

/** What is said of a run that died. */
interface Recovered {
  readonly run: number;
  readonly what: 'fix' | 'undo';
  readonly back: Restored;
}

/** Restores what a run left half done. A commit that was made after all stands. */
export function recoverLast(place: JournalPlace): Recovered | undefined {
  const [run] = keptRuns(place);
  const journal = run === undefined ? undefined : readJournal(place, run);
  const unmade = journal && journal !== 'foreign' ? settleCommit(place, journal) : [];
  const found = recover(place);
  forgetNew(place, unmade);
  return found && { run: found.back.run, ...found };
}

/** A commit that was made in spite of all is one; of one that was not, gives the files that were new in it. */
function settleCommit(place: JournalPlace, journal: Journal): string[] {
  const last = journal.phases.at(-1);
  if (journal.state !== 'open' || last?.state !== 'committing' || last.head === undefined) return [];
  if (!wasCommitted(place, last.phase, last.head))
    return last.entries.filter(({ before }) => before === null).map(({ path }) => path);
  markPhase(place, journal, { state: 'done' });
  return [];
}

/** What was restored, in words. */
export function restoredText({ run, restored, edited, replaced }: Restored): string[] {
  const names = (paths: readonly string[]): string => list(paths.map((path) => `\`${path}\``));
  return [
    restored.length === 0 ? 'no file had to be restored' : `as before: ${names(restored)}`,
    ...(edited.length === 0
      ? []
      : [`edited meanwhile, and left alone: ${names(edited)}; the old bytes are kept in .symphony/fix/${run}/before`]),
    ...replaced.map(({ path, kept }) => `\`${path}\` had changed meanwhile; what it held is kept in ${kept}`),
  ];
}
