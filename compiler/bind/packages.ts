/** The packages of a workspace: package.json with its npm workspaces, the lockfile, and aliases from tsconfig.json. */
import { digestValue } from '../../runtime/core/digest.ts';
import { joinPath } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import type { LockFacts, ManifestFacts, PackageIndex, PackageManifest, RangeViolation } from '../model/code.ts';
import type { SourceFile } from '../model/source.ts';
import { type AliasFacts, aliasesFrom, readAliases } from './aliases.ts';
import { readLock, readManifest } from './manifest-facts.ts';
import { outsideRanges } from './ranges.ts';

interface PackageReader {
  /** Undefined when there is no file, or one that cannot be read. */
  readonly read: (path: string) => SourceFile | undefined;
  readonly exists: (path: string) => boolean;
  /** The folders that patterns of npm workspaces match. */
  readonly folders: (patterns: readonly string[]) => readonly string[];
  /** Facts of a file by a key that names its content, kept between builds. */
  readonly known: <T extends object>(key: string) => T | undefined;
  readonly keep: (key: string, facts: object) => void;
}

/** npm's own lockfiles, the one that it prefers first; then those of others, which are not read. */
const npmLocks = ['npm-shrinkwrap.json', 'package-lock.json'];
const otherLocks = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

export async function readPackages(reader: PackageReader): Promise<PackageIndex> {
  const digests = new Map<string, string>();
  const read = (path: string): SourceFile | undefined => {
    const file = reader.read(path);
    if (file) digests.set(path, file.digest);
    return file;
  };
  const manifests = readManifests(read, reader);
  const lockPath = [...npmLocks, ...otherLocks].find(reader.exists);
  const lockFile = lockPath !== undefined && npmLocks.includes(lockPath) ? read(lockPath) : undefined;
  const lock = lockFile && lockOf(lockFile, reader);
  const aliases = await Promise.all(
    [...new Set(['', ...manifests.map(({ folder }) => folder)])].map((folder) =>
      aliasesFrom(joinPath(folder, 'tsconfig.json'), async (path) => {
        const file = read(path);
        return file && aliasFacts(file, reader);
      }),
    ),
  );
  const all = [...new Set(aliases.flat())].sort(compareText);
  const digest = digestValue([lockPath ?? '', [...digests].sort(([a], [b]) => compareText(a, b))]);
  const outside = lock ? await rangesOf(digest, manifests, lock, reader) : [];
  const found = { digest, manifests, outside, aliases: all, ...(lockPath === undefined ? {} : { lockPath }) };
  return lock && lock.problem === undefined ? { ...found, lock } : found;
}

async function rangesOf(
  digest: string,
  manifests: readonly PackageManifest[],
  lock: LockFacts,
  { known, keep }: PackageReader,
): Promise<readonly RangeViolation[]> {
  const key = `${digest} ranges`;
  const facts = known<{ outside: readonly RangeViolation[] }>(key) ?? { outside: await outsideRanges(manifests, lock) };
  keep(key, facts);
  return facts.outside;
}

function readManifests(read: PackageReader['read'], reader: PackageReader): PackageManifest[] {
  const root = manifestIn('', read, reader);
  if (!root) return [];
  const folders = root.workspaces.length === 0 ? [] : reader.folders(root.workspaces);
  const inside = [...folders].sort(compareText).flatMap((folder) => manifestIn(folder, read, reader) ?? []);
  return [root, ...inside];
}

function manifestIn(
  folder: string,
  read: PackageReader['read'],
  { known, keep }: PackageReader,
): PackageManifest | undefined {
  const path = joinPath(folder, 'package.json');
  const file = read(path);
  if (!file) return undefined;
  const key = `${file.digest} package.json`;
  const facts = known<{ facts?: ManifestFacts }>(key) ?? { facts: readManifest(path, textOf(file)) };
  keep(key, facts);
  return facts.facts && { folder, path, ...facts.facts };
}

function lockOf(file: SourceFile, { known, keep }: PackageReader): LockFacts {
  const key = `${file.digest} package-lock.json`;
  const facts = known<LockFacts>(key) ?? readLock(textOf(file));
  keep(key, facts);
  return facts;
}

async function aliasFacts(file: SourceFile, { known, keep }: PackageReader): Promise<AliasFacts> {
  const key = `${file.digest} tsconfig.json`;
  const facts = known<AliasFacts>(key) ?? (await readAliases(textOf(file)));
  keep(key, facts);
  return facts;
}

const textOf = (file: SourceFile): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes());
