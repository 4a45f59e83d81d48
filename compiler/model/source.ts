/** What `load` gives: every file seen, with its bytes or the reason why it is not compiled. */
import type { Finding } from './diagnostic.ts';

export interface SourceFile {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly digest: string;
  readonly size: number;
  /** Reads the bytes again when a cached result made the first read unnecessary. */
  readonly bytes: () => Uint8Array;
}

export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface LoadedSources {
  readonly files: readonly SourceFile[];
  readonly skipped: readonly SkippedFile[];
  readonly findings: readonly Finding[];
}
