/** Folders that symphonyc keeps for itself inside a workspace. A repository may carry links in their place. */
import { joinPath } from '../base/path.ts';
import type { ReadHost } from '../host/host.ts';

/**
 * The first part of `path`, below the folder `root`, that exists and is no folder of its own: what it leads to is
 * somebody else's, and must not be written to. Undefined when there is none.
 */
export function foreignFolder(host: ReadHost, root: string, path: string): string | undefined {
  const parts = path.split('/');
  const folders = parts.map((_, i) => joinPath(root, ...parts.slice(0, i + 1)));
  return folders.find((folder) => (host.lstat(folder)?.type ?? 'directory') !== 'directory');
}
