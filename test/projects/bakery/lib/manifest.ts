/** The manifest of a folder: every file with its size and SHA-256. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Manifest {
  readonly edition: string;
  readonly files: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
}

export const manifestName = 'manifest.json';

/** Paths of all files below a folder, relative to it, sorted. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(join(folder).length + 1)).sort();
}

export async function manifestOf(folder: string, edition: string): Promise<Manifest> {
  const files: Record<string, { size: number; sha256: string }> = {};
  for (const path of await filesBelow(folder)) {
    if (path === manifestName) continue;
    const bytes = await readFile(join(folder, path));
    files[path] = { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }
  return { edition, files };
}

/** The files that are not what the manifest says, those that are missing or too many among them. */
export async function mismatches(folder: string, manifest: Manifest): Promise<string[]> {
  const { files } = await manifestOf(folder, manifest.edition);
  const all = new Set([...Object.keys(files), ...Object.keys(manifest.files)]);
  return [...all].filter((path) => files[path]?.sha256 !== manifest.files[path]?.sha256).sort();
}
