/** A host in which some files are other than on disk, to look at what is not written yet. */
import type { DirectoryEntry, FileStat, ReadHost } from './host.ts';

/** `files`: absolute path → content. Folders exist where files lie in them. */
export function overlayHost(host: ReadHost, files: ReadonlyMap<string, Uint8Array>): ReadHost {
  const folders = new Map<string, Map<string, DirectoryEntry['type']>>();
  for (const path of files.keys()) {
    let [inner, type]: [string, DirectoryEntry['type']] = [path, 'file'];
    for (let cut = inner.lastIndexOf('/'); cut > 0; cut = inner.lastIndexOf('/')) {
      const folder = inner.slice(0, cut);
      folders.set(folder, (folders.get(folder) ?? new Map()).set(inner.slice(cut + 1), type));
      [inner, type] = [folder, 'directory'];
    }
  }
  const own = (path: string): FileStat | undefined => {
    const bytes = files.get(path);
    const still = { mtimeMs: 0, ctimeMs: 0, inode: 0 };
    if (bytes) return { type: 'file', size: bytes.length, ...still };
    return folders.has(path) && !host.stat(path) ? { type: 'directory', size: 0, ...still } : undefined;
  };
  return {
    stat: (path) => own(path) ?? host.stat(path),
    lstat: (path) => own(path) ?? host.lstat(path),
    readFile: (path) => files.get(path) ?? host.readFile(path),
    readDirectory: (path) => {
      const added = folders.get(path);
      if (!added) return host.readDirectory(path);
      const kept = host.stat(path) ? host.readDirectory(path).filter(({ name }) => !added.has(name)) : [];
      return [...kept, ...Array.from(added, ([name, type]) => ({ name, type }))];
    },
    realPath: (path) => (own(path) ? path : host.realPath(path)),
    survives: (script, input) => host.survives(script, input),
    startCompiler: () => host.startCompiler(),
  };
}
