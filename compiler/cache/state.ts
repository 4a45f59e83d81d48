/**
 * What a build leaves for the next one, in `.symphony/cache/`. Nothing in it is trusted beyond its own digests, and a
 * missing, foreign or damaged file only makes the next build slower.
 */
import { type Host, HostError, type ReadHost } from '../host/host.ts';
import type { KeptArtifact } from '../model/artifact.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { ModuleFacts, Summary } from '../model/index.ts';
import type { Tallies } from '../model/tally.ts';
import type { Signature } from './recording-host.ts';
import type { Dependencies } from './track.ts';

/** The state of the file system that a verdict belongs to. Small and read first: it alone decides a no-op. */
export interface StatIndex {
  readonly tool: string;
  /** What the caller said a build fails on; null when nothing. */
  readonly failOn: string | null;
  /** When it was written, in milliseconds since the epoch. */
  readonly writtenMs: number;
  readonly seen: Readonly<Record<string, Signature>>;
  /** Digests of files by path relative to the workspace, for files whose signature is in `seen`. */
  readonly digests: Readonly<Record<string, string>>;
  /** What the output folder holds; absent after a check. */
  readonly output?: OutputState;
}

export interface OutputState {
  /** Absolute path of the output folder. */
  readonly out: string;
  /** What identifies the key it was signed with. */
  readonly signing: string;
  /** Where `out` points. */
  readonly link: string;
  /** State of each file in it, by path relative to it. */
  readonly files: Readonly<Record<string, Signature>>;
}

/** What was found out about one document. */
export interface DocumentUnit {
  readonly summary: Summary;
  readonly result?: {
    readonly dependencies: Dependencies;
    readonly findings: readonly Finding[];
    readonly tallies: Tallies;
  };
  readonly plan?: {
    readonly dependencies: Dependencies;
    readonly plans: Readonly<Record<string, string | null>>;
    readonly digest: string;
    readonly steps: number;
  };
}

/** What was found out about one file. */
export interface FileUnit {
  readonly digest: string;
  readonly findings: readonly Finding[];
  readonly documents: readonly DocumentUnit[];
  /** How many documents of the file could be read no further than their kind. */
  readonly broken: number;
}

export interface UnitStore {
  readonly tool: string;
  /** The digest of `symphony.yaml`: all results depend on it. */
  readonly workspace: string;
  readonly files: Readonly<Record<string, FileUnit>>;
  readonly modules: Readonly<Record<string, ModuleFacts>>;
  /** What the targets made of each symphony, by the digest of all that went into it. */
  readonly artifacts: Readonly<Record<string, readonly KeptArtifact[]>>;
}

export const cacheFolder = (root: string): string => `${root}/.symphony/cache`;

/** Undefined when there is none that can be read. */
export function readState<T>(host: ReadHost, path: string): T | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(host.readFile(path))) as T;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is no reason to fail. */
export function writeState(host: Host, path: string, state: unknown): void {
  try {
    host.replaceFile(path, new TextEncoder().encode(JSON.stringify(state)));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
  }
}
