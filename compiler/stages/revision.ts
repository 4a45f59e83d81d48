/** The workspace as it was at a revision, through the same phases as the one that is here. */
import { joinPath } from '../base/path.ts';
import { recordingHost } from '../cache/recording-host.ts';
import type { CheckSession } from '../cache/session.ts';
import { collect } from '../diagnostics/collect.ts';
import { compileGlob } from '../load/glob.ts';
import type { Lookup } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';
import type { Revision, RevisionProblem } from '../revision/define.ts';
import { type OpenWorkspace, openWorkspace, type Unreadable } from './open-workspace.ts';
import type { ReadWorkspace } from './read.ts';
import type { Registries } from './registries.ts';

type Reader = (
  session: CheckSession,
  registries: Registries,
  answered: Lookup['signature'],
) => Promise<ReadWorkspace | Unreadable>;

/** What is the same then and now is taken from `now`, so that only what differs is read and parsed. */
export async function readRevision(
  session: CheckSession,
  registries: Registries,
  now: ReadWorkspace,
  revision: Revision,
  read: Reader,
): Promise<ReadWorkspace | RevisionProblem> {
  const { ref, host } = revision;
  const then: CheckSession = {
    ...session,
    host: recordingHost(host),
    knownDigest: revision.knownDigest,
    knownUnit: (path, digest) => {
      const unit = now.front.units.get(path);
      return unit?.digest === digest ? unit : undefined;
    },
    noteInput: (file) => file,
    progress: () => {},
    keepUnits: () => {},
  };
  if (!host.lstat(joinPath(session.root, 'symphony.yaml')))
    return { problem: `\`${ref}\` has no symphony.yaml in this folder, so there is nothing to compare with` };
  if (revision.lacks('symphony.yaml')) return lackingProblem('symphony.yaml', ref);
  const opened = await openWorkspace(then, registries);
  if (!('document' in opened)) return unusable(ref, opened, registries);
  const problem = submoduleProblem(now, revision) ?? fetchSources(session.root, now, session.noted(), opened, revision);
  if (problem) return problem;
  const found = await read(then, registries, now.index.lookup.signature);
  if (!('index' in found)) return unusable(ref, found, registries);
  // What a link leads to shows only when the links are followed.
  const lacking = found.sources.skipped.find(({ path, reason }) => reason === 'cannot be read' && revision.lacks(path));
  return lacking ? lackingProblem(lacking.path, ref) : found;
}

const lackingProblem = (path: string, ref: string): RevisionProblem => ({
  problem: `the clone lacks \`${path}\` at \`${ref}\``,
  help: 'this is a partial clone: `git fetch --refetch --no-filter` gets the contents that it lacks',
});

function unusable(ref: string, { findings }: Unreadable, { rules }: Registries): RevisionProblem {
  const [first] = collect(findings, rules, {});
  const where = first ? `, line ${first.range.start.line}: ${first.message}` : '';
  return { problem: `symphony.yaml cannot be used at \`${ref}\`${where}` };
}

function submoduleProblem({ sources }: ReadWorkspace, { submodules, ref }: Revision): RevisionProblem | undefined {
  for (const folder of submodules) {
    const inside = sources.files.find(({ path }) => path.startsWith(`${folder}/`));
    if (inside)
      return {
        problem: `\`${inside.path}\` lies in the submodule \`${folder}\`, of whose files \`${ref}\` says nothing`,
        help: 'definitions can be compared where they lie in the repository of the workspace itself',
      };
  }
  return undefined;
}

const pointer = new TextEncoder().encode('version https://git-lfs.github.com/spec/');

/** Reads at once what would be read one by one. */
function fetchSources(
  root: string,
  now: ReadWorkspace,
  noted: readonly SourceFile[],
  { patterns }: OpenWorkspace,
  { files, prefetch, lacks, knownDigest, host, ref }: Revision,
): RevisionProblem | undefined {
  const matching = (of: 'sources' | 'exclude') => {
    const globs = patterns
      .filter(({ field }) => field === of)
      .map(({ glob }) => compileGlob(glob.replace(/^\.\//, '')));
    return (path: string): boolean => globs.some((glob) => glob.matches(path));
  };
  const [isSource, isExcluded] = [matching('sources'), matching('exclude')];
  const inputs = new Map(noted.map((file) => [file.path, file.digest]));
  const changed = [...files()].filter((path) => {
    if (!inputs.has(path) && (!isSource(path) || isExcluded(path))) return false;
    const digest = knownDigest(path);
    return digest === undefined || digest !== (now.front.units.get(path)?.digest ?? inputs.get(path));
  });
  prefetch(changed);
  const lacking = changed.find(lacks);
  if (lacking !== undefined) return lackingProblem(lacking, ref);
  for (const path of changed) {
    const absolute = joinPath(root, path);
    const size = host.lstat(absolute)?.size ?? 0;
    // A pointer has three short lines.
    if (size === 0 || size > 1024) continue;
    const bytes = host.readFile(absolute);
    if (pointer.every((byte, i) => bytes[i] === byte))
      return {
        problem: `\`${path}\` was kept in Git LFS at \`${ref}\`, so its content is not in the repository`,
        help: 'definitions are compared where git holds them itself: `git lfs migrate export` takes them out of LFS',
      };
  }
  return undefined;
}
