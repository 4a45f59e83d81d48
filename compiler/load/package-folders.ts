/** The folders of npm workspaces: those that hold a package.json and that a pattern matches. */
import { normalize, parentOf, staysInside } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import type { ReadHost } from '../host/host.ts';
import { compileGlob } from './glob.ts';
import { walk } from './walk.ts';

/** A pattern that begins with `!` takes folders out again. Links and folders outside are left out. */
export function packageFolders(
  host: ReadHost,
  root: string,
  patterns: readonly string[],
  ignore: readonly string[],
): string[] {
  const compiled = patterns.flatMap((pattern) => {
    const out = pattern.startsWith('!');
    const folder = normalize(pattern.replace(/^!/, '').replace(/\/+$/, ''));
    const usable = staysInside(folder) && folder !== '' && !folder.includes('\\');
    return usable ? [{ out, ...compileGlob(`${folder}/package.json`) }] : [];
  });
  const ignored = ignore.filter((folder) => folder !== '');
  const { files } = walk(
    host,
    root,
    compiled.filter(({ out }) => !out),
    ignored,
  );
  const chosen = (path: string): boolean => compiled.findLast(({ matches }) => matches(path))?.out === false;
  return [...files.keys()].filter(chosen).map(parentOf).sort(compareText);
}
