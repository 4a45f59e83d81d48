/** One process at a time writes a journal: a file beside it names the process that does. */
import { linkSync, readFileSync, readlinkSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { runFolder } from './folder.ts';

/** The run is played, or decided about, by another process at the moment. */
export class RunBusy extends Error {
  override readonly name = 'RunBusy';
}

/** Takes the lock of a run; the function gives it back. Throws RunBusy, and what the system throws. */
export function lockRun(root: string, run: string): () => void {
  const path = join(runFolder(root, run), 'lock');
  const own = `${process.pid} ${startOf(process.pid)} ${machine()}`;
  for (let attempt = 0; ; attempt++) {
    if (take(path, own))
      return () => {
        if (read(path) === own) remove(path);
      };
    const holder = read(path);
    if (attempt > 2 || isAlive(holder))
      throw new RunBusy(`the run \`${run}\` is played by the process ${holder.split(' ')[0] || '?'} at the moment`);
    removeStale(path, holder);
  }
}

/** Whether a process holds the lock of a run at the moment. */
export const isLocked = (root: string, run: string): boolean => isAlive(read(join(runFolder(root, run), 'lock')));

/** The file is there with all that it says, or it is not there. */
function take(path: string, own: string): boolean {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, own);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    remove(draft);
  }
}

/** Another process may have done the same and hold the lock by now: what is taken away has to be what was judged. */
function removeStale(path: string, holder: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) === holder) remove(aside);
  else renameSync(aside, path);
}

/** Another process may have been quicker. */
function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function isAlive(holder: string): boolean {
  if (holder === '') return false;
  const [id = '', start, ...where] = holder.split(' ');
  // Nothing can be known of a process on another machine; somebody has to look there and remove the file.
  if (where.join(' ') !== machine()) return true;
  const pid = Number(id);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // An id is used again; the time of its start is not.
  return startOf(pid) === start;
}

/** When a process started, in ticks since the system did (proc(5)); empty where that cannot be known. */
function startOf(pid: number): string {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields[19] ?? '';
}

/** This start of this machine, and the space of process ids within it. */
function machine(): string {
  const boot = read('/proc/sys/kernel/random/boot_id').trim() || hostname();
  try {
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return boot;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
