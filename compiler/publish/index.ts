/**
 * Outputs → the output folder, old or new but never mixed. Node cannot exchange two folders in one step, but it can
 * replace a symbolic link in one: `current` is a link to a finished build in `.symphony/builds/`, and a new build is
 * written beside it, in full, before the link is pointed at it. `out` is a link to that link, made once: so a build does
 * not change the folder of the workspace, which patterns may look at. Unchanged files are hard links to the last build, so
 * nothing is written twice. The last build before the current one is kept for readers that are still in it.
 */
import { digestBytes, digestValue } from '../../runtime/core/digest.ts';
import { baseOf, joinPath, parentOf } from '../base/path.ts';
import { foreignFolder } from '../cache/foreign-folder.ts';
import { outputSignature } from '../cache/freshness.ts';
import type { ArtifactStore, OutputState } from '../cache/state.ts';
import { type Host, isHostError } from '../host/host.ts';
import type { OutputFile } from '../model/artifact.ts';

/** Where `out` points, and the state of each file and folder in it. */
type PublishedState = Pick<OutputState, 'link' | 'folders'> & Pick<ArtifactStore, 'files'>;

interface PublishRequest {
  readonly host: Host;
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly outputs: readonly OutputFile[];
}

/** Throws HostError (no space, no permission); then `out` is what it was. Needs the lock. */
export function publish({ host, out, outputs }: PublishRequest): PublishedState {
  const builds = buildsFolder(out);
  const previous = currentBuild(host, out);
  const name = digestValue(outputs.map(({ path, digest }) => [path, digest])).slice(0, 32);
  const target = joinPath(builds, name);
  if (previous !== target || !isComplete(host, target, outputs)) {
    const draft = joinPath(builds, `draft-${host.processId}`);
    const final = host.lstat(target) ? joinPath(builds, `${name}-${host.processId}-${host.now()}`) : target;
    try {
      host.remove(draft);
      writeBuild(host, draft, previous, outputs);
      host.rename(draft, final);
      show(host, out, final);
    } catch (error) {
      // The disk may be full.
      discard(host, draft);
      throw error;
    }
    collectGarbage(host, builds, [final, ...(previous ? [previous] : [])]);
  } else collectGarbage(host, builds, [target, ...newestBeside(host, target)]);
  return stateOf(host, out, outputs);
}

const currentName = 'current';

/** The names of builds and drafts. */
const madeHere = /^(?:[0-9a-f]{32}(?:-\d+-\d+)?|draft-.+)$/;

/** Points `current` at the build, and `out` at `current`. */
function show(host: Host, out: string, build: string): void {
  const builds = buildsFolder(out);
  const draft = joinPath(builds, 'draft-link');
  host.pointLink(joinPath(builds, currentName), baseOf(build), draft);
  if (host.readLink(out) !== linkOf(out)) host.pointLink(out, linkOf(out), draft);
}

/** A build folder may hold more or less than its name says when somebody edited it. */
function isComplete(host: Host, target: string, outputs: readonly OutputFile[]): boolean {
  const expected = new Set(outputs.flatMap(({ path }) => [path, ...foldersOf(path)]));
  return holdsOnly(host, target, '', expected) && holdsAll(host, target, outputs);
}

function holdsOnly(host: Host, target: string, folder: string, expected: ReadonlySet<string>): boolean {
  if (host.lstat(joinPath(target, folder))?.type !== 'directory') return false;
  return host.readDirectory(joinPath(target, folder)).every(({ name, type }) => {
    const path = joinPath(folder, name);
    return expected.has(path) && (type !== 'directory' || holdsOnly(host, target, path, expected));
  });
}

function holdsAll(host: Host, target: string, outputs: readonly OutputFile[]): boolean {
  return outputs.every(({ path, size, digest, bytes }) => {
    if (host.lstat(joinPath(target, path))?.size !== size) return false;
    return bytes === undefined || digestBytes(host.readFile(joinPath(target, path))) === digest;
  });
}

/** Every output folder has its own, so that what one no longer needs is not what another one shows. */
const buildsFolder = (out: string): string => joinPath(parentOf(out), '.symphony/builds', baseOf(out));

/** What `out` points at. */
const linkOf = (out: string): string => `.symphony/builds/${baseOf(out)}/${currentName}`;

/** The build that `out` shows; undefined when there is none. */
function currentBuild(host: Host, out: string): string | undefined {
  const name = host.readLink(out) === linkOf(out) ? host.readLink(joinPath(parentOf(out), linkOf(out))) : undefined;
  return name === undefined ? undefined : joinPath(buildsFolder(out), name);
}

/** Why `out` cannot be replaced, or a build not be kept: there is something that symphonyc did not make. */
export function foreignOutput(host: Host, out: string): string | undefined {
  const folders = [`.symphony/builds/${baseOf(out)}`, '.symphony/lock'];
  const foreign = folders
    .map((folder) => foreignFolder(host, parentOf(out), folder))
    .find((path) => path !== undefined);
  if (foreign !== undefined) return `${foreign} is not a folder of its own, so no builds are kept there; remove it`;
  const stat = host.lstat(out);
  if (!stat) return undefined;
  const link = host.readLink(out);
  if (link !== undefined && /^\.symphony\/builds\/(?!\.\.?\/)[^/]+\/current$/.test(link)) return undefined;
  return `${baseOf(out) || out} exists and was not made by symphonyc; move it away, or choose another folder with --out`;
}

function writeBuild(host: Host, draft: string, previous: string | undefined, outputs: readonly OutputFile[]): void {
  const folders = new Set(outputs.map(({ path }) => parentOf(joinPath(draft, path))));
  host.makeDirectory(draft);
  for (const folder of [...folders].sort()) host.makeDirectory(folder);
  for (const { path, bytes } of outputs) {
    if (bytes) host.writeNew(joinPath(draft, path), bytes);
    else host.linkFile(joinPath(previous!, path), joinPath(draft, path));
  }
}

/** `kept`: the build that is shown and the one before it, for readers that are still in that. */
function collectGarbage(host: Host, builds: string, kept: readonly string[]): void {
  for (const { name } of host.readDirectory(builds)) {
    const path = joinPath(builds, name);
    if (madeHere.test(name) && !kept.includes(path)) discard(host, path);
  }
}

/** The last build before `build`; none when there is no other. */
function newestBeside(host: Host, build: string): string[] {
  const folder = parentOf(build);
  const made = host.readDirectory(folder).flatMap(({ name, type }) => {
    const path = joinPath(folder, name);
    if (type !== 'directory' || path === build || name.startsWith('draft-')) return [];
    return [{ path, at: host.lstat(path)?.mtimeMs ?? 0 }];
  });
  return made
    .sort((a, b) => b.at - a.at)
    .slice(0, 1)
    .map(({ path }) => path);
}

/** What cannot be removed now is garbage for the next build. */
function discard(host: Host, path: string): void {
  try {
    host.remove(path);
  } catch (error) {
    if (!isHostError(error)) throw error;
  }
}

function stateOf(host: Host, out: string, outputs: readonly OutputFile[]): PublishedState {
  const folders = new Set(outputs.flatMap(({ path }) => foldersOf(path)));
  const state = (paths: Iterable<string>) =>
    Object.fromEntries([...paths].map((path) => [path, outputSignature(host.stat(joinPath(out, path)))]));
  return { link: linkOf(out), files: state(outputs.map(({ path }) => path)), folders: state(folders) };
}

/** The folders that a file lies in, the output folder itself included. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
}
