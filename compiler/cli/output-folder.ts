/** An output folder as the verifier looks at it. */
import { joinPath } from '../base/path.ts';
import { type FileStat, type Host, isHostError } from '../host/host.ts';
import type { OutputFolder } from '../verify/index.ts';

/** `root`: its real path, since another build may replace a link to it meanwhile. */
export function readOutputFolder(host: Host, root: string): OutputFolder {
  const types = new Map<string, FileStat['type']>();
  const list = (folder: string): void => {
    for (const { name, type } of host.readDirectory(joinPath(root, folder))) {
      const path = joinPath(folder, name);
      if (type === 'directory') list(path);
      else types.set(path, type);
    }
  };
  list('');
  const read = (path: string): Uint8Array | undefined => {
    if (types.get(path) !== 'file') return undefined;
    try {
      return host.readFile(joinPath(root, path));
    } catch (error) {
      if (isHostError(error)) return undefined;
      throw error;
    }
  };
  return { files: [...types.keys()], read };
}
