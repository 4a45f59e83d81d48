/** One file → its bytes, or the reason why not. Reads nothing that lies outside the workspace. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { joinPath, parentOf } from '../base/path.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import { isHostError, type ReadHost } from '../host/host.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';

/** No file above this is read: 4 MiB. Real definitions have a few thousand bytes. */
const maxFileBytes = 4 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist (or is a link that leads nowhere)',
  EACCES: 'permission to read the file is missing',
  ELOOP: 'the file is a link that leads in a circle',
  EISDIR: 'this is a folder, not a file',
};

interface ReadOptions {
  /** Its digest, where it is known not to have changed since it was last read. */
  readonly knownDigest?: string;
  /** Whether the last part of the path is a link, where that is known. */
  readonly isLink?: boolean;
  /** The most bytes that are read of it. */
  readonly limit?: number;
}

export function readSource(
  host: ReadHost,
  root: string,
  path: string,
  { knownDigest, isLink, limit = maxFileBytes }: ReadOptions = {},
): { file: SourceFile } | { finding: Finding } {
  const absolute = joinPath(root, path);
  const unreadable = (problem: string) => ({ finding: finding('FILE_UNREADABLE', { problem }, fileStart(path)) });
  try {
    if (knownDigest !== undefined && !leadsOut(host, root, absolute, isLink))
      return { file: { path, digest: knownDigest, size: 0, bytes: () => host.readFile(absolute) } };
    const stat = host.stat(absolute);
    if (!stat) {
      const link = host.lstat(absolute)?.type === 'symlink';
      return unreadable(link ? 'the file is a link that leads nowhere or in a circle' : reasons['ENOENT']!);
    }
    if (stat.type !== 'file')
      return unreadable(stat.type === 'directory' ? reasons['EISDIR']! : 'this is not a regular file');
    if (stat.size > limit) {
      const problem = `the file has ${(stat.size / 1048576).toFixed(1)} MiB; at most ${limit / 1048576} are read`;
      return { finding: finding('INPUT_LIMIT', { problem }, fileStart(path)) };
    }
    if (leadsOut(host, root, absolute, isLink)) return unreadable('a link in the path leads out of the workspace');
    const bytes = host.readFile(absolute);
    return { file: { path, digest: digestBytes(bytes), size: bytes.length, bytes: () => bytes } };
  } catch (error) {
    if (!isHostError(error)) throw error;
    return unreadable(reasons[error.code] ?? `the file cannot be read (${error.code})`);
  }
}

/** Folders of which it is known whether they lie in the workspace, for as long as a host is used. */
const knownFolders = new WeakMap<ReadHost, Map<string, boolean>>();

/** Whether a link, of the file itself or of a folder above it, leads out of the workspace. Throws HostError. */
function leadsOut(host: ReadHost, root: string, absolute: string, isLink?: boolean): boolean {
  const isOutside = (path: string): boolean => !`${host.realPath(path)}/`.startsWith(`${host.realPath(root)}/`);
  if (isLink !== false) return isOutside(absolute);
  const folder = parentOf(absolute);
  if (folder === root) return false;
  const known = knownFolders.get(host) ?? new Map<string, boolean>();
  knownFolders.set(host, known);
  const outside = known.get(folder) ?? isOutside(folder);
  known.set(folder, outside);
  return outside;
}
