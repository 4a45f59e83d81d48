/** Whether anything changed since the last build, from file states alone. On the start-up path: imports next to nothing. */
import type { FileStat, ReadHost } from '../host/host.ts';
import { type Signature, signatureNow } from './recording-host.ts';
import type { OutputState } from './state.ts';

/** True when every path the last build looked at is as it was; `now` says how a path is. */
export function isFresh(now: (path: string) => Signature, seen: Iterable<readonly [string, Signature]>): boolean {
  for (const [path, signature] of seen) if (now(path) !== signature) return false;
  return true;
}

/**
 * The state of a written file or folder. The change time, which nobody can set back, moves with every hard link too; so
 * it is noted after the last link was made and dropped.
 */
export const outputSignature = (stat: FileStat | undefined): Signature =>
  stat ? `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-';

/**
 * True when the output folder still holds what the last build wrote, by its folders: a file that was removed, added or
 * replaced shows there. One that was edited in place does not; looking at each of thousands of files would cost more than
 * all the rest of a no-op. The next build that has work to do writes such a file again, and `verify` finds it.
 */
export function outputIsFresh(
  host: ReadHost & { readLink(path: string): string | undefined },
  output: OutputState,
): boolean {
  const { out, link, folders, alsoSeen } = output;
  const now = (path: string): Signature => signatureNow(host, path);
  if (host.readLink(out) !== link || !isFresh(now, Object.entries(alsoSeen))) return false;
  for (const path in folders) if (outputSignature(host.stat(`${out}/${path}`)) !== folders[path]) return false;
  return true;
}
