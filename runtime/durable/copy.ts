/** The copy of a journal that is kept in a database, where local runs have theirs: what reads journals reads it too. */
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { isKeptElsewhere, journalPath, keptElsewherePath, makeRunsFolder, runFolder } from '../journal/folder.ts';
import { UsageError } from '../model/usage-error.ts';

export interface JournalCopy {
  add(line: string): void;
  close(): void;
}

/** Begins the copy anew. Throws UsageError when the run of that id is a local one, and what the system throws. */
export function openCopy(root: string, run: string): JournalCopy {
  makeRunsFolder(root);
  mkdirSync(runFolder(root, run), { recursive: true });
  const [path, mark] = [journalPath(root, run), keptElsewherePath(root, run)];
  if (existsSync(path) && !isKeptElsewhere(root, run))
    throw new UsageError(`\`${run}\` is a run of this workspace, not of the database`);
  rmSync(mark, { force: true });
  writeFileSync(mark, '', { flag: 'wx' });
  rmSync(path, { force: true });
  const descriptor = openSync(path, 'wx');
  return {
    add: (line) => void writeSync(descriptor, `${line}\n`),
    close: () => closeSync(descriptor),
  };
}
