/** Notes every question that a build asks of the file system, so that the next build can ask whether anything changed. */
import type { FileStat, Host, ReadHost } from '../host/host.ts';

/** What identifies a state of a path without reading it; `-` for nothing there. */
export type Signature = string;

export const signatureOf = (stat: FileStat | undefined): Signature =>
  stat ? `${stat.type[0]}${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-';

export interface RecordingHost extends ReadHost {
  /** A time before the first look, in milliseconds since the epoch. */
  readonly since: number;
  /** The state in which a path was first seen; looks at it when it was not yet. */
  signature(path: string): Signature;
  /** All of them, by absolute path. */
  seen(): ReadonlyMap<string, Signature>;
}

/**
 * Looks at each path once: a file that changes after its first look has an older state on record than its content, so
 * the next build reads it again.
 */
export function recordingHost(host: ReadHost & Pick<Host, 'now'>): RecordingHost {
  const since = host.now();
  const stats = new Map<string, FileStat | undefined>();
  const signatures = new Map<string, Signature>();
  const stat = (path: string): FileStat | undefined => {
    if (signatures.has(path)) return stats.get(path);
    const found = host.stat(path);
    stats.set(path, found);
    signatures.set(path, signatureOf(found));
    return found;
  };
  const noting = <T>(ask: (path: string) => T): ((path: string) => T) => {
    return (path) => {
      stat(path);
      return ask(path);
    };
  };
  return {
    since,
    signature: (path) => {
      stat(path);
      return signatures.get(path)!;
    },
    seen: () => signatures,
    stat,
    lstat: noting((path) => host.lstat(path)),
    readFile: noting((path) => host.readFile(path)),
    readDirectory: noting((path) => host.readDirectory(path)),
    // Asked of paths that are looked at anyway; a folder's own state changes with everything that is put into it.
    realPath: (path) => host.realPath(path),
  };
}
