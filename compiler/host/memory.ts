/** A host that lives in memory: whole workspaces in, bytes out, for tests and for the examples of rules. */
import {
  type CompilerProcess,
  type DirectoryEntry,
  type FileStat,
  type GitResult,
  type Host,
  HostError,
} from './host.ts';

const encoder = new TextEncoder();

type Entry = { bytes: Uint8Array; mode?: number } | { link: string };

interface MemoryHostOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly now?: number;
  /** There are no processes in memory, but one outside can compile what lies there. */
  readonly startCompiler?: Host['startCompiler'];
  readonly git?: Host['git'];
}

/** A host with `files` (absolute path → content). Folders exist where files lie in them. */
export function memoryHost(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: MemoryHostOptions = {},
): MemoryHost {
  return new MemoryHost(files, options);
}

class MemoryHost implements Host {
  readonly processId = 1;
  readonly #entries = new Map<string, Entry>();
  readonly #options: MemoryHostOptions;

  constructor(files: Readonly<Record<string, string | Uint8Array>>, options: MemoryHostOptions) {
    this.#options = options;
    for (const [path, content] of Object.entries(files))
      this.writeFile(path, typeof content === 'string' ? encoder.encode(content) : content);
  }

  /** All files below `folder`, relative to it. */
  tree(folder: string): ReadonlyMap<string, Uint8Array> {
    const root = this.#resolve(folder) ?? folder;
    const inside = [...this.#entries].filter(([path, entry]) => path.startsWith(`${root}/`) && 'bytes' in entry);
    return new Map(
      inside.map(([path, entry]) => [path.slice(root.length + 1), (entry as { bytes: Uint8Array }).bytes]),
    );
  }

  /** Follows links in every part of the path; undefined after 40 of them. */
  #resolve(path: string, budget = 40): string | undefined {
    const parts = path.split('/');
    for (let i = 2; i <= parts.length; i++) {
      const entry = this.#entries.get(parts.slice(0, i).join('/'));
      if (!entry || !('link' in entry)) continue;
      if (budget === 0) return undefined;
      const base = entry.link.startsWith('/') ? entry.link : [...parts.slice(0, i - 1), entry.link].join('/');
      return this.#resolve([base, ...parts.slice(i)].join('/'), budget - 1);
    }
    return path;
  }

  #isDirectory(path: string): boolean {
    for (const key of this.#entries.keys()) if (key.startsWith(`${path}/`)) return true;
    return false;
  }

  #describe(path: string): FileStat | undefined {
    const entry = this.#entries.get(path);
    const base = { mtimeMs: 0, ctimeMs: 0, inode: 0 };
    if (entry && 'link' in entry) return { type: 'symlink', size: 0, ...base };
    if (entry) return { type: 'file', size: entry.bytes.length, ...base, mode: entry.mode ?? 0o644 };
    return this.#isDirectory(path) ? { type: 'directory', size: 0, ...base } : undefined;
  }

  lstat(path: string): FileStat | undefined {
    return this.#describe(path);
  }
  stat(path: string): FileStat | undefined {
    const real = this.#resolve(path);
    return real === undefined ? undefined : this.#describe(real);
  }
  readFile(path: string): Uint8Array {
    const real = this.#resolve(path);
    const entry = real === undefined ? undefined : this.#entries.get(real);
    if (entry && 'bytes' in entry) return entry.bytes;
    throw new HostError(this.#isDirectory(path) ? 'EISDIR' : 'ENOENT', path);
  }
  readDirectory(path: string): readonly DirectoryEntry[] {
    const names = new Map<string, FileStat['type']>();
    for (const [key, entry] of this.#entries) {
      if (!key.startsWith(`${path}/`)) continue;
      const [name = '', ...rest] = key.slice(path.length + 1).split('/');
      names.set(name, rest.length > 0 ? 'directory' : 'link' in entry ? 'symlink' : 'file');
    }
    if (names.size === 0) throw new HostError('ENOENT', path);
    return [...names].map(([name, type]) => ({ name, type }));
  }
  realPath(path: string): string {
    const real = this.#resolve(path);
    if (real === undefined) throw new HostError('ELOOP', path);
    if (!this.#describe(real)) throw new HostError('ENOENT', path);
    return real;
  }
  /** There are no processes in memory. */
  async survives(): Promise<boolean> {
    return false;
  }
  async startCompiler(): Promise<CompilerProcess | undefined> {
    return this.#options.startCompiler?.();
  }
  now(): number {
    return this.#options.now ?? 0;
  }
  env(name: string): string | undefined {
    return this.#options.environment?.[name];
  }
  writeFile(path: string, bytes: Uint8Array, mode?: number): void {
    this.#entries.set(this.#resolve(path) ?? path, { bytes, mode });
  }
  writeNew(path: string, bytes: Uint8Array): void {
    this.writeFile(path, bytes);
  }
  replaceFile(path: string, bytes: Uint8Array): void {
    this.writeFile(path, bytes);
  }
  writeDurable(path: string, bytes: Uint8Array, { mode }: { readonly mode?: number } = {}): void {
    this.writeFile(path, bytes, mode);
  }
  syncFolder(): void {}
  /** Folders exist where files lie in them. */
  removeEmptyFolder(): void {}
  makeDirectory(): void {}
  remove(path: string): void {
    for (const key of [...this.#entries.keys()])
      if (key === path || key.startsWith(`${path}/`)) this.#entries.delete(key);
  }
  rename(from: string, to: string): void {
    for (const [key, entry] of [...this.#entries]) {
      if (key !== from && !key.startsWith(`${from}/`)) continue;
      this.#entries.delete(key);
      this.#entries.set(to + key.slice(from.length), entry);
    }
  }
  linkFile(from: string, to: string): void {
    this.writeFile(to, this.readFile(from));
  }
  pointLink(path: string, to: string): void {
    this.#entries.set(path, { link: to });
  }
  readLink(path: string): string | undefined {
    const entry = this.#entries.get(path);
    return entry && 'link' in entry ? entry.link : undefined;
  }
  createExclusive(path: string, bytes: Uint8Array, mode?: number): boolean {
    if (this.#entries.has(path)) return false;
    this.writeFile(path, bytes, mode);
    return true;
  }
  processAlive(): boolean {
    return false;
  }
  processStart(): string {
    return '';
  }
  machine(): string {
    return 'memory';
  }
  async sleep(): Promise<void> {}
  git(cwd: string, args: readonly string[], input?: Uint8Array): GitResult {
    const none = { status: null, stdout: new Uint8Array(), stderr: 'there is no git in memory' };
    return this.#options.git?.(cwd, args, input) ?? none;
  }
}
