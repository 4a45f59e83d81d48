/** Files of the workspace as inputs of a build. */
import { joinPath, staysInside } from '../base/path.ts';
import type { CheckSession } from '../cache/session.ts';
import { readSource } from '../load/index.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';

type Read = { readonly file: SourceFile } | { readonly finding: Finding };

/** Reads a file, or knows its digest when it has not changed since the last build. It is no input yet. */
export const readOwn = ({ host, root, knownDigest }: CheckSession, path: string, limit?: number): Read =>
  readSource(host, root, path, { knownDigest: knownDigest(path), limit });

/** Reads a file that is an input from then on; undefined when nothing is there, not even a link that leads nowhere. */
export function readInput(
  session: CheckSession,
  path: string,
  limit?: number,
): SourceFile | { readonly finding: Finding } | undefined {
  const absolute = joinPath(session.root, path);
  if (!session.host.stat(absolute) && !session.host.lstat(absolute)) return undefined;
  const read = readOwn(session, path, limit);
  return 'finding' in read ? read : session.noteInput(read.file);
}

/** Whether there is a file or folder at a path in the workspace. */
export const existence =
  ({ host, root }: CheckSession) =>
  (path: string): boolean =>
    staysInside(path) && host.stat(joinPath(root, path)) !== undefined;
