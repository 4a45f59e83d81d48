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
  const note = (path: string): void => {
    if (!seen.has(path)) seen.set(path, signatureOf(host.stat(path)));
  };
  return {
    seen,
    stat: (path) => (note(path), host.stat(path)),
    lstat: (path) => (note(path), host.lstat(path)),
    readFile: (path) => (note(path), host.readFile(path)),
    readDirectory: (path) => (note(path), host.readDirectory(path)),
    realPath: (path) => (note(path), host.realPath(path)),
  };
}
