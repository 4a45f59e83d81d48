/**
 * Commands: an argv without a shell, in a process group of its own, so that stopping it stops what it started, and what
 * it leaves in the background ends with it. A
 * process that leaves its group (`setsid`) is out of reach; on Windows the tree below the command is stopped instead.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { systemReason } from '../core/system-errors.ts';
import { inside } from '../plan/workspace.ts';
import type { Reaper } from './reaper.ts';
import { startReaper } from './reaper-process.ts';

interface CommandOptions {
  readonly argv: readonly string[];
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** The folder that the command runs in, `root` when left out. */
  readonly cwd?: string;
  /** Stops the command when it is aborted. */
  readonly signal: AbortSignal;
  /** Ends the command should this process be killed. */
  readonly reaper: Reaper;
  /** How many bytes of each stream are kept, from the end. */
  readonly keep: number;
  readonly onOutput?: (chunk: Uint8Array) => void;
}

interface CommandResult {
  /** 128 + the number of the signal that ended it, as shells say. */
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** True when a stream was longer than what is kept of it. */
  readonly cut: boolean;
}

const grace = 2000;

/** Runs a command to its end. Throws when it cannot be started; when it was stopped, says how far it came. */
export async function runCommand(options: CommandOptions): Promise<CommandResult> {
  options.signal.throwIfAborted();
  const [program = '', ...args] = options.argv;
  const [file, ...before] = programOf(options.root, program);
  const child = spawn(file, [...before, ...args], {
    cwd: options.cwd ?? options.root,
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const unwatch = child.pid === undefined ? undefined : options.reaper.watch(child.pid, startReaper);
  const stdout = tail(child.stdout, options);
  const stderr = tail(child.stderr, options);
  const ended = endOf(child, options);
  let stopped: Promise<void> | undefined;
  const stop = (): void => {
    stopped = stopGroup(child);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    const exit = await ended;
    await stopped;
    // What it left in the background is nobody's any more.
    if (!stopped && child.pid !== undefined && signalGroup(child.pid, 0)) await stopGroup(child);
    return { exit, stdout: stdout.text(), stderr: stderr.text(), cut: stdout.cut() || stderr.cut() };
  } finally {
    options.signal.removeEventListener('abort', stop);
    unwatch?.();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/**
 * The file to start, with what comes before the arguments. A path stays in the workspace; a bare name is looked for among
 * the workspace's packages, then in PATH. `node` and `symphonyc` are those that run now, wherever they lie.
 */
function programOf(root: string, program: string): [string, ...string[]] {
  if (program === 'node') return [process.execPath];
  if (program === 'symphonyc' && isTool(process.argv[1])) return [process.execPath, process.argv[1]];
  if (!/[\\/]/.test(program)) return [program];
  const path = inside(root, program);
  if (path === undefined) throw new Error(`\`${program}\` lies outside the workspace`);
  return [path];
}

/** Whether a script is this tool, as it is when a symphony is played from its command line. */
const isTool = (script: string | undefined): script is string => /(?:^|[\\/])symphonyc(?:\.cjs)?$/.test(script ?? '');

const environment = ({ root, env }: CommandOptions): NodeJS.ProcessEnv => ({
  ...process.env,
  ...env,
  PATH: [join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter),
});

interface Tail {
  text(): string;
  cut(): boolean;
}

/** The last bytes of a stream. */
function tail(stream: NodeJS.ReadableStream, { keep, onOutput }: CommandOptions): Tail {
  let kept: Buffer = Buffer.alloc(0);
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    onOutput?.(chunk);
    size += chunk.length;
    kept = Buffer.concat([kept, chunk]);
    if (kept.length > keep) kept = kept.subarray(kept.length - keep);
  });
  return { text: () => kept.toString('utf8'), cut: () => size > keep };
}

/** The exit code, once the output is read. A process left in the background may keep the pipes open: it is not waited for. */
function endOf(child: ChildProcess, options: CommandOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(new Error(startProblem(options, error))));
    child.on('exit', (code, signal) => {
      const exit = code ?? 128 + (signal ? constants.signals[signal] : 0);
      child.on('close', () => resolve(exit));
      setTimeout(() => resolve(exit), 250).unref();
    });
  });
}

/** Why a command does not start, and what to do about it. */
function startProblem({ argv: [program = ''], root }: CommandOptions, error: NodeJS.ErrnoException): string {
  const isPath = /[\\/]/.test(program);
  if (error.code === 'EACCES')
    return `the command \`${program}\` cannot be started: permission is missing; make it executable, as with \`chmod +x\``;
  if (error.code !== 'ENOENT') return `the command \`${program}\` cannot be started: ${systemReason(error)}`;
  if (!isPath)
    return `the command \`${program}\` was not found; install it so that it lies in the PATH, or in the workspace's node_modules`;
  if (inside(root, program) !== undefined && existsSync(join(root, program)))
    return `the command \`${program}\` cannot be started: the interpreter that its first line names was not found`;
  return `the command \`${program}\` was not found; the path is taken from the folder of the workspace`;
}

/** Asks the whole group to end, and ends it when some of it is still there after the time of grace. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  signalGroup(child.pid, 'SIGTERM');
  if (await groupGone(child.pid, grace)) return;
  signalGroup(child.pid, 'SIGKILL');
  await groupGone(child.pid, 500);
}

async function groupGone(pid: number, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  while (signalGroup(pid, 0)) {
    if (Date.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** False when nothing of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
