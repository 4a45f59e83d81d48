/** What a check leaves for the phases after it. */
import type { FileUnit } from '../cache/units.ts';
import type { Document } from '../model/document.ts';
import type { WorkspaceIndex } from '../model/index.ts';
import type { LoadedSources, SourceFile } from '../model/source.ts';
import type { Verdict } from '../model/verdict.ts';

/** A workspace as checked, with what the later phases go on with. */
export interface Checked {
  readonly verdict: Verdict;
  readonly index: WorkspaceIndex;
  readonly workspace: Document<'Workspace'>;
  readonly workspaceFile: SourceFile;
  readonly sources: LoadedSources;
  readonly units: ReadonlyMap<string, FileUnit>;
  /** The files in which something looks like a secret, whatever the workspace says about it. */
  readonly secretive: ReadonlySet<string>;
  /** The documents of a file, parsed in this run or again. */
  readonly documents: (path: string) => Promise<readonly (Document | undefined)[]>;
}
