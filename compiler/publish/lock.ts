/** One build at a time writes into a builds folder. */
import { joinPath } from '../base/path.ts';
import type { Host } from '../host/host.ts';

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
    if (host.createExclusive(path, mine)) return () => host.remove(path);
    const dead = deadHolder(host, path);
    if (dead !== undefined) takeOver(host, path, dead);
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
  if (/^[0-9]+$/.test(text)) return host.processAlive(Number(text)) ? undefined : text;
  return host.now() - (host.lstat(path)?.mtimeMs ?? host.now()) > writingMs ? text : undefined;
}

function readHolder(host: Host, path: string): string | undefined {
  try {
    return new TextDecoder().decode(host.readFile(path));
  } catch {
    return undefined;
  }
}

/**
 * Moving the lock away lets only one of several waiting processes take it over; one that moved a newer lock than the
 * one it judged puts it back.
 */
function takeOver(host: Host, path: string, dead: string): void {
  const moved = `${path}.${host.processId}.stale`;
  try {
    host.rename(path, moved);
    if (readHolder(host, moved) !== dead) host.linkFile(moved, path);
    host.remove(moved);
  } catch {
    // Somebody else was faster.
  }
}
