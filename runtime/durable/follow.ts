/** Watches the journals of a run and of those that follow it, wherever they are played. */
import { type Head, noHash, readLine } from '../journal/chain.ts';
import type { Entry } from '../model/records.ts';
import { UsageError } from '../model/usage-error.ts';
import { type JournalCopy, openCopy } from './copy.ts';
import type { Database } from './database.ts';

export interface Watched {
  readonly run: string;
  /** All that is known of it. */
  readonly entries: readonly Entry[];
  /** What was not known before. */
  readonly fresh: readonly Entry[];
}

interface Watch {
  /** The runs that have something new, in the order of their ids. Throws UsageError when a journal was changed. */
  look(): Promise<readonly Watched[]>;
  close(): void;
}

interface Known {
  readonly copy: JournalCopy;
  readonly entries: Entry[];
  head: Head;
}

/** Copies what it sees into the workspace. */
export function watchRun({ query }: Database, root: string, asked: string): Watch {
  const known = new Map<string, Known>();
  const take = (run: string, line: string): Entry => {
    const one = known.get(run) ?? { copy: openCopy(root, run), entries: [], head: { seq: 0, hash: noHash } };
    known.set(run, one);
    const read = readLine(one.head, line);
    if ('problem' in read)
      throw new UsageError(
        `line ${one.head.seq + 1} of the journal of \`${run}\` in the database is not as it was written: ${read.problem}`,
      );
    one.copy.add(line);
    one.entries.push(read.entry);
    one.head = read.head;
    return read.entry;
  };
  return {
    look: async () => {
      const { rows } = await query<{ run: string; line: string }>(
        `SELECT run, line FROM symphonyc.journal JOIN symphonyc.runs USING (run)
         LEFT JOIN unnest($2::text[], $3::integer[]) AS known (run, seq) USING (run)
         WHERE asked = $1 AND journal.seq > coalesce(known.seq, 0) ORDER BY run, journal.seq`,
        [asked, [...known.keys()], [...known.values()].map(({ head }) => head.seq)],
      );
      const fresh = new Map<string, Entry[]>();
      for (const { run, line } of rows) {
        const entries = fresh.get(run) ?? [];
        entries.push(take(run, line));
        fresh.set(run, entries);
      }
      return [...fresh].map(([run, entries]) => ({ run, fresh: entries, entries: known.get(run)!.entries }));
    },
    close: () => {
      for (const { copy } of known.values()) copy.close();
    },
  };
}
