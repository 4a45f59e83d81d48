/** This machine's secret, without which nothing in a cache is believed. On the start-up path: imports next to nothing. */
import { randomBytes } from 'node:crypto';
import { joinPath } from '../base/path.ts';
import type { Host } from '../host/host.ts';
import { configFolder } from './config-folder.ts';

/** Undefined where there is no place for it, and where others could read or have written it. */
export function cacheKey(host: Host): string | undefined {
  const folder = configFolder(host);
  if (typeof folder !== 'string') return undefined;
  const path = joinPath(folder, 'cache.key');
  try {
    // The first time two processes agree, since only one of them creates the file.
    const found = host.stat(path);
    if (!found) host.createExclusive(path, Buffer.from(randomBytes(32).toString('hex')), 0o600);
    const { mode = 0 } = found ?? host.stat(path)!;
    const key = Buffer.from(host.readFile(path)).toString('latin1');
    return (mode & 0o077) === 0 && /^[0-9a-f]{64}$/.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
