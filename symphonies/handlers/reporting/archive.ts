/**
 * Reports lie in `.symphony/reports/symphony/RUN/`. One that has an `archive.json`, with the digests of its files and the
 * figures that trends are made of, belongs to the history; `latest` leads to the newest of those.
 */
import { readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import {
  asJson,
  type DigestedFile,
  digestFile,
  exists,
  filesBelow,
  readJsonIfAny,
  writeWhole,
} from '../common/files.ts';
import { folderName } from '../common/paths.ts';

const folder = '.symphony/reports/symphony';
const index = 'archive.json';

/** What a report leaves for the next ones. */
export type Figures = {
  /** The instant in UTC, in ISO 8601. */
  readonly at: string;
  readonly health: number;
  readonly conformity: number;
  readonly dimensions: Readonly<Record<string, number>>;
  /** The commit that the report was made at. */
  readonly head: string | null;
};

export type Archived = Figures & { readonly version: 1; readonly run: string; readonly files: readonly DigestedFile[] };

export const reportFile = (run: string, name: string): string => join(folder, folderName(run), name);

export const writeReportFile = (run: string, name: string, text: string): Promise<void> =>
  writeWhole(reportFile(run, name), text);

export const discardReportFile = (run: string, name: string): Promise<void> =>
  rm(reportFile(run, name), { force: true });

/** The reports before `run`, oldest first. */
export async function pastReports(run: string): Promise<Archived[]> {
  const names = (await readdir(folder).catch((): string[] => [])).filter((name) => name !== folderName(run));
  const all = await Promise.all(names.map((name) => readJsonIfAny<Archived>(join(folder, name, index))));
  return all
    .filter((one) => one !== undefined)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .filter(({ run: id }, i, { [i - 1]: before }) => id !== before?.run);
}

/** Makes the report of a run part of the history. */
export async function archive(run: string, figures: Figures): Promise<Archived> {
  const own = join(folder, folderName(run));
  const names = (await filesBelow(own)).filter((name) => name !== index);
  const files = await Promise.all(names.map((name) => digestFile(name, own)));
  const archived: Archived = { version: 1, run, ...figures, files };
  await writeWhole(join(own, index), asJson(archived));
  await pointAt(run);
  return archived;
}

/** The report stays, and counts for no trend any more. */
export async function withdraw(run: string): Promise<void> {
  await rm(reportFile(run, index), { force: true });
  await pointAt((await pastReports(run)).at(-1)?.run);
}

async function pointAt(run: string | undefined): Promise<void> {
  const latest = join(folder, 'latest');
  if (run === undefined) return rm(latest, { force: true });
  const fresh = `${latest}.tmp`;
  await rm(fresh, { force: true });
  await symlink(folderName(run), fresh);
  await rename(fresh, latest);
}

export const isWritten = (run: string, name: string): Promise<boolean> => exists(reportFile(run, name));
