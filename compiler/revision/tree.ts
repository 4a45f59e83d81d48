/** The files of one commit, as a host that can only be read. */
import { joinPath, parentOf } from '../base/path.ts';
import { type DirectoryEntry, type FileStat, type Host, HostError, type ReadHost } from '../host/host.ts';
import type { RevisionProblem } from './define.ts';
import type { BlobStore } from './objects.ts';

interface Entry {
  readonly type: 'file' | 'symlink' | 'other';
  readonly id: string;
}

const types: Readonly<Record<string, Entry['type']>> = { '100': 'file', '120': 'symlink', '160': 'other' };

/** All files of a folder at a commit, by path relative to it. `prefix`: the folder, with a slash at its end unless empty. */
export function listTree(
  host: Pick<Host, 'git'>,
  root: string,
  commit: string,
  prefix: string,
): ReadonlyMap<string, Entry> | RevisionProblem {
  const tree = prefix === '' ? commit : `${commit}:${prefix.slice(0, -1)}`;
  const { status, stdout } = host.git(root, ['ls-tree', '-r', '-z', '--full-tree', tree]);
  if (status !== 0) return { problem: `there is no folder \`${prefix}\` at that revision` };
  const entries = new Map<string, Entry>();
  for (const line of new TextDecoder().decode(stdout).split('\0')) {
    // `100644 blob <id>`, a tab, and the path as it is.
    const match = /^([0-9]{3})[0-9]{3} [a-z]+ ([0-9a-f]+)\t/.exec(line);
    const type = types[match?.[1] ?? ''];
    if (match && type) entries.set(line.slice(match[0].length), { type, id: match[2]! });
  }
  return entries;
}

/** As many links as this in one path lead in a circle. */
const maxLinks = 40;

/** A host over `entries`, which lie below `root`. Outside of it there is nothing. */
export class TreeHost implements ReadHost {
  readonly #root: string;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #blobs: BlobStore;
  readonly #folders = new Map<string, Map<string, FileStat['type']>>();
  readonly #survives: ReadHost['survives'];

  constructor(root: string, entries: ReadonlyMap<string, Entry>, blobs: BlobStore, survives: ReadHost['survives']) {
    this.#root = root;
    this.#entries = entries;
    this.#blobs = blobs;
    this.#survives = survives;
    this.#folders.set(root, new Map());
    for (const [path, { type }] of entries) this.#enter(joinPath(root, path), type);
  }

  #enter(path: string, type: FileStat['type']): void {
    const folder = parentOf(path);
    const known = this.#folders.get(folder);
    const names = known ?? new Map<string, FileStat['type']>();
    names.set(path.slice(folder.length + 1), type);
    if (known) return;
    this.#folders.set(folder, names);
    this.#enter(folder, 'directory');
  }

  #entry(path: string): Entry | undefined {
    return path.startsWith(`${this.#root}/`) ? this.#entries.get(path.slice(this.#root.length + 1)) : undefined;
  }

  /** Follows links in every part of the path. `links`: gets the blobs of those it comes by. */
  #resolve(path: string, budget = maxLinks, links: string[] = []): string | undefined {
    if (!path.startsWith(`${this.#root}/`)) return path;
    const parts = path.slice(this.#root.length + 1).split('/');
    for (let i = 1; i <= parts.length; i++) {
      const link = joinPath(this.#root, ...parts.slice(0, i));
      const entry = this.#entry(link);
      if (entry?.type !== 'symlink') continue;
      links.push(entry.id);
      const target = new TextDecoder().decode(this.#blobs.bytes(entry.id));
      if (budget === 0 || target === '') return undefined;
      const base = target.startsWith('/') ? target : joinPath(parentOf(link), target);
      return this.#resolve(joinPath(base, ...parts.slice(i)), budget - 1, links);
    }
    return path;
  }

  /** Whether the commit has something there, and the clone lacks its content or a link on the way to it. */
  lacks(path: string): boolean {
    const links: string[] = [];
    const real = this.#resolve(path, maxLinks, links);
    const entry = real === undefined ? undefined : this.#entry(real);
    const needed = entry?.type === 'file' ? [...links, entry.id] : links;
    return needed.some((id) => this.#blobs.lacks(id));
  }

  lstat(path: string): FileStat | undefined {
    const base = { mtimeMs: 0, ctimeMs: 0, inode: 0 };
    if (this.#folders.has(path)) return { type: 'directory', size: 0, ...base };
    const entry = this.#entry(path);
    if (!entry) return undefined;
    // One that the clone lacks is there all the same: reading it fails, and `lacks` says why.
    return { type: entry.type, size: entry.type === 'file' ? (this.#blobs.size(entry.id) ?? 0) : 0, ...base };
  }

  stat(path: string): FileStat | undefined {
    const real = this.#resolve(path);
    return real === undefined ? undefined : this.lstat(real);
  }

  readFile(path: string): Uint8Array {
    const real = this.#resolve(path);
    if (real === undefined) throw new HostError('ELOOP', path);
    const entry = this.#entry(real);
    if (entry?.type !== 'file') throw new HostError(this.#folders.has(real) ? 'EISDIR' : 'ENOENT', path);
    const bytes = this.#blobs.bytes(entry.id);
    if (!bytes) throw new HostError('EIO', path);
    return bytes;
  }

  readDirectory(path: string): readonly DirectoryEntry[] {
    const names = this.#folders.get(this.#resolve(path) ?? '');
    if (!names) throw new HostError(this.stat(path) ? 'ENOTDIR' : 'ENOENT', path);
    return [...names].map(([name, type]) => ({ name, type }));
  }

  realPath(path: string): string {
    const real = this.#resolve(path);
    if (real === undefined) throw new HostError('ELOOP', path);
    return real;
  }

  survives(script: string, input: Uint8Array): Promise<boolean> {
    return this.#survives(script, input);
  }

  /** Nothing is compiled of what was. */
  async startCompiler(): Promise<undefined> {
    return undefined;
  }

  /** Nothing changes there. */
  now(): number {
    return 0;
  }
}
