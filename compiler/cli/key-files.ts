/** Files with keys in them, and the folder that this machine keeps its own in. */
import { systemReason } from '../../runtime/core/system-errors.ts';
import { type Host, isHostError } from '../host/host.ts';
import type { KeyProblem } from './config-folder.ts';

/** No PEM file with one key is larger. */
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
    return { problem: { message: `${what} \`${path}\` cannot be read: ${hostReason(error)}`, help } };
  }
}

/** The operating system's refusal, in words. Throws anything else again. */
export function hostReason(error: unknown): string {
  if (!isHostError(error)) throw error;
  return systemReason(error);
}
