/** The host of the command line: Node's file system, clock and environment. */
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { type FileStat, type GitResult, type Host, HostError, type HostErrorCode } from './host.ts';

const known = new Set(['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENOSPC', 'EROFS', 'EEXIST']);

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'EIO';
    if (code === 'EPERM') throw new HostError('EACCES', path);
    throw new HostError(known.has(code) ? (code as HostErrorCode) : 'EIO', path);
  }
}

const hasModes = process.platform !== 'win32';

function toStat(stat: fs.Stats | undefined): FileStat | undefined {
  if (!stat) return undefined;
  const type = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : stat.isSymbolicLink() ? 'symlink' : 'other';
  const { size, mtimeMs, ctimeMs, ino: inode } = stat;
  return { type, size, mtimeMs, ctimeMs, inode, mode: hasModes ? stat.mode & 0o777 : undefined };
}

const entryType = (entry: fs.Dirent): FileStat['type'] =>
  entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'symlink' : 'other';

function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

let counter = 0;
const temporary = (path: string): string => `${path}.${process.pid}.${counter++}.tmp`;

const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** False when `to` exists. Copies where the file system has no hard links. */
function linkExclusive(from: string, to: string): boolean {
  try {
    try {
      fs.linkSync(from, to);
    } catch (error) {
      if (exists(error)) return false;
      fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
    }
    return true;
  } catch (error) {
    if (exists(error)) return false;
    throw error;
  }
}

/** The fields of /proc/PID/stat (see proc(5)) from the third on, which is the state; none where there is no such file. */
function processFields(pid: number): readonly string[] {
  const text = quietly(() => fs.readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? '';
  // The second field is the name of the program in brackets, and may hold anything.
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** A run of git that takes longer hangs; the hooks of a commit may run tests. */
const gitLimitMs = 600_000;

/** What `git rev-parse --local-env-vars` lists and a hook of git sets: it would lead away from the folder that is meant. */
const repositoryVariables = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/** An empty list of protocols allows none: a partial clone would fetch what it lacks otherwise. */
const gitSettings = {
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LANGUAGE: '',
  LC_ALL: 'C',
};

function runGit(cwd: string, args: readonly string[], input?: Uint8Array): GitResult {
  // Loaded here, since next to no command needs it.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const env: NodeJS.ProcessEnv = { ...process.env, ...gitSettings };
  for (const name of repositoryVariables) delete env[name];
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd,
    env,
    input: input ?? '',
    timeout: gitLimitMs,
    maxBuffer: Number.POSITIVE_INFINITY,
    windowsHide: true,
  });
  if (!error) return { status, stdout, stderr: stderr.toString() };
  const { code } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'git is not installed, or not among the programs that PATH leads to',
    ETIMEDOUT: `git took longer than ${gitLimitMs / 1000} s`,
  };
  return { status: null, stdout: new Uint8Array(), stderr: reasons[code ?? ''] ?? `git cannot be started (${code})` };
}

/** The owner of a file that is replaced stays. Only the superuser can give files away. */
function giveTo(file: number, like: string): void {
  const [to, own] = [fs.statSync(like, { throwIfNoEntry: false }), fs.fstatSync(file)];
  if (to && (to.uid !== own.uid || to.gid !== own.gid)) quietly(() => fs.fchownSync(file, to.uid, to.gid));
}

