/** Where this machine keeps what can be made again, of no workspace: SYMPHONYC_CONFIG_HOME, else as XDG specifies. */
import { joinPath } from '../base/path.ts';
import type { Host } from '../host/host.ts';

/** Undefined where there is no home folder. */
export function cacheFolder(host: Pick<Host, 'env'>): string | undefined {
  const folder = (variable: string, path: string): string | undefined => {
    const base = (host.env(variable) ?? '').replaceAll('\\', '/');
    return /^(\/|[A-Za-z]:\/)/.test(base) ? joinPath(base, path) : undefined;
  };
  return (
    folder('SYMPHONYC_CONFIG_HOME', 'cache') ??
    folder('XDG_CACHE_HOME', 'symphonyc') ??
    folder('HOME', '.cache/symphonyc') ??
    folder('USERPROFILE', '.cache/symphonyc')
  );
}
