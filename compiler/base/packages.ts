/** Which packages the code around handlers takes its imports from, and what is declared and locked of them. */
import type { CodeImport, DeclaredPackage, PackageIndex, PackageManifest } from '../model/code.ts';
import type { Place } from '../model/diagnostic.ts';
import type { WorkspaceIndex } from '../model/index.ts';
import { joinPath, parentOf } from './path.ts';
import { byPlace } from './rule-places.ts';
import { compareText } from './text.ts';

/** Node's own modules that need no `node:` before their name; it has given no new ones since version 18. */
const builtins = new Set(
  [
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events',
    'fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream',
    'string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib',
  ].flatMap((line) => line.split(' ')),
);

/** The package that a specifier names; undefined for a path, an address, an alias or a module of Node. */
function packageOf(specifier: string): string | undefined {
  const name = /^(?:@[\w.~-]+\/)?[\w~][\w.~-]*/.exec(specifier)?.[0];
  const rest = specifier.slice(name?.length ?? 0);
  if (name === undefined || (rest !== '' && !rest.startsWith('/'))) return undefined;
  return builtins.has(name) ? undefined : name;
}

/** The place of a specifier in the code. */
export const importPlace = (file: string, { line, column, end }: CodeImport): Place => ({
  file,
  range: { start: { line, column }, end: { line, column: end } },
});

/** Where a package.json says which versions of a package it takes. */
export const declarationPlace = ({ path }: PackageManifest, { line, column, end }: DeclaredPackage): Place => ({
  file: path,
  range: { start: { line, column }, end: { line, column: end } },
});

/** The package that a file lies in: the npm workspace around it, else the workspace itself. */
export function manifestOf({ manifests }: PackageIndex, file: string): PackageManifest | undefined {
  const around = manifests.filter(({ folder }) => folder === '' || file.startsWith(`${folder}/`));
  return around.reduce<PackageManifest | undefined>(
    (best, one) => (best && best.folder.length > one.folder.length ? best : one),
    undefined,
  );
}

/** The version of a package that is locked for a folder: beside it, else for the whole workspace. Empty: a link. */
export function lockedVersion(
  { lock }: Pick<PackageIndex, 'lock'>,
  { folder }: Pick<PackageManifest, 'folder'>,
  name: string,
): string | undefined {
  const versionAt = (location: string): string | undefined =>
    lock && Object.hasOwn(lock.versions, location) ? lock.versions[location] : undefined;
  return versionAt(joinPath(folder, 'node_modules', name)) ?? versionAt(`node_modules/${name}`);
}

/** One package that the files of one package.json import. */
export interface PackageUse {
  readonly manifest: PackageManifest;
  readonly name: string;
  /** In order; the first that is needed when it runs comes before those for types. */
  readonly places: readonly Place[];
  /** True when only types are taken. */
  readonly types: boolean;
  /** What package.json says of it, or of its types where no more is needed. */
  readonly declared?: DeclaredPackage;
}

const uses = new WeakMap<WorkspaceIndex['code'], readonly PackageUse[]>();

/** By package.json and name; nothing of a workspace without package.json, whose packages may lie anywhere above it. */
export function packageUses({ code, lookup }: WorkspaceIndex): readonly PackageUse[] {
  const known = uses.get(code) ?? findUses(code, lookup);
  uses.set(code, known);
  return known;
}

function findUses(code: WorkspaceIndex['code'], lookup: WorkspaceIndex['lookup']): PackageUse[] {
  const packages = lookup.packages();
  const own = new Set(packages.manifests.map(({ name }) => name));
  const found = new Map<string, { manifest: PackageManifest; name: string; needed: Place[]; typed: Place[] }>();
  const foreign = foreignFolders(packages, lookup.fileExists);
  for (const { path, imports } of code) {
    const manifest = manifestOf(packages, path);
    if (!manifest || foreign(parentOf(path), manifest.folder)) continue;
    for (const request of imports) {
      const name = packageOf(request.specifier);
      if (name === undefined || request.optional || name === manifest.name || isAliased(packages, request.specifier))
        continue;
      if (manifest.folder === '' && own.has(name)) continue;
      const key = `${manifest.path} ${name}`;
      const use = found.get(key) ?? { manifest, name, needed: [], typed: [] };
      found.set(key, use);
      (request.types ? use.typed : use.needed).push(importPlace(path, request));
    }
  }
  return [...found.values()]
    .map(({ manifest, name, needed, typed }) => {
      const types = needed.length === 0;
      const declared = declarationOf(manifest, name, types);
      const places = [...needed.sort(byPlace), ...typed.sort(byPlace)];
      return { manifest, name, places, types, ...(declared ? { declared } : {}) };
    })
    .sort((a, b) => compareText(a.manifest.path, b.manifest.path) || compareText(a.name, b.name));
}

/** Whether a package.json that belongs to no npm workspace lies between a folder and the package around it. */
function foreignFolders({ manifests }: PackageIndex, exists: (path: string) => boolean) {
  const known = new Map<string, boolean>(manifests.map(({ folder }) => [folder, false]));
  return (folder: string, top: string): boolean => {
    let foreign = false;
    for (let at = folder; at !== top && at !== '' && !foreign; at = parentOf(at)) {
      foreign = known.get(at) ?? exists(joinPath(at, 'package.json'));
      known.set(at, foreign);
    }
    return foreign;
  };
}

function declarationOf({ dependencies }: PackageManifest, name: string, types: boolean): DeclaredPackage | undefined {
  const typesName = `@types/${name.replace(/^@([^/]+)\/(.*)$/, '$1__$2')}`;
  const named = (wanted: string): DeclaredPackage | undefined => dependencies.find((one) => one.name === wanted);
  return named(name) ?? (types ? named(typesName) : undefined);
}

/** Whether tsconfig.json gives the specifier a meaning of its own. A pattern has one `*` at most. */
export const isAliased = ({ aliases }: PackageIndex, specifier: string): boolean =>
  aliases.some((pattern) => matchesPattern(pattern, specifier));

/** Whether `imports` of a package.json has the alias, which begins with `#`. */
export const isOwnAlias = ({ aliases }: PackageManifest, specifier: string): boolean =>
  aliases.some((pattern) => matchesPattern(pattern, specifier));

function matchesPattern(pattern: string, specifier: string): boolean {
  const star = pattern.indexOf('*');
  if (star === -1) return pattern === specifier;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return specifier.length >= pattern.length - 1 && specifier.startsWith(before) && specifier.endsWith(after);
}
