/** Paths of a plan, kept inside the workspace whatever they say and whatever links lie there. */
import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The absolute path of `path`, or undefined when it leads out of `root`, by its text or by a symbolic link. */
export function inside(root: string, path: string): string | undefined {
  if (path === '' || path.includes('\0') || path.includes('\\') || isAbsolute(path)) return undefined;
  const full = resolve(root, path);
  if (!isBelow(root, full)) return undefined;
  const real = realPath(full);
  return real === undefined || isBelow(realPath(root) ?? root, real) ? full : undefined;
}

/** A path below `root` with forward slashes, for messages. */
export const relativeTo = (root: string, path: string): string => relative(root, path).split(sep).join('/');

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Undefined when there is nothing. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
