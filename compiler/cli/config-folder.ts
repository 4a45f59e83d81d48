/** Where a user's keys lie: SYMPHONYC_CONFIG_HOME, else `symphonyc` in the configuration folder of the XDG specification. */
import { joinPath } from '../base/path.ts';
import type { Host } from '../host/host.ts';

/** Wrong usage: what, and what to do. */
export interface KeyProblem {
  readonly message: string;
  readonly help: string;
}

/** XDG says that a relative or empty variable counts for nothing, but ours is asked for by name. */
export function configFolder(host: Pick<Host, 'env'>): string | { readonly problem: KeyProblem } {
  const variable = (name: string): string => (host.env(name) ?? '').replaceAll('\\', '/');
  const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:\/)/.test(path);
  const own = variable('SYMPHONYC_CONFIG_HOME');
  if (isAbsolute(own)) return own;
  if (own !== '') {
    const message = `\`SYMPHONYC_CONFIG_HOME\` is \`${own}\`, which is not an absolute path`;
    return { problem: { message, help: 'write the path from the root on' } };
  }
  if (isAbsolute(variable('XDG_CONFIG_HOME'))) return joinPath(variable('XDG_CONFIG_HOME'), 'symphonyc');
  const home = variable('HOME') || variable('USERPROFILE');
  if (isAbsolute(home)) return joinPath(home, '.config/symphonyc');
  const message = 'there is no home folder in which to keep keys';
  return { problem: { message, help: 'set `SYMPHONYC_CONFIG_HOME` to a folder' } };
}
