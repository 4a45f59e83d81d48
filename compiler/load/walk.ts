/** Lists the files below some folders. Links to folders are not followed: that is how circles begin. */
import { joinPath } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import { type DirectoryEntry, isHostError, type ReadHost } from '../host/host.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { SkippedFile } from '../model/source.ts';

interface Walked {
  /** By path relative to the root. */
  readonly files: ReadonlyMap<string, DirectoryEntry['type']>;
  readonly skipped: readonly SkippedFile[];
  readonly findings: readonly Finding[];
}

/** Where to look, and how many folders deep. */
interface WalkBase {
  readonly base: string;
  readonly depth: number;
}

const neverEntered = new Set(['node_modules', '.git', '.symphony']);

export function walk(host: ReadHost, root: string, bases: readonly WalkBase[], ignore: readonly string[]): Walked {
  const files = new Map<string, DirectoryEntry['type']>();
  const links = new Set<string>();
  const findings: Finding[] = [];
  /** How deep each folder was looked into. */
  const entered = new Map<string, number>();
  const listings = new Map<string, readonly DirectoryEntry[]>();
  const enter = (folder: string, depth: number): void => {
    if ((entered.get(folder) ?? -1) >= depth || ignore.includes(folder)) return;
    entered.set(folder, depth);
    const entries = listings.get(folder) ?? listFolder(host, root, folder, findings);
    listings.set(folder, entries);
    for (const { name, type } of entries) {
      const path = joinPath(folder, name);
      // The output folder is a link; its state changes with every build, and nothing here may depend on it.
      if (type !== 'file' && ignore.includes(path)) continue;
      if (type === 'directory' || leadsToFolder(host, root, path, type)) {
        if (depth === 0 || neverEntered.has(name)) continue;
        if (type === 'directory') enter(path, depth - 1);
        else links.add(path);
      } else files.set(path, type);
    }
  };
  for (const { base, depth } of bases) {
    const link = linkIn(host, root, base);
    if (link === undefined) enter(base, depth);
    else links.add(link);
  }
  const skipped = [...links].sort(compareText).map((path) => ({ path, reason: 'a link to a folder' }));
  return { files, skipped, findings };
}

const leadsToFolder = (host: ReadHost, root: string, path: string, type: DirectoryEntry['type']): boolean =>
  type === 'symlink' && host.stat(joinPath(root, path))?.type === 'directory';

/** The first part of a folder's path that is a link. */
function linkIn(host: ReadHost, root: string, folder: string): string | undefined {
  const parts = folder.split('/');
  const paths = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  return paths.find((path) => path !== '' && host.lstat(joinPath(root, path))?.type === 'symlink');
}

function listFolder(host: ReadHost, root: string, folder: string, findings: Finding[]): readonly DirectoryEntry[] {
  try {
    return host.readDirectory(joinPath(root, folder));
  } catch (error) {
    if (!isHostError(error)) throw error;
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
      findings.push(
        finding('FILE_UNREADABLE', { problem: `the folder cannot be listed (${error.code})` }, fileStart(folder)),
      );
    }
    return [];
  }
}
