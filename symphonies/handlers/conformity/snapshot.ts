/**
 * What a phase may change, saved byte for byte before it does: `.symphony/conformity/RUN/phase-N/`, with the files in
 * `files/` and their digests in `snapshot.json`.
 */
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Exec } from '../common/context.ts';
import { asJson, type DigestedFile, digestFile, exists, matching, readJson, writeWhole } from '../common/files.ts';
import { folderName } from '../common/paths.ts';
import type { PhaseNumber } from './phases.ts';
import { trackedIn } from './tracked.ts';

export interface Snapshot {
  readonly version: 1;
  readonly phase: PhaseNumber;
  readonly patterns: readonly string[];
  readonly files: readonly DigestedFile[];
  /** The commit the workspace was at; empty outside a repository and before its first commit. */
  readonly head: string;
}

const folder = '.symphony/conformity';
const keptRuns = 5;

const placeOf = (run: string, phase: PhaseNumber): string => join(folder, folderName(run), `phase-${phase}`);

/** Takes the snapshot, unless this run has it already: what was there first is what must come back. */
export async function takeSnapshot(
  run: string,
  phase: PhaseNumber,
  patterns: readonly string[],
  exec: Exec,
): Promise<Snapshot> {
  const place = placeOf(run, phase);
  if (await exists(place)) return readSnapshot(run, phase);
  await forgetOldRuns();
  const fresh = `${place}.tmp`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const files: DigestedFile[] = [];
  for (const path of await matching(patterns)) {
    const copy = join(fresh, 'files', path);
    await mkdir(dirname(copy), { recursive: true });
    await cp(path, copy, { preserveTimestamps: true });
    files.push(await digestFile(path, join(fresh, 'files')));
  }
  const head = await exec(['git', 'rev-parse', '--quiet', '--verify', 'HEAD'], { allowFailure: true });
  const snapshot: Snapshot = { version: 1, phase, patterns, files, head: head.exit === 0 ? head.stdout.trim() : '' };
  await writeWhole(join(fresh, 'snapshot.json'), asJson(snapshot));
  await rename(fresh, place);
  return snapshot;
}

export const readSnapshot = (run: string, phase: PhaseNumber): Promise<Snapshot> =>
  readJson<Snapshot>(join(placeOf(run, phase), 'snapshot.json'));

/** The files that are other than in the snapshot: changed, gone or new. */
export async function changedSince({ patterns, files }: Snapshot): Promise<string[]> {
  const before = new Map(files.map(({ path, digest }) => [path, digest]));
  const now = new Set(await matching(patterns));
  const changed = files.map(({ path }) => path).filter((path) => !now.has(path));
  for (const path of now) if ((await digestFile(path)).digest !== before.get(path)) changed.push(path);
  return changed.sort();
}

/** How many files changed since the snapshot of a phase that none of the commits has as they are now. */
export async function countUntracked(
  run: string,
  phase: PhaseNumber,
  exec: Exec,
  commits: readonly string[],
): Promise<number> {
  const changed = await changedSince(await readSnapshot(run, phase));
  if (changed.length === 0) return 0;
  const tracked = await trackedIn(exec, changed, commits);
  return changed.filter((path) => !tracked.has(path)).length;
}

/** Puts every file back as it was, after making sure that the snapshot still is what it was. Gives what it put back. */
export async function putBack(run: string, snapshot: Snapshot): Promise<string[]> {
  const copies = join(placeOf(run, snapshot.phase), 'files');
  const saved = new Map(snapshot.files.map((file) => [file.path, file]));
  const changed = await changedSince(snapshot);
  for (const path of changed) {
    const file = saved.get(path);
    if (!file) await rm(path);
    else {
      const { digest } = await digestFile(path, copies);
      if (digest !== file.digest) throw new Error(`the snapshot of \`${path}\` was changed and cannot be put back`);
      await mkdir(dirname(path), { recursive: true });
      await cp(join(copies, path), `${path}.tmp`, { preserveTimestamps: true });
      await rename(`${path}.tmp`, path);
    }
  }
  return changed;
}

export async function discard(run: string, phase: PhaseNumber): Promise<void> {
  await rm(placeOf(run, phase), { recursive: true, force: true });
}

/** Snapshots are there for the way back; those of old runs have had their time. */
async function forgetOldRuns(): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const runs = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
  const old = runs.sort((a, b) => b.at - a.at).slice(keptRuns);
  for (const { name } of old) await rm(join(folder, name), { recursive: true, force: true });
}
