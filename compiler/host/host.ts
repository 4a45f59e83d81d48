/** The edge: everything the compiler learns from outside itself comes through a host. All paths are absolute, with `/`. */

export interface FileStat {
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
  /** Permission bits, where the system has them. */
  readonly mode?: number;
}

export type HostErrorCode =
  | 'ENOENT'
  | 'EACCES'
  | 'EISDIR'
  | 'ENOTDIR'
  | 'ELOOP'
  | 'ENOSPC'
  | 'EROFS'
  | 'EIO'
  | 'EEXIST';

/** What the operating system refused. Hosts throw it; the phases at the edge turn it into a diagnostic. */
export class HostError extends Error {
  readonly kind = 'host-error';
  readonly code: HostErrorCode;
  readonly path: string;

  constructor(code: HostErrorCode, path: string) {
    super(`${code}: ${path}`);
    this.name = 'HostError';
    this.code = code;
    this.path = path;
  }
}

/** Not `instanceof`: the parts of the bundled program each have their own copy of the class. */
export const isHostError = (error: unknown): error is HostError =>
  error instanceof Error && (error as Partial<HostError>).kind === 'host-error';

export interface DirectoryEntry {
  readonly name: string;
  readonly type: FileStat['type'];
}

/** The TypeScript compiler as a process that answers requests about types (`tsc --api`). */
export interface CompilerProcess {
  /** The folder of its own declarations, which it reads itself. */
  readonly folder: string;
  send(bytes: Uint8Array): void;
  /** Calls back with what it says, and with undefined when it has ended: of itself, or since it was silent for too long. */
  listen(listener: (bytes: Uint8Array | undefined) => void): void;
  /** Nothing more is wanted of it now. */
  release(): void;
  /** Ends it, whatever it is doing. */
  kill(): void;
}

/** How a run of `git` ended. */
export interface GitResult {
  /** Null when it could not be started or took too long; `stderr` then says why. */
  readonly status: number | null;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** Reading. Synchronous on purpose: for many small files asynchronous reads cost more than they save. */
export interface ReadHost {
  /** Undefined when there is nothing; follows no symbolic link. */
  lstat(path: string): FileStat | undefined;
  /** Undefined when there is nothing or a link leads nowhere or in a circle; follows symbolic links. */
  stat(path: string): FileStat | undefined;
  /** Throws HostError. */
  readFile(path: string): Uint8Array;
  /** Throws HostError. In no particular order. */
  readDirectory(path: string): readonly DirectoryEntry[];
  /** The path with all symbolic links resolved. Throws HostError. */
  realPath(path: string): string;
  /**
   * Whether a script of Node ends well in a process of its own: for what might take the process with it. It reads `input`
   * and can require what this program can.
   */
  survives(script: string, input: Uint8Array): Promise<boolean>;
  /** Undefined where TypeScript is not installed, or not for this system. */
  startCompiler(): Promise<CompilerProcess | undefined>;
}

export interface Host extends ReadHost {
  /** Milliseconds since the epoch. */
  now(): number;
  env(name: string): string | undefined;
  /** Creates parent folders. Throws HostError. `mode` only where the system has modes. */
  writeFile(path: string, bytes: Uint8Array, mode?: number): void;
  /** As `writeFile`, into a folder that exists. */
  writeNew(path: string, bytes: Uint8Array): void;
  /**
   * As `writeFile`, and on the disk when it returns. `mode` holds whatever the process would give; the owner is that of
   * `like`, where the system allows it. Throws HostError.
   */
  writeDurable(path: string, bytes: Uint8Array, options?: { readonly mode?: number; readonly like?: string }): void;
  /** What was renamed or removed in a folder stays so whatever happens to the machine, where the system can promise it. */
  syncFolder(path: string): void;
  /** Removes a folder that is empty, and leaves any other. */
  removeEmptyFolder(path: string): void;
  /** Atomic replacement: readers see the old file or the new one. Throws HostError. */
  replaceFile(path: string, bytes: Uint8Array): void;
  makeDirectory(path: string): void;
  remove(path: string): void;
  rename(from: string, to: string): void;
  /** A second name for the same file, or a copy where the file system has no such thing. */
  linkFile(from: string, to: string): void;
  /**
   * Makes `path` a symbolic link to the folder `to`, in one step, replacing an older link. The new one is made as `draft`
   * first, on the same file system, where one that was left behind is replaced.
   */
  pointLink(path: string, to: string, draft: string): void;
  readLink(path: string): string | undefined;
  /**
   * True when `path` was created by this call; false when it existed. Creates parent folders. The file appears with all
   * of its bytes, so whoever finds it can read it. `mode` only where the system has modes. Throws HostError.
   */
  createExclusive(path: string, bytes: Uint8Array, mode?: number): boolean;
  /** Whether a process of this machine with that id is alive. */
  processAlive(pid: number): boolean;
  readonly processId: number;
  /**
   * When a process started, as digits that no later process with the same id has on this machine until it is started
   * again; empty where the system does not say.
   */
  processStart(pid: number): string;
  /** Names this machine, since it was started, and the container in which process ids are what they are: letters, digits, dots, underscores. */
  machine(): string;
  sleep(ms: number): Promise<void>;
  /**
   * Runs `git` in a folder, with these arguments and no shell. It asks nobody and fetches nothing, speaks English, and
   * works in the repository of the folder whatever the environment says.
   */
  git(cwd: string, args: readonly string[], input?: Uint8Array): GitResult;
}
