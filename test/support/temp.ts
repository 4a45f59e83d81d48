/** Folders on the real file system for tests, removed when the test file is done. */
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** An empty folder with no link in its path. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'symphonyc-test-')));
  made.push(folder);
  return folder;
}

/** Writes `files` (path → content) below `folder`. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A folder with `files` in it. */
export function tempWorkspace(files: Files): string {
  const folder = tempFolder();
  writeFiles(folder, files);
  return folder;
}

/** Every file below `folder` with the digest of its bytes, in order of path. Links to folders are followed at the top only. */
export function digestTree(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const files = names.filter((name) => lstatSync(join(folder, name)).isFile()).sort();
  return Object.fromEntries(files.map((name) => [name, digestFile(join(folder, name))]));
}

/** SHA-256 of a file, in hexadecimal. */
export const digestFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
