/** Where runs are kept: `.symphony/runs/RUN/` with the journal and what belongs to it. */
import { existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { digestBytes } from '../core/digest.ts';

/** Relative to the workspace. */
export const runsFolder = '.symphony/runs';

export const runFolder = (root: string, run: string): string => join(root, runsFolder, run);

export const journalPath = (root: string, run: string): string => join(runFolder(root, run), 'journal.jsonl');

/** `20261121-214700123-3f9a`: sorted by the instant of the start, in UTC; the rest tells runs of one millisecond apart. */
export const newRunId = (now: number): string =>
  idAt(
    now,
    Math.floor(Math.random() * 0x10000)
      .toString(16)
      .padStart(4, '0'),
  );

function idAt(now: number, rest: string): string {
  const [date, time] = new Date(now).toISOString().split('T') as [string, string];
  return `${date.replaceAll('-', '')}-${time.replaceAll(/\D/g, '')}-${rest}`;
}

/** For a run that follows another: the same id however often it is begun for the same `reason`, right after that of the other. */
export function followingRunId(run: string, reason: string): string {
  const [, year, month, day, hour, minute, second, ms] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(\d{3})/.exec(run)!;
  const start = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  const digest = digestBytes(`${run} ${reason}`);
  return idAt(start + 1 + (Number.parseInt(digest.slice(0, 4), 16) % 1000), digest.slice(4, 8));
}

/** A file beside a journal that is a copy: the journal itself is kept in a database. */
export const keptElsewherePath = (root: string, run: string): string => join(runFolder(root, run), 'kept-in-database');

/** Whether the journal of a run in the workspace is such a copy. */
export const isKeptElsewhere = (root: string, run: string): boolean => existsSync(keptElsewherePath(root, run));

const runFormat = /^\d{8}-\d{9}-[0-9a-f]{4}$/;

/** A process that was killed before its first line was on disk has done nothing, and its run never was. */
const hasBegun = (journal: string): boolean => (statSync(journal, { throwIfNoEntry: false })?.size ?? 0) > 0;

/** The ids of all runs, oldest first. */
export function runIds(root: string): string[] {
  try {
    return readdirSync(join(root, runsFolder))
      .filter((name) => runFormat.test(name) && hasBegun(journalPath(root, name)))
      .sort();
  } catch {
    return [];
  }
}

/** The runs that a text means: a whole id, a part of one, or `last`. What follows a slash, as in nested runs, is left out. */
export function matchingRuns(root: string, text: string): string[] {
  return matching(runIds(root), text);
}

/** The same among these ids, oldest first. */
export function matching(ids: readonly string[], text: string): string[] {
  const [wanted = ''] = text.split('/');
  if (wanted === 'last') return ids.slice(-1);
  return ids.includes(wanted) ? [wanted] : ids.filter((id) => wanted !== '' && id.includes(wanted));
}

/** Makes the folder of a new run. Throws what the system throws, and Error when a link would lead the run elsewhere. */
export function makeRunFolder(root: string, run: string): void {
  makeRunsFolder(root);
  mkdirSync(runFolder(root, run));
}

/** The same for the folder of all runs, which may be there. */
export function makeRunsFolder(root: string): void {
  for (const part of ['.symphony', runsFolder]) {
    if (lstatSync(join(root, part), { throwIfNoEntry: false })?.isSymbolicLink())
      throw new Error(`\`${part}\` is a link, so no run is kept there; remove it`);
  }
  mkdirSync(join(root, runsFolder), { recursive: true });
}
