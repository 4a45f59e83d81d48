/** Which of some documents are named by others. */
import type { Mention } from '../model/index.ts';

/** Looks no further once all are found: usually the first few documents name them all. */
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
