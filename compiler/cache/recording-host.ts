/** Records every access of a build to the file system, so that the next build can tell whether anything changed. */
import { type FileStat, type Host, isHostError, type ReadHost } from '../host/host.ts';

/** What identifies a state of a path without reading it; `-` for nothing there. */
export type Signature = string;

export const signatureOf = (stat: FileStat | undefined): Signature =>
  stat ? `${stat.type[0]}${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}:${stat.inode}` : '-';

/** In front of a path: what is recorded is not its state but where it is, once links are followed. */
const realMark = 'real ';

/** Whether `recorded` is a path whose state was recorded. */
export const isPath = (recorded: string): boolean => !recorded.startsWith(realMark);

/** The current signature of what was recorded. */
export function signatureNow(host: ReadHost, recorded: string): Signature {
  if (isPath(recorded)) return signatureOf(host.stat(recorded));
  try {
    return host.realPath(recorded.slice(realMark.length));
  } catch (error) {
    if (!isHostError(error)) throw error;
    return '-';
  }
}

/** In place of a signature that proves nothing: equal to none. */
const unproven: Signature = '?';

/**
 * A file that had changed in the instant in which it was looked at could change again without a trace in its times, as
 * git found out. File systems keep times to 10 ms or better.
 */
const granularityMs = 20;

export interface RecordingHost extends ReadHost {
  /** The state of a path at its first access; this is one when there was none yet. */
  readonly signature: (path: string) => Signature;
  /** All of them, by absolute path, or by what `isPath` tells apart from one. */
  seen(): ReadonlyMap<string, Signature>;
  /** All of them as later runs may rely on them. */
  proofs(): Map<string, Signature>;
  /** Later runs may rely on none: the result rests on something else, too. */
  distrust(): void;
}

/**
 * Takes the state of each path once: a file that changes after its first access has an older state on record than its
 * content, so the next build reads it again.
 */
export function recordingHost(host: ReadHost & Pick<Host, 'now'>): RecordingHost {
  const settled = host.now() - granularityMs;
  const stats = new Map<string, FileStat | undefined>();
  const signatures = new Map<string, Signature>();
  const recent = new Set<string>();
  const firstAccess = (path: string): Signature => {
    if (!isPath(path)) {
      signatures.set(path, signatureNow(host, path));
      return signatures.get(path)!;
    }
    const found = host.stat(path);
    const signature = signatureOf(found);
    stats.set(path, found);
    signatures.set(path, signature);
    if (found && (found.mtimeMs >= settled || found.ctimeMs >= settled)) recent.add(path);
    return signature;
  };
  const signature = (path: string): Signature => signatures.get(path) ?? firstAccess(path);
  const recording = <T>(access: (path: string) => T): ((path: string) => T) => {
    return (path) => {
      signature(path);
      return access(path);
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
    lstat: recording((path) => host.lstat(path)),
    readFile: recording((path) => host.readFile(path)),
    readDirectory: recording((path) => host.readDirectory(path)),
    realPath: (path) => {
      const real = signature(`${realMark}${path}`);
      // Where there is none, the host says why.
      return real === '-' ? host.realPath(path) : real;
    },
    survives: (script, input) => host.survives(script, input),
    startCompiler: () => host.startCompiler(),
    distrust: () => {
      for (const path of signatures.keys()) recent.add(path);
    },
  };
}
