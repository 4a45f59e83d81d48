/** Journals as rows of a table: the same lines in the same chain as in a file, written by the one owner of the run. */
import { randomBytes } from 'node:crypto';
import type { Head } from '../journal/chain.ts';
import { JournalError, journalOver, type LineStore } from '../journal/journal.ts';
import { type OpenedJournal, sound } from '../journal/open.ts';
import { parseJournal, type ReadJournal } from '../journal/read.ts';
import { nothingRecorded, recordedIn } from '../journal/recorded.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Database, Query } from './database.ts';

interface Owner {
  /** Tells one process from all others. */
  readonly owner: string;
  /** The run that somebody asked for, which this one follows or is. */
  readonly asked: string;
  /** Called when nothing more can be written: somebody else has the run, or the database is gone. */
  readonly onLost: (reason: string) => void;
}

/**
 * Makes this process the owner of a run, new or not, and gives the journal as it is then: nobody else adds to it any more.
 * Throws UsageError when the journal was changed.
 */
export function takeRun(database: Database, run: string, { owner, asked }: Owner): Promise<ReadJournal> {
  return database.transaction(async (query) => {
    // Waits for the line that the owner before may be writing.
    await query(
      `INSERT INTO symphonyc.runs (run, asked, owner) VALUES ($1, $2, $3)
       ON CONFLICT (run) DO UPDATE SET owner = EXCLUDED.owner`,
      [run, asked, owner],
    );
    return readRun(query, run);
  });
}

/** Throws UsageError when the journal was changed. */
export async function readRun(query: Query, run: string): Promise<ReadJournal> {
  const { rows } = await query<{ line: string }>('SELECT line FROM symphonyc.journal WHERE run = $1 ORDER BY seq', [
    run,
  ]);
  return sound(run, parseJournal(Buffer.from(rows.map(({ line }) => `${line}\n`).join(''))));
}

/** The journal of a run that was taken, to be continued. */
export function keptJournal(
  database: Database,
  run: string,
  owner: Owner,
  now: () => number,
  before: ReadJournal,
): OpenedJournal {
  const journal = journalOver(storeOf(database, run, owner, before.head), now, before.head);
  const recorded = before.entries.length > 0 ? recordedIn(before.entries) : nothingRecorded();
  return { run, journal, recorded, release: () => journal.close().catch(() => undefined) };
}

/** Lines that are there already, after an answer that did not arrive, are not written again. */
const insert = `
WITH own AS (SELECT run FROM symphonyc.runs WHERE run = $1 AND owner = $2 FOR SHARE)
INSERT INTO symphonyc.journal (run, seq, line)
SELECT own.run, given.seq, given.line FROM own, unnest($3::integer[], $4::text[]) AS given (seq, line)
ON CONFLICT (run, seq) DO NOTHING`;

const countSame = `
SELECT count(*)::integer AS same FROM symphonyc.journal AS kept
JOIN unnest($2::integer[], $3::text[]) AS given (seq, line) ON kept.seq = given.seq AND kept.line = given.line
WHERE kept.run = $1`;

/** How often a write is tried, and the pause between: the database may be restarting. */
const tries = 8;
const pauseMs = 500;

function storeOf(database: Database, run: string, { owner, onLost }: Owner, head: Head): LineStore {
  let last = head.seq;
  const lose = (reason: string): never => {
    onLost(reason);
    throw new JournalError(reason);
  };
  const writeOnce = async (seqs: readonly number[], lines: readonly string[]): Promise<boolean> => {
    const { count } = await database.query(insert, [run, owner, seqs, lines]);
    if (count === lines.length) return true;
    const { rows } = await database.query<{ same: number }>(countSame, [run, seqs, lines]);
    return rows[0]?.same === lines.length;
  };
  return {
    write: async (lines) => {
      const seqs = lines.map((_, index) => last + 1 + index);
      for (let attempt = 1; ; attempt++) {
        try {
          if (!(await writeOnce(seqs, lines))) break;
          last += lines.length;
          return;
        } catch (error) {
          if (attempt === tries) lose(`the journal of \`${run}\` cannot be written: ${database.reasonOf(error)}`);
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
      lose(`\`${run}\` has been taken over by another process`);
    },
    close: async () => undefined,
  };
}

/** The runs that are kept, oldest first. */
export async function keptRuns({ query }: Database): Promise<string[]> {
  const { rows } = await query<{ run: string }>('SELECT run FROM symphonyc.runs ORDER BY run');
  return rows.map(({ run }) => run);
}

/** Opens the journal of a run for a decision. Throws UsageError when there is none. */
export async function openKeptJournal(database: Database, run: string): Promise<OpenedJournal> {
  const taken = { owner: randomBytes(8).toString('hex'), asked: run, onLost: () => undefined };
  const before = await takeRun(database, run, taken);
  if (before.entries.length === 0) throw new UsageError(`the run \`${run}\` has not begun`);
  return keptJournal(database, run, taken, Date.now, before);
}
