/** Paths with forward slashes, whatever the system. */

/** Joins and folds `.` and `..`; the result never starts with `./`. */
export function normalize(path: string): string {
  if (!path.startsWith('.') && !/\/\.{0,2}(?:\/|$)/.test(path)) return path;
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !absolute) parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/');
}

export function joinPath(...parts: readonly string[]): string {
  let path = '';
  for (const part of parts) if (part !== '') path = path === '' ? part : `${path}/${part}`;
  return normalize(path);
}

export const parentOf = (path: string): string => {
  const cut = path.lastIndexOf('/');
  return cut > 0 ? path.slice(0, cut) : cut === 0 ? '/' : '';
};

export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The name of a file without its extension. */
export const stemOf = (path: string): string => baseOf(path).replace(/\.[^.]+$/, '');

/** True for a relative path that stays below where it starts. */
export const staysInside = (path: string): boolean => {
  const folded = normalize(path.replaceAll('\\', '/'));
  return !path.startsWith('/') && !/^[A-Za-z]:/.test(path) && folded !== '..' && !folded.startsWith('../');
};
