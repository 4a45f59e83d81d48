/** Files: read whole, written whole or not at all, in an order that does not depend on the machine. */
import { createHash, randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Json } from './context.ts';
import { inRoot, scratchFolder } from './paths.ts';

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** By code units, as sorting does by itself; never by the locale. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const exists = (path: string): boolean => existsSync(inRoot(path));
export const readBytes = (path: string): Uint8Array => readFileSync(inRoot(path));
export const readText = (path: string): string => readFileSync(inRoot(path), 'utf8');
export const sizeOf = (path: string): number => statSync(inRoot(path)).size;
export const removeAll = (path: string): void => rmSync(inRoot(path), { recursive: true, force: true });

/** Undefined when there is no such file. */
export function readJson<T>(path: string): T | undefined {
  if (!exists(path)) return undefined;
  try {
    return JSON.parse(readText(path)) as T;
  } catch (error) {
    throw new Error(`\`${path}\` is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** A new empty folder to work in, on the disk where the result will lie. What takes a place leaves nothing behind. */
export function scratch(name: string): string {
  const path = `${scratchFolder}/${name}-${randomUUID()}`;
  mkdirSync(inRoot(path), { recursive: true });
  return path;
}

/** Whoever reads the file, and whatever kills the process, sees the old bytes or the new ones. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  writeFileSync(inRoot(temporary), content);
  renameSync(inRoot(temporary), inRoot(path));
}

export const writeJson = (path: string, value: Json | object): void =>
  writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);

/** All files below a folder, relative to it; none when there is no such folder. */
export function listFiles(folder: string): string[] {
  if (!exists(folder)) return [];
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(slashed(inRoot(folder)).length + 1))
    .sort(byText);
}

const slashed = (path: string): string => path.replaceAll('\\', '/').replace(/\/$/, '');

/** The digest of each file below a folder. */
export const digestsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(listFiles(folder).map((file) => [file, sha256(readBytes(`${folder}/${file}`))]));

/** One digest for a folder: of its paths and bytes. */
export const digestOfFolder = (folder: string): string => sha256(JSON.stringify(digestsOf(folder)));

export function copyFolder(from: string, to: string): void {
  mkdirSync(dirname(inRoot(to)), { recursive: true });
  cpSync(inRoot(from), inRoot(to), { recursive: true });
}

/**
 * Puts a folder in the place of another. A folder cannot be replaced in one step: killed between the two renames, there is
 * none, which a later step reports and playing this one again repairs.
 */
export function replaceFolder(made: string, place: string): void {
  mkdirSync(dirname(inRoot(place)), { recursive: true });
  const old = `${made}-old`;
  if (exists(place)) renameSync(inRoot(place), inRoot(old));
  renameSync(inRoot(made), inRoot(place));
  removeAll(old);
}