export const nodeHost: Host = {
  processId: process.pid,
  now: () => Date.now(),
  env: (name) => process.env[name],
  lstat: (path) => quietly(() => toStat(fs.lstatSync(path, { throwIfNoEntry: false }))),
  stat: (path) => quietly(() => toStat(fs.statSync(path, { throwIfNoEntry: false }))),
  readFile: (path) => attempt(path, () => fs.readFileSync(path)),
  readDirectory: (path) =>
    attempt(path, () =>
      fs.readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, type: entryType(entry) })),
    ),
  realPath: (path) => attempt(path, () => fs.realpathSync(path).replaceAll('\\', '/')),
  survives: async (script, input) => {
    const { spawnSync } = await import('node:child_process');
    // Modules are looked for from there.
    const cwd = dirname(fs.realpathSync(process.argv[1] ?? '.'));
    const { status } = spawnSync(process.execPath, ['-e', script], { cwd, input, stdio: 'pipe', timeout: 20_000 });
    return status === 0;
  },
  startCompiler: async () => (await import('./node-compiler.ts')).startCompiler(),
  writeFile: (path, bytes, mode) =>
    attempt(path, () => {
      fs.mkdirSync(dirname(path), { recursive: true });
      fs.writeFileSync(path, bytes, { mode: mode ?? 0o666 });
    }),
  writeNew: (path, bytes) => attempt(path, () => fs.writeFileSync(path, bytes)),
  writeDurable: (path, bytes, { mode, like } = {}) =>
    attempt(path, () => {
      fs.mkdirSync(dirname(path), { recursive: true });
      const file = fs.openSync(path, 'w');
      try {
        fs.writeFileSync(file, bytes);
        if (mode !== undefined && hasModes) fs.fchmodSync(file, mode);
        if (like !== undefined) giveTo(file, like);
        fs.fsyncSync(file);
      } finally {
        fs.closeSync(file);
      }
    }),
  syncFolder: (path) => {
    // Windows opens no folders.
    const folder = quietly(() => fs.openSync(path, 'r'));
    if (folder === undefined) return;
    quietly(() => fs.fsyncSync(folder));
    fs.closeSync(folder);
  },
  removeEmptyFolder: (path) => void quietly(() => fs.rmdirSync(path)),
  replaceFile: (path, bytes) =>
    attempt(path, () => {
      fs.mkdirSync(dirname(path), { recursive: true });
      const draft = temporary(path);
      try {
        fs.writeFileSync(draft, bytes);
        fs.renameSync(draft, path);
      } catch (error) {
        fs.rmSync(draft, { force: true });
        throw error;
      }
    }),
  makeDirectory: (path) => attempt(path, () => void fs.mkdirSync(path, { recursive: true })),
  remove: (path) => attempt(path, () => fs.rmSync(path, { recursive: true, force: true })),
  rename: (from, to) => attempt(from, () => fs.renameSync(from, to)),
  linkFile: (from, to) => {
    if (quietly(() => fs.linkSync(from, to) === undefined)) return;
    attempt(to, () => fs.copyFileSync(from, to));
  },
  pointLink: (path, to, draft) =>
    attempt(path, () => {
      fs.rmSync(draft, { force: true });
      fs.symlinkSync(to, draft, 'junction');
      try {
        fs.renameSync(draft, path);
      } catch (error) {
        fs.rmSync(draft, { force: true });
        throw error;
      }
    }),
  readLink: (path) => quietly(() => fs.readlinkSync(path).replaceAll('\\', '/')),
  createExclusive: (path, bytes, mode) =>
    attempt(path, () => {
      fs.mkdirSync(dirname(path), { recursive: true });
      // Process numbers repeat across containers that share a folder, so they do not make the draft's name unique.
      const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
      try {
        fs.writeFileSync(draft, bytes, { flag: 'wx', mode: mode ?? 0o666 });
        return linkExclusive(draft, path);
      } finally {
        fs.rmSync(draft, { force: true });
      }
    }),
  processAlive: (pid) => {
    try {
      process.kill(pid, 0);
      // One that ended stays for a while, until its parent takes note.
      return processFields(pid)[0] !== 'Z';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
  processStart: (pid) => processFields(pid)[19] ?? '',
  machine: () => {
    const boot = quietly(() => fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')) ?? hostname();
    const space = quietly(() => fs.readlinkSync('/proc/self/ns/pid')) ?? '';
    return `${boot}.${space}`.replace(/[^\w.]/g, '');
  },
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  git: runGit,
};
