/** Files of the workspace: found by pattern, digested, and written whole or not at all. */
import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** SHA-256 in hexadecimal. */
export const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A file with what its bytes are known by; the path has slashes and is relative. */
export type DigestedFile = { readonly path: string; readonly digest: string; readonly size: number };

export async function digestFile(path: string, from = '.'): Promise<DigestedFile> {
  const bytes = await readFile(join(from, path));
  return { path, digest: digestOf(bytes), size: bytes.length };
}

/** Whoever reads `path` sees its old content or the new one, also after a crash. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(fresh, content, { flush: true });
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T;

/** The parsed file; undefined when there is none. Throws when it is there and cannot be read. */
export async function readJsonIfAny<T>(path: string): Promise<T | undefined> {
  return (await exists(path)) ? readJson<T>(path) : undefined;
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** All files below a folder, relative to it, sorted. Links are not followed: they may lead anywhere. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.isFile()) found.push(entry.name);
    if (!entry.isDirectory()) continue;
    for (const path of await filesBelow(join(folder, entry.name))) found.push(`${entry.name}/${path}`);
  }
  return found.sort();
}

/** The files that match one of the patterns, sorted: `*` stands for anything within a name, `**` for any folders. */
export async function matching(patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) for (const path of await matches('', pattern.split('/'))) found.add(path);
  return [...found].sort();
}

async function matches(folder: string, [first = '', ...rest]: readonly string[]): Promise<string[]> {
  if (first === '**') {
    const here = await matches(folder, rest);
    const deeper = (await namesIn(folder, 'isDirectory')).map((name) => matches(`${folder}${name}/`, ['**', ...rest]));
    return [...here, ...(await Promise.all(deeper)).flat()];
  }
  if (!first.includes('*')) {
    if (rest.length > 0) return matches(`${folder}${first}/`, rest);
    const path = `${folder}${first}`;
    return (await lstat(path).catch(() => undefined))?.isFile() ? [path] : [];
  }
  const names = (await namesIn(folder, rest.length > 0 ? 'isDirectory' : 'isFile')).filter((name) => fits(name, first));
  if (rest.length === 0) return names.map((name) => `${folder}${name}`);
  return (await Promise.all(names.map((name) => matches(`${folder}${name}/`, rest)))).flat();
}

async function namesIn(folder: string, kind: 'isDirectory' | 'isFile'): Promise<string[]> {
  const entries = await readdir(folder === '' ? '.' : folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry[kind]()).map(({ name }) => name);
}

/** Whether a name begins, goes on and ends with the texts between the stars. */
function fits(name: string, pattern: string): boolean {
  const [head = '', ...parts] = pattern.split('*');
  if (!name.startsWith(head)) return false;
  const last = parts.pop() ?? '';
  let at = head.length;
  for (const part of parts) {
    const next = name.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
