/** What packages export, as their sources say before anything is built. */
import { build } from 'esbuild';
import type { Exports } from './behavior.ts';
import type { Package } from './packages.ts';
import { inRoot } from './paths.ts';

/** A package whose code cannot be parsed is left out: its own build says where and why. */
export async function exportsOf(packages: readonly Package[]): Promise<Exports> {
  const found = await Promise.all(packages.map(async (one) => [one.short, await namesOf(one)] as const));
  return new Map(found.flatMap(([short, names]) => (names ? [[short, new Set(names)] as const] : [])));
}

async function namesOf({ folder }: Package): Promise<string[] | undefined> {
  const options = { bundle: true, packages: 'external', format: 'esm', write: false, metafile: true } as const;
  const entryPoints = [inRoot(folder, 'src/index.ts')];
  try {
    const { metafile } = await build({ ...options, entryPoints, logLevel: 'silent', tsconfigRaw: {} });
    return Object.values(metafile.outputs).flatMap((output) => output.exports);
  } catch {
    return undefined;
  }
}
