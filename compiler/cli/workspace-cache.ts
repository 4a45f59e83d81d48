/** Opens the cache of a workspace with this machine's secret. On the start-up path: imports next to nothing. */
import { randomBytes } from 'node:crypto';
import { joinPath } from '../base/path.ts';
import { WorkspaceCache } from '../cache/state.ts';
import type { Host } from '../host/host.ts';
import { configFolder } from './config-folder.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Undefined without a cache: because none is wanted, or because there is no place for the secret. */
export function openCache(host: Host, { root, cache }: WorkspaceOptions): WorkspaceCache | undefined {
  const key = cache ? cacheKey(host) : undefined;
  return key === undefined ? undefined : new WorkspaceCache(host, root, key);
}

/** Undefined where there is no place for it, and where others could read or have written it. */
export function cacheKey(host: Host): string | undefined {
  const folder = configFolder(host);
  if (typeof folder !== 'string') return undefined;
  const path = joinPath(folder, 'cache.key');
  try {
    // The first time two processes agree, since only one of them creates the file.
    if (!host.stat(path)) host.createExclusive(path, Buffer.from(randomBytes(32).toString('hex')), 0o600);
    const { mode = 0 } = host.stat(path)!;
    const key = new TextDecoder().decode(host.readFile(path));
    return (mode & 0o077) === 0 && /^[0-9a-f]{64}$/.test(key) ? key : undefined;
  } catch {
    return undefined;
  }
}
