/**
 * What ends the commands of a run when the process that plays it is killed: a process of its own that is told of each
 * process group through a pipe, and, when the pipe closes without a farewell, ends the groups that are left. A command
 * that leaves its group is out of reach, and so is one that was started in the instant before it could be told of.
 */
import type { ChildProcess } from 'node:child_process';

export interface Reaper {
  /** A process group is there; the function says that it is gone. The first is told to what `start` starts. */
  watch(pid: number, start: () => ChildProcess): () => void;
  stop(): void;
}

/**
 * It is there before there are commands, and what starts processes is loaded with the first of them. On Windows there are no
 * groups, and nothing is watched.
 */
export function openReaper(): Reaper {
  let child: ChildProcess | undefined;
  const tell = (line: string): void => void child?.stdin?.write(`${line}\n`);
  return {
    watch: (pid, start) => {
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
