/** A workspace as read, before anything in it is checked: as it is, or as it was at a revision. */
import type { WorkspaceIndex } from '../model/index.ts';
import type { LoadedSources } from '../model/source.ts';
import type { FrontEnd } from './front-end.ts';
import type { OpenWorkspace } from './open-workspace.ts';
import type { Signatures } from './signatures.ts';

export interface ReadWorkspace {
  readonly opened: OpenWorkspace;
  readonly sources: LoadedSources;
  readonly front: FrontEnd;
  readonly index: WorkspaceIndex;
  readonly signatures: Signatures;
}
