/** Paths that others have written. */
import { isAbsolute, join } from 'node:path';

/** A relative path with slashes that stays below the folder it is for. Throws, naming `what` it is, when it does not. */
export function insidePath(path: string, what: string): string {
  const parts = path.split('/');
  const leaves = isAbsolute(path) || /[\\\0:]/.test(path) || parts.some((part) => part === '' || part === '..');
  if (leaves) throw new Error(`${what}: \`${path}\` does not stay in its folder; write a relative path with slashes`);
  return join(...parts);
}

/** A name for the folder of a run. That of a performed symphony goes on with the way to the beat that performs it. */
export const folderName = (run: string): string => run.replace(/[^\w.-]/g, '_');
