/**
 * What ends the commands of a run when the process that plays it is killed: a process of its own that is told of each
 * process group through a pipe, and, when the pipe closes without a farewell, ends the groups that are left. A command
 * that leaves its group is out of reach, and so is one that was started in the instant before it could be told of.
 */
import { type ChildProcess, spawn } from 'node:child_process';

/** Constant text: nothing of a document gets into it. */
const source = `
const groups = new Set();
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (line[0] === '+') groups.add(pid); else groups.delete(pid);
  }
});
process.stdin.on('end', () => {
  for (const pid of groups) try { process.kill(-pid, 'SIGKILL'); } catch {}
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});`;

export interface Reaper {
  /** A process group is there; the function says that it is gone. */
  watch(pid: number): () => void;
  stop(): void;
}

/** The process starts with the first group. On Windows there are no groups, and nothing is watched. */
export function openReaper(): Reaper {
  let child: ChildProcess | undefined;
  const tell = (line: string): void => void child?.stdin?.write(`${line}\n`);
  return {
    watch: (pid) => {
      if (process.platform === 'win32') return () => undefined;
      child ??= start();
      tell(`+${pid}`);
      return () => tell(`-${pid}`);
    },
    stop: () => {
      child?.stdin?.end();
      child = undefined;
    },
  };
}

function start(): ChildProcess {
  const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
