/** A revision of the workspace, as the compiler reads it. */
import type { Host, ReadHost } from '../host/host.ts';

/** What makes it impossible to compare, in words for the user. */
export interface RevisionProblem {
  readonly problem: string;
  readonly help?: string;
}

/** A commit after the revision. */
export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
  /** The author, and those named as co-authors. */
  readonly authors: readonly Person[];
  /** From its `Approved-by` trailers. */
  readonly approvals: readonly Person[];
}

export interface Person {
  readonly name: string;
  readonly mail: string;
}

export interface Revision {
  /** As the user named it. */
  readonly ref: string;
  readonly commit: string;
  /** The folder of the workspace as it was then, under the path it has now. */
  readonly host: ReadHost & Pick<Host, 'now'>;
  /** The digest of a file's content, where it is known without reading it. */
  readonly knownDigest: (path: string) => string | undefined;
  /** Reads several files of the workspace at once, before they are asked for one by one. */
  readonly prefetch: (paths: readonly string[]) => void;
  /** Whether the revision has a file there whose content the clone lacks, as a partial clone may. */
  readonly lacks: (path: string) => boolean;
  /** The files below the folder of the workspace. */
  readonly files: () => Iterable<string>;
  /** The folders below it that are repositories of their own. */
  readonly submodules: readonly string[];
  /** The commits from the revision to HEAD that touch any of these files. */
  readonly commits: (files: readonly string[]) => readonly Commit[];
  /** The commit that is checked out. */
  readonly head: string;
  /** Reads files at commits, in their order; undefined for what is not there. */
  readonly contents: (wanted: readonly (readonly [commit: string, path: string])[]) => (Uint8Array | undefined)[];
  /** Whether the clone may lack the commits in between. */
  readonly isShallow: boolean;
}
