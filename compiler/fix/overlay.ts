/** The file system as it would be with some files changed: fixes are tried on it before anything is written. */
import { parentOf } from '../base/path.ts';
import type { DirectoryEntry, FileStat, Host, ReadHost } from '../host/host.ts';
import type { Desk } from './desk.ts';

/** `changed`: contents by real path, relative to the workspace of `desk`. */
export function overlay(
  host: ReadHost & Pick<Host, 'now'>,
  desk: Desk,
  changed: ReadonlyMap<string, Uint8Array>,
): ReadHost & Pick<Host, 'now'> {
  const contents = new Map(Array.from(changed, ([path, bytes]) => [`${desk.root}/${path}`, bytes]));
  const fresh = [...contents.keys()].filter((path) => !host.stat(path));
  const folders = new Set(fresh.flatMap((path) => foldersAbove(path, desk.root)));
  const statOf = (path: string, look: (path: string) => FileStat | undefined): FileStat | undefined => {
    const found = look(path);
    if (found && found.type !== 'file') return found;
    const real = desk.realOf(path);
    const bytes = contents.get(real);
    // A time that no file has, so that nothing known of the file counts.
    if (bytes) return { ...(found ?? noFile), size: bytes.length, mtimeMs: -1 };
    return found ?? (folders.has(real) ? { ...noFile, type: 'directory' } : undefined);
  };
  return {
    now: () => host.now(),
    stat: (path) => statOf(path, (one) => host.stat(one)),
    lstat: (path) => statOf(path, (one) => host.lstat(one)),
    readFile: (path) => contents.get(desk.realOf(path)) ?? host.readFile(path),
    readDirectory: (path) => {
      const real = desk.realOf(path);
      const added = [...entriesIn(real, fresh, 'file'), ...entriesIn(real, folders, 'directory')];
      if (added.length === 0) return host.readDirectory(path);
      const names = new Set(added.map(({ name }) => name));
      const there = host.stat(path) ? host.readDirectory(path) : [];
      return [...there.filter(({ name }) => !names.has(name)), ...added];
    },
    realPath: (path) => {
      const real = desk.realOf(path);
      return contents.has(real) || folders.has(real) ? real : host.realPath(path);
    },
    survives: (script, input) => host.survives(script, input),
  };
}

const noFile: FileStat = { type: 'file', size: 0, mtimeMs: -1, ctimeMs: -1, inode: 0, mode: 0o644 };

function foldersAbove(path: string, root: string): string[] {
  const folders: string[] = [];
  for (let folder = parentOf(path); folder !== root && folder !== '/'; folder = parentOf(folder)) folders.push(folder);
  return folders;
}

const entriesIn = (folder: string, paths: Iterable<string>, type: 'file' | 'directory'): DirectoryEntry[] =>
  [...paths].filter((path) => parentOf(path) === folder).map((path) => ({ name: path.slice(folder.length + 1), type }));
