/** The build of one package: the TypeScript compiler, or the cache when nothing has changed. */
import type { Call, JsonObject } from './context.ts';
import { digestOfFolder, exists, listFiles, removeAll, replaceFolder, scratch, sizeOf } from './files.ts';
import { keyOf, putIntoCache, takeFromCache } from './package-cache.ts';
import { type Package, readPackages } from './packages.ts';

/** What the build of a package gives back. */
export interface Built extends JsonObject {
  readonly package: string;
  readonly version: string;
  /** The digest of what it was made of. */
  readonly key: string;
  /** The digest of what came out. */
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
  readonly cached: boolean;
  /** ISO 8601, in UTC: when it began, which may be later than its beat did. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Compiles the package into its `dist` folder. Dependencies are taken as they were built, so they have to come first. */
export async function buildPackage(call: Call & { readonly input: { readonly package: string } }): Promise<Built> {
  const since = Date.now();
  const packages = readPackages();
  const one = packages.find(({ name }) => name === call.input.package);
  if (!one) throw new Error(`there is no package \`${call.input.package}\``);
  for (const needed of packages)
    if (one.dependencies.includes(needed.name) && !exists(needed.dist))
      throw new Error(`\`${one.name}\` depends on \`${needed.name}\`, which is not built yet`);
  const key = keyOf(one, packages);
  const cached = takeFromCache(key);
  const made = cached ?? (await compile(one, call));
  if (cached === undefined) putIntoCache(key, made);
  const digest = digestOfFolder(made);
  if (exists(one.dist) && digestOfFolder(one.dist) === digest) removeAll(made);
  else replaceFolder(made, one.dist);
  const files = listFiles(one.dist);
  const bytes = files.reduce((sum, file) => sum + sizeOf(`${one.dist}/${file}`), 0);
  call.log.info(`${one.name}: ${files.length} files, ${bytes} bytes${cached ? ', from the cache' : ''}`);
  const { name, version } = one;
  const times = { startedAt: new Date(since).toISOString(), durationMs: Date.now() - since };
  return { package: name, version, key, digest, files: files.length, bytes, cached: cached !== undefined, ...times };
}

/** The folder with what the compiler wrote. Throws with the compiler's own messages and places. */
async function compile({ folder }: Package, { exec }: Call): Promise<string> {
  const made = scratch('package');
  const { exit, stdout, stderr } = await exec(['tsc', '-p', folder, '--outDir', made, '--pretty', 'false'], {
    allowFailure: true,
  });
  if (exit !== 0)
    throw new Error(
      [stdout, stderr]
        .map((text) => text.trim())
        .join('\n')
        .trim() || `tsc ended with ${exit}`,
    );
  return made;
}
