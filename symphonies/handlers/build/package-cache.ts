/**
 * Built packages by what they are made of: a package whose sources, compiler and dependencies are the same is the same. An
 * entry counts only when its files have the digests that were noted when it was made.
 */

import { mkdirSync, renameSync } from 'node:fs';
import {
  copyFolder,
  digestOfFolder,
  digestsOf,
  exists,
  readBytes,
  readJson,
  removeAll,
  scratch,
  sha256,
  writeJson,
} from './files.ts';
import { allDependencies, type Package } from './packages.ts';
import { cacheFolder, inRoot, sample } from './paths.ts';

/** The digest of everything that decides what comes out, but for the machine. */
export function keyOf(one: Package, packages: readonly Package[]): string {
  const compiler = readJson<{ version: string }>('node_modules/typescript/package.json');
  if (!compiler) throw new Error('TypeScript is not installed in the workspace: run `npm ci`');
  const sources = digestsOf(`${one.folder}/src`);
  return sha256(
    JSON.stringify({
      typescript: compiler.version,
      settings: [`${sample}/tsconfig.json`, `${one.folder}/tsconfig.json`, `${one.folder}/package.json`].map((path) =>
        sha256(readBytes(path)),
      ),
      sources,
      dependencies: allDependencies(one, packages).map(({ name, dist }) => [name, digestOfFolder(dist)]),
    }),
  );
}

const entryOf = (key: string): string => `${cacheFolder}/${key}`;

/** A folder with a copy of what was built before; undefined when there is none, or none that is whole. */
export function takeFromCache(key: string): string | undefined {
  const noted = readJson<{ digest: string }>(`${entryOf(key)}/entry.json`);
  if (!noted) return undefined;
  const copy = scratch('cached');
  copyFolder(`${entryOf(key)}/dist`, copy);
  if (digestOfFolder(copy) === noted.digest) return copy;
  // Somebody has changed it: made anew, it takes this place.
  removeAll(copy);
  removeAll(entryOf(key));
  return undefined;
}

/** Keeps a copy; the entry appears whole or not at all. */
export function putIntoCache(key: string, dist: string): void {
  if (exists(entryOf(key))) return;
  const entry = scratch('entry');
  copyFolder(dist, `${entry}/dist`);
  writeJson(`${entry}/entry.json`, { digest: digestOfFolder(dist) });
  mkdirSync(inRoot(cacheFolder), { recursive: true });
  renameSync(inRoot(entry), inRoot(entryOf(key)));
}
