/** Notes every question that a build asks of the file system, so that the next build can ask whether anything changed. */
import type { FileStat, ReadHost } from '../host/host.ts';

/** What identifies a state of a path without reading it; `-` for nothing there. */
export type Signature = string;

export const signatureOf = (stat: FileStat | undefined): Signature =>
  stat ? `${stat.type[0]}${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-';

export interface RecordingHost extends ReadHost {
  /** By absolute path: the state in which it was first seen. */
  readonly seen: ReadonlyMap<string, Signature>;
}

export function recordingHost(host: ReadHost): RecordingHost {
  const seen = new Map<string, Signature>();
  const noting = <T>(ask: (path: string) => T): ((path: string) => T) => {
    return (path) => {
      if (!seen.has(path)) seen.set(path, signatureOf(host.stat(path)));
      return ask(path);
    };
  };
  return {
    seen,
    stat: (path) => {
      const stat = host.stat(path);
      if (!seen.has(path)) seen.set(path, signatureOf(stat));
      return stat;
    },
    lstat: noting((path) => host.lstat(path)),
    readFile: noting((path) => host.readFile(path)),
    readDirectory: noting((path) => host.readDirectory(path)),
    realPath: noting((path) => host.realPath(path)),
  };
}
