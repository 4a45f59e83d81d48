/** One build at a time writes into a builds folder. */
import { joinPath } from '../base/path.ts';
import type { Host } from '../host/host.ts';

/** The locks that this process holds: a process number may have belonged to a build that was killed before. */
const held = new Set<string>();

/** How long to wait for another build: longer than any build takes. */
const patienceMs = 120_000;

/**
 * Takes the lock in `folder`, waiting for a living holder; the lock of a dead process is taken over. Gives the function
 * that releases it, or undefined after two minutes. Throws HostError when the folder cannot be written.
 */
export async function acquireLock(host: Host, folder: string): Promise<(() => void) | undefined> {
  const path = joinPath(folder, 'lock');
  const mine = new TextEncoder().encode(String(host.processId));
  const started = host.now();
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    if (host.createExclusive(path, mine)) {
      held.add(path);
      sweep(host, folder);
      return () => {
        held.delete(path);
        host.remove(path);
      };
    }
    const dead = deadHolder(host, path);
    if (dead !== undefined) takeOver(host, path, dead, mine);
    else if (host.now() - started > patienceMs) return undefined;
    else await host.sleep(pause);
  }
}

/** A holder that was killed between creating the lock and writing its number has had this long to do so. */
const writingMs = 5_000;

/** What the lock says, when nobody alive has written it. */
function deadHolder(host: Host, path: string): string | undefined {
  const text = readHolder(host, path);
  if (text === undefined) return undefined;
  if (/^[0-9]+$/.test(text)) return isAlive(host, Number(text), path) ? undefined : text;
  return host.now() - (host.lstat(path)?.mtimeMs ?? host.now()) > writingMs ? text : undefined;
}

function readHolder(host: Host, path: string): string | undefined {
  try {
    return new TextDecoder().decode(host.readFile(path));
  } catch {
    return undefined;
  }
}

const isAlive = (host: Host, pid: number, lock: string): boolean =>
  pid === host.processId ? held.has(lock) : host.processAlive(pid);

/**
 * Of several processes that found the same dead holder, the one that gets the guard removes its lock. It looks again
 * first, since another may have done so and taken the lock meanwhile.
 */
function takeOver(host: Host, path: string, dead: string, mine: Uint8Array): void {
  const guard = `${path}.takeover`;
  if (!host.createExclusive(guard, mine)) {
    if (deadHolder(host, guard) !== undefined) host.remove(guard);
    return;
  }
  try {
    if (readHolder(host, path) === dead) host.remove(path);
  } finally {
    host.remove(guard);
  }
}

/** Removes what processes left that were killed while they took the lock. */
function sweep(host: Host, folder: string): void {
  for (const { name } of host.readDirectory(folder)) {
    const pid = /^lock\.([0-9]+)\..*\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(host, Number(pid), '')) host.remove(joinPath(folder, name));
  }
}
