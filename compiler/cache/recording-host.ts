/** Notes every question that a build asks of the file system, so that the next build can ask whether anything changed. */
import type { FileStat, Host, ReadHost } from '../host/host.ts';

/** What identifies a state of a path without reading it; `-` for nothing there. */
export type Signature = string;

export const signatureOf = (stat: FileStat | undefined): Signature =>
  stat ? `${stat.type[0]}${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-';

/** In place of a signature that proves nothing: equal to none. */
export const unproven: Signature = '?';

/**
 * A file that had changed in the instant in which it was looked at could change again without a trace in its times, as
 * git found out. File systems keep times to 10 ms or better.
 */
const granularityMs = 20;

export interface RecordingHost extends ReadHost {
  /** The state in which a path was first seen; looks at it when it was not yet. */
  readonly signature: (path: string) => Signature;
  /** All of them, by absolute path. */
  seen(): ReadonlyMap<string, Signature>;
  /** All of them as later runs may rely on them. */
  proofs(): Map<string, Signature>;
}

/**
 * Looks at each path once: a file that changes after its first look has an older state on record than its content, so
 * the next build reads it again.
 */
export function recordingHost(host: ReadHost & Pick<Host, 'now'>): RecordingHost {
  const settled = host.now() - granularityMs;
  const stats = new Map<string, FileStat | undefined>();
  const signatures = new Map<string, Signature>();
  const recent = new Set<string>();
  const look = (path: string): Signature => {
    const found = host.stat(path);
    const signature = signatureOf(found);
    stats.set(path, found);
    signatures.set(path, signature);
    if (found && (found.mtimeMs >= settled || found.ctimeMs >= settled)) recent.add(path);
    return signature;
  };
  const signature = (path: string): Signature => signatures.get(path) ?? look(path);
  const noting = <T>(ask: (path: string) => T): ((path: string) => T) => {
    return (path) => {
      signature(path);
      return ask(path);
    };
  };
  return {
    signature,
    seen: () => signatures,
    proofs: () => {
      const proofs = new Map(signatures);
      for (const path of recent) proofs.set(path, unproven);
      return proofs;
    },
    stat: (path) => {
      signature(path);
      return stats.get(path);
    },
    lstat: noting((path) => host.lstat(path)),
    readFile: noting((path) => host.readFile(path)),
    readDirectory: noting((path) => host.readDirectory(path)),
    // Asked of paths that are looked at anyway; a folder's own state changes with everything that is put into it.
    realPath: (path) => host.realPath(path),
  };
}
