/** Opens a revision of a workspace out of git's own store: nothing is checked out, and nothing but what is asked for is read. */
import { joinPath } from '../base/path.ts';
import type { Host, ReadHost } from '../host/host.ts';
import type { Revision, RevisionProblem } from './define.ts';
import { commitsSince } from './history.ts';
import { BlobStore } from './objects.ts';
import { openRepository, type Repository, resolveCommit } from './resolve.ts';

export { historyFiles } from './resolve.ts';

import { listTree, TreeHost } from './tree.ts';

/** Which commit is meant, before anything of it is read. */
interface Located {
  readonly ref: string;
  readonly commit: string;
  readonly repository: Repository;
}

/** `root`: absolute path of the workspace. */
export function locate(host: Pick<Host, 'git'>, root: string, ref: string): Located | RevisionProblem {
  const repository = openRepository(host, root);
  if ('problem' in repository) return repository;
  const commit = resolveCommit(host, root, ref, repository);
  return typeof commit === 'string' ? { ref, commit, repository } : commit;
}

interface Opened {
  readonly revision: Revision;
  /** The digests of contents by blob, with those that were found out since. */
  readonly digests: () => ReadonlyMap<string, string>;
}

/** `known`: digests of contents by blob, from earlier. */
export function openRevision(
  host: Pick<Host, 'git'> & Pick<ReadHost, 'survives'>,
  root: string,
  { ref, commit, repository }: Located,
  known: ReadonlyMap<string, string>,
): Opened | RevisionProblem {
  const { prefix, head, isShallow } = repository;
  const entries = listTree(host, root, commit, prefix);
  if ('problem' in entries) return { problem: `there is no folder \`${prefix}\` at \`${ref}\``, help: entries.help };
  const blobs = new BlobStore(host, root, known);
  const file = (path: string): string | undefined => {
    const entry = entries.get(path);
    return entry?.type === 'file' ? entry.id : undefined;
  };
  const tree = new TreeHost(root, entries, blobs, (script, input) => host.survives(script, input));
  const revision: Revision = {
    ref,
    commit,
    host: tree,
    knownDigest: (path) => blobs.digest(file(path) ?? ''),
    prefetch: (paths) => blobs.fetch(paths.flatMap((path) => file(path) ?? [])),
    lacks: (path) => tree.lacks(joinPath(root, path)),
    files: () => entries.keys(),
    submodules: [...entries].filter(([, { type }]) => type === 'other').map(([path]) => path),
    commits: (paths) => commitsSince(host, root, commit, paths),
    head,
    contents: (wanted) => blobs.contentsAt(wanted.map(([at, path]) => [at, `${prefix}${path}`] as const)),
    isShallow,
  };
  return { revision, digests: () => blobs.digests };
}
