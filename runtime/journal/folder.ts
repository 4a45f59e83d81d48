/** Where runs are kept: `.symphony/runs/RUN/` with the journal and what belongs to it. */

import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Relative to the workspace. */
export const runsFolder = '.symphony/runs';

export const runFolder = (root: string, run: string): string => join(root, runsFolder, run);

export const journalPath = (root: string, run: string): string => join(runFolder(root, run), 'journal.jsonl');

/** `20261121-214700123-3f9a`: sorted by the instant of the start, in UTC; the rest tells runs of one millisecond apart. */
export function newRunId(now: number): string {
  const [date, time] = new Date(now).toISOString().split('T') as [string, string];
  return `${date.replaceAll('-', '')}-${time.replaceAll(/\D/g, '')}-${randomBytes(2).toString('hex')}`;
}

const runFormat = /^\d{8}-\d{9}-[0-9a-f]{4}$/;

/** The ids of all runs, oldest first. */
export function runIds(root: string): string[] {
  try {
    return readdirSync(join(root, runsFolder))
      .filter((name) => runFormat.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** The runs that a text means: a whole id, a part of one, or `last`. What follows a slash, as in nested runs, is left out. */
export function matchingRuns(root: string, text: string): string[] {
  const ids = runIds(root);
  const [wanted = ''] = text.split('/');
  if (wanted === 'last') return ids.slice(-1);
  return ids.includes(wanted) ? [wanted] : ids.filter((id) => wanted !== '' && id.includes(wanted));
}

/** Makes the folder of a new run. Throws what the system throws, and Error when a link would lead the run elsewhere. */
export function makeRunFolder(root: string, run: string): void {
  for (const part of ['.symphony', runsFolder]) {
    if (lstatSync(join(root, part), { throwIfNoEntry: false })?.isSymbolicLink())
      throw new Error(`\`${part}\` is a link, so no run is kept there; remove it`);
  }
  mkdirSync(join(root, runsFolder), { recursive: true });
  mkdirSync(runFolder(root, run));
}
