/** Notes every question that a build asks of the file system, so that the next build can ask whether anything changed. */
import type { FileStat, Host, ReadHost } from '../host/host.ts';

/** What identifies a state of a path without reading it; `-` for nothing there. */
export type Signature = string;

export const signatureOf = (stat: FileStat | undefined): Signature =>
  stat ? `${stat.type[0]}${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-';

export interface RecordingHost extends ReadHost {
  /** A time before the first look, in milliseconds since the epoch. */
  readonly since: number;
  /** By absolute path: the state in which it was first seen. */
  seen(): Readonly<Record<string, Signature>>;
}

/**
 * Looks at each path once: a file that changes after its first look has an older state on record than its content, so
 * the next build reads it again.
 */
export function recordingHost(host: ReadHost & Pick<Host, 'now'>): RecordingHost {
  const since = host.now();
  const stats = new Map<string, FileStat | undefined>();
  const stat = (path: string): FileStat | undefined => {
    if (stats.has(path)) return stats.get(path);
    const found = host.stat(path);
    stats.set(path, found);
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
    seen: () => Object.fromEntries([...stats].map(([path, found]) => [path, signatureOf(found)])),
    stat,
    lstat: noting((path) => host.lstat(path)),
    readFile: noting((path) => host.readFile(path)),
    readDirectory: noting((path) => host.readDirectory(path)),
    realPath: noting((path) => host.realPath(path)),
  };
}
