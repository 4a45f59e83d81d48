/** The path that was meant by one that does not exist: each folder of it, or the nearest name beside it. */
import { joinPath } from '../base/path.ts';
import { nearest } from '../base/text.ts';
import { HostError, type ReadHost } from '../host/host.ts';

/** Undefined when something on the way has no name near enough. `path` is relative to `root`. */
export function nearPath(host: ReadHost, root: string, path: string): string | undefined {
  const parts = path.split('/');
  let found = '';
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    const names = namesIn(host, joinPath(root, found), last ? 'file' : 'directory');
    const name = names.includes(part) ? part : nearest(part, names);
    if (name === undefined) return undefined;
    found = joinPath(found, name);
  }
  return found;
}

function namesIn(host: ReadHost, folder: string, type: 'file' | 'directory'): string[] {
  try {
    const entries = host.readDirectory(folder).filter((entry) => entry.type === type);
    return entries.map(({ name }) => name).filter((name) => !name.startsWith('.') && name !== 'node_modules');
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return [];
  }
}
