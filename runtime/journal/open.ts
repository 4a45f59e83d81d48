/** The journal of one run, held by one process: locked, read as far as it goes, and open to be continued. */
import { existsSync } from 'node:fs';
import { UsageError } from '../model/usage-error.ts';
import { isKeptElsewhere, journalPath } from './folder.ts';
import { type Journal, openJournal } from './journal.ts';
import { lockRun } from './lock.ts';
import { type ReadJournal, readJournal } from './read.ts';
import { nothingRecorded, type Recorded, recordedIn } from './recorded.ts';

export interface OpenedJournal {
  readonly run: string;
  readonly journal: Journal;
  readonly recorded: Recorded;
  /** Flushes, closes and lets others have it. */
  release(): Promise<void>;
}

/**
 * Opens the journal of a run whose folder exists, a new one or one to be continued. Throws UsageError when the run is
 * unknown or its journal was changed, RunBusy when another process has it, and what the system throws.
 */
export function openRunJournal(root: string, run: string, now: () => number): OpenedJournal {
  if (isKeptElsewhere(root, run))
    throw new UsageError(
      `the journal of \`${run}\` is kept in a database, and this is a copy: say which with --database`,
    );
  const unlock = lockRun(root, run);
  try {
    const path = journalPath(root, run);
    const before = existsSync(path) ? sound(run, readJournal(path)) : undefined;
    const journal = openJournal(path, now, before);
    const recorded = before ? recordedIn(before.entries) : nothingRecorded();
    const release = async (): Promise<void> => {
      await journal.close().catch(() => undefined);
      unlock();
    };
    return { run, journal, recorded, release };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Throws UsageError when it was changed. */
export function sound(run: string, read: ReadJournal): ReadJournal {
  if (!read.broken) return read;
  const { line, problem } = read.broken;
  throw new UsageError(`line ${line} of the journal of \`${run}\` is not as it was written: ${problem}`);
}
