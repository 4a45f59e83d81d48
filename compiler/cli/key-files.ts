/** Files with keys in them, and the folder that this machine keeps its own in. */
import { joinPath } from '../base/path.ts';
import { type Host, HostError, type HostErrorCode } from '../host/host.ts';

/** Wrong usage: what, and what to do. */
export interface KeyProblem {
  readonly message: string;
  readonly help: string;
}

/** The folder for keys; XDG says that a relative or empty variable counts for nothing, but ours is asked for by name. */
export function configFolder(host: Host): string | { readonly problem: KeyProblem } {
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

const maxKeyBytes = 64 * 1024;

/** The text of a file that may hold a key; `what` names it in the message. */
export function readKeyText(
  host: Host,
  path: string,
  what: string,
): { readonly text: string } | { readonly problem: KeyProblem } {
  const help = 'give the path of a PEM file';
  try {
    const stat = host.stat(path);
    if (stat && (stat.type !== 'file' || stat.size > maxKeyBytes))
      return { problem: { message: `${what} \`${path}\` is not a file that could hold a key`, help } };
    return { text: new TextDecoder().decode(host.readFile(path)) };
  } catch (error) {
    return { problem: { message: `${what} \`${path}\` cannot be read: ${reasonOf(error)}`, help } };
  }
}

const reasons: Partial<Record<HostErrorCode, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is missing',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is not a folder',
};

/** The operating system's refusal, in words. Throws anything else again. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof HostError)) throw error;
  return reasons[error.code] ?? error.code;
}
