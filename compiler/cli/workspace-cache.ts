/** Opens the cache of a workspace with this machine's secret. On the start-up path: imports next to nothing. */
import { WorkspaceCache } from '../cache/state.ts';
import type { Host } from '../host/host.ts';
import { cacheKey } from './cache-key.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Undefined without a cache: because none is wanted, or because there is no place for the secret. */
export function openCache(host: Host, { root, cache }: WorkspaceOptions): WorkspaceCache | undefined {
  const key = cache ? cacheKey(host) : undefined;
  return key === undefined ? undefined : new WorkspaceCache(host, root, key);
}
