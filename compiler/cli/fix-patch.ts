/** What fixes would change, as a patch for the folder that `git apply` runs in. */
import { joinPath, parentOf } from '../base/path.ts';
import type { JournalPlace } from '../fix/journal.ts';
import { patchOf } from '../fix/patch.ts';
import type { FixPlan } from '../fix/plan.ts';

/** In a repository git takes paths from its top, wherever it is run. */
export function patchFor(place: JournalPlace, { changed }: FixPlan): ReturnType<typeof patchOf> {
  const prefix = prefixOf(place);
  return patchOf(
    changed.map(({ file, after }) => ({ path: prefix + file.path, before: file.bytes && file.text, after })),
  );
}

/** The workspace's folder below the top of its repository, with a slash at the end; nothing where there is none. */
function prefixOf({ host, root }: JournalPlace): string {
  for (let folder = root; ; folder = parentOf(folder)) {
    if (host.lstat(joinPath(folder, '.git')))
      return folder === root ? '' : `${root.slice(folder.length).replace(/^\//, '')}/`;
    if (parentOf(folder) === folder || parentOf(folder) === '') return '';
  }
}
