/** The path of a file that was meant by one that does not exist: each folder of it, or the nearest name beside it. */
import { joinPath } from '../base/path.ts';
import { compareText, nearest } from '../base/text.ts';
import { isHostError, type ReadHost } from '../host/host.ts';

/**
 * Undefined when something on the way has no name near enough. `path` is relative to `root`, as are those in `taken`,
 * which are never meant: something else names them already. `endings`: of the names of such files, modules when left out.
 */
export function nearPath(
  host: ReadHost,
  root: string,
  path: string,
  taken: ReadonlySet<string>,
  endings = /\.[cm]?[jt]sx?$/,
): string | undefined {
  const parts = path.split('/');
  let found = '';
  for (const [i, part] of parts.entries()) {
    const here = found;
    const all = namesIn(host, joinPath(root, here), i === parts.length - 1 ? endings : undefined);
    const names = all.filter((one) => !taken.has(joinPath(here, one)));
    const name = names.includes(part)
      ? part
      : i === parts.length - 1
        ? nearFile(part, names, endings)
        : nearest(part, names);
    if (name === undefined) return undefined;
    found = joinPath(found, name);
  }
  return found;
}

/** By the names without their endings, which would make any two of them alike. */
function nearFile(part: string, names: readonly string[], endings: RegExp): string | undefined {
  const bare = (name: string): string => name.replace(endings, '');
  const stem = nearest(bare(part), names.map(bare));
  const alike = names.filter((name) => bare(name) === stem).sort(compareText);
  return nearest(part, alike) ?? alike[0];
}

/** The files with one of the endings in a folder, or the folders in it. */
function namesIn(host: ReadHost, folder: string, endings: RegExp | undefined): string[] {
  try {
    const entries = host.readDirectory(folder).filter(({ type }) => type === (endings ? 'file' : 'directory'));
    const names = entries.map(({ name }) => name);
    return names.filter((name) => (endings ? endings.test(name) : !/^\.|^node_modules$/.test(name)));
  } catch (error) {
    if (!isHostError(error)) throw error;
    return [];
  }
}
