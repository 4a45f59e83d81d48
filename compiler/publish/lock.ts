/**
 * One build at a time writes into a builds folder. Each that wants to leaves a file of its own in `lock/`, named after its
 * process, then looks who else is there, and goes on when nobody is. Of two that come at once each sees the other, or the
 * later one does. Nobody removes a file but its own and those of processes that are gone, so no lock is ever taken away
 * from its holder, and none outlives it.
 */
import { joinPath } from '../base/path.ts';
import { type Host, isHostError } from '../host/host.ts';

/** The locks that this process holds: what else bears its name was left by a build that failed. */
const held = new Set<string>();
let count = 0;

/** How long to wait for another build: longer than any build takes. */
const maxWaitMs = 120_000;

/**
 * Takes the lock in `folder`, waiting for a living holder; a dead one holds nothing. Gives the function that releases it,
 * or undefined after two minutes. Throws HostError when the folder cannot be written.
 */
export async function acquireLock(host: Host, folder: string): Promise<(() => void) | undefined> {
  const locks = joinPath(folder, 'lock');
  const started = host.now();
  // Two builds that get in each other's way try again after different times.
  for (let pause = 5 + (host.processId % 16); ; pause = Math.min(pause * 2, 200)) {
    if (isFree(host, locks)) {
      const path = joinPath(
        locks,
        `${host.processId}-${host.processStart(host.processId)}-${host.machine()}-${count++}`,
      );
      held.add(path);
      const release = (): void => leave(host, path);
      try {
        host.writeFile(path, new Uint8Array());
        if (isFree(host, locks, path)) return release;
      } catch (error) {
        release();
        throw error;
      }
      release();
    }
    if (host.now() - started > maxWaitMs) return undefined;
    await host.sleep(pause);
  }
}

/** What cannot be removed is that of a process that is gone, soon enough. */
function leave(host: Host, path: string): void {
  held.delete(path);
  try {
    host.remove(path);
  } catch (error) {
    if (!isHostError(error)) throw error;
  }
}

/** True when no living build but `own` has a lock there. Clears away what those left that are gone. */
function isFree(host: Host, locks: string, own?: string): boolean {
  if (!host.lstat(locks)) return true;
  let free = true;
  for (const { name } of host.readDirectory(locks)) {
    const path = joinPath(locks, name);
    const holder = path === own ? undefined : holderOf(host, path, name);
    if (holder === 'gone') host.remove(path);
    if (holder === 'alive') free = false;
  }
  return free;
}

/** Undefined for a file that is no lock. */
function holderOf(host: Host, path: string, name: string): 'alive' | 'gone' | undefined {
  const [, id = '', start, machine] = /^(\d+)-(\d*)-([\w.]+)-\d+$/.exec(name) ?? [];
  if (machine === undefined) return undefined;
  if (held.has(path)) return 'alive';
  if (machine !== host.machine()) return isOld(host, path) ? 'gone' : 'alive';
  const pid = Number(id);
  if (!host.processAlive(pid)) return 'gone';
  // An id is used again, and again by the first process of every container; the time of its start is not.
  const now = host.processStart(pid);
  if (now !== start) return now === '' || start === '' ? 'alive' : 'gone';
  return pid === host.processId ? 'gone' : 'alive';
}

/** Nothing can be known of a process on another machine or in another container, except that no build takes so long. */
function isOld(host: Host, path: string): boolean {
  const stat = host.lstat(path);
  // A time in the future was set by hand, or by another clock.
  return stat !== undefined && Math.abs(host.now() - stat.mtimeMs) > maxWaitMs;
}
