/** Which of some documents are named by others. */
import type { Mention } from '../model/index.ts';
import { nearestIn } from './near-names.ts';

/** Stops once all are found: usually the first few documents name them all. */
export function namedIn<T>(
  ids: readonly string[],
  documents: readonly T[],
  mentions: (document: T) => readonly Mention[],
): ReadonlySet<string> {
  const missing = new Set(ids);
  for (const document of documents) {
    if (missing.size === 0) break;
    for (const { name } of mentions(document)) missing.delete(name);
  }
  return new Set(ids.filter((id) => !missing.has(id)));
}

/** Which of `names` are probably meant by names that do not exist. Where every one is named, nobody asks. */
export function meantIn<T>(
  names: readonly string[],
  documents: readonly T[],
  mentions: (document: T) => readonly Mention[],
): ReadonlySet<string> {
  const known = new Set(names);
  const lost = new Set(documents.flatMap((document) => mentions(document).map(({ name }) => name)));
  const meant = [...lost].filter((name) => !known.has(name)).map((name) => nearestIn(names, name));
  return new Set(meant.filter((name) => name !== undefined));
}
