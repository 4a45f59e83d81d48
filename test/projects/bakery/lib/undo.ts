/**
 * Changes that can be taken back byte by byte. Before a step changes files it writes down what they hold; taking back
 * reads that, whether the step came to its end or not.
 */
import { mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const logOf = (step: string): string => `build/undo/${encodeURIComponent(step)}.json`;

/** Path → the bytes before as base64, null for a file that was not there. */
type Before = Readonly<Record<string, string | null>>;

/** Writes down what `paths` hold, then changes them. */
export async function change(step: string, paths: readonly string[], action: () => Promise<void>): Promise<void> {
  const before: Record<string, string | null> = {};
  for (const path of paths) before[path] = await readFile(path, 'base64').catch(() => null);
  await writeWhole(logOf(step), JSON.stringify(before));
  await action();
}

/** Puts everything back that the step wrote down. A step that did not get that far has changed nothing. */
export async function takeBack(step: string): Promise<number> {
  const log = await readFile(logOf(step), 'utf8').catch(() => undefined);
  if (log === undefined) return 0;
  const before = JSON.parse(log) as Before;
  for (const [path, bytes] of Object.entries(before)) {
    if (bytes === null) await removeFile(path);
    else await writeWhole(path, Buffer.from(bytes, 'base64'));
  }
  await removeFile(logOf(step));
  return Object.keys(before).length;
}

/** Readers see the old file or the new one. */
export async function writeWhole(path: string, bytes: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
}

/** Removes a file and the folders that are empty without it. */
async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const gone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}
