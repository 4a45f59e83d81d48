/** Lists the files below some folders. Links to folders are not followed: that is how circles begin. */
import { joinPath } from '../base/path.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import { type DirectoryEntry, HostError, type ReadHost } from '../host/host.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { SkippedFile } from '../model/source.ts';

export interface Walked {
  /** Relative to the root. */
  readonly files: ReadonlySet<string>;
  readonly folders: readonly string[];
  readonly skipped: readonly SkippedFile[];
  readonly findings: readonly Finding[];
}

const neverEntered = new Set(['node_modules', '.git', '.symphony']);

export function walk(host: ReadHost, root: string, bases: readonly string[], ignore: readonly string[]): Walked {
  const files = new Set<string>();
  const folders = new Set<string>();
  const skipped: SkippedFile[] = [];
  const findings: Finding[] = [];
  const queue = [...new Set(bases)].sort();
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    if (folders.has(folder) || ignore.includes(folder)) continue;
    folders.add(folder);
    for (const entry of listFolder(host, root, folder, findings)) {
      const path = joinPath(folder, entry.name);
      if (entry.type === 'directory') {
        if (!neverEntered.has(entry.name)) queue.push(path);
      } else if (entry.type === 'file') files.add(path);
      else if (entry.type === 'symlink') {
        if (host.stat(joinPath(root, path))?.type === 'directory') skipped.push({ path, reason: 'a link to a folder' });
        else files.add(path);
      }
    }
  }
  return { files, folders: [...folders].sort(), skipped, findings };
}

function listFolder(host: ReadHost, root: string, folder: string, findings: Finding[]): readonly DirectoryEntry[] {
  try {
    return host.readDirectory(joinPath(root, folder));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
      findings.push(
        finding('FILE_UNREADABLE', { problem: `the folder cannot be listed (${error.code})` }, fileStart(folder)),
      );
    }
    return [];
  }
}
