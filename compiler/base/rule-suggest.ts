/** What rules offer for a name that does not exist: the nearest that does, as help and as a safe fix. */
import type { BoundDocument, Reference } from '../model/bound.ts';
import type { Fix } from '../model/diagnostic.ts';
import type { Path } from '../model/document.ts';
import { rewrite } from './rule-edits.ts';
import { list, nearest } from './text.ts';

export interface Suggestion {
  readonly help?: string;
  readonly fix?: Fix;
}

/** At most so many names are listed when none is near. */
const listed = 8;

/**
 * For the text `name` at `path`: `did you mean …?` with the fix that writes it, else the names there are when they are
 * few. `none`: what to say when there is no name at all.
 */
export function suggest(
  bound: BoundDocument,
  path: Path,
  name: string,
  candidates: readonly string[],
  none?: string,
): Suggestion {
  const near = nearest(name, candidates);
  if (near !== undefined) return { help: `did you mean \`${near}\`?`, fix: replacement(bound, path, near) };
  if (candidates.length === 0) return { help: none };
  if (candidates.length > listed) return {};
  return { help: `there ${candidates.length === 1 ? 'is' : 'are'} ${list(candidates.map((item) => `\`${item}\``))}` };
}

/** The safe fix that writes `text` at `path`, or over its key. */
export function replacement(bound: BoundDocument, path: Path, text: string, part?: 'key' | 'value'): Fix | undefined {
  const edit = rewrite(bound.document, path, text, part);
  return edit && { title: `write \`${text}\``, safe: true, edits: [edit] };
}

/** The names in the list that `path` is a place in; a list names each at most once. */
function listedBeside(bound: BoundDocument, path: Path): readonly unknown[] {
  let value: unknown = bound.document.value;
  for (const step of path.slice(0, -1)) value = (value as Record<string | number, unknown>)[step];
  return Array.isArray(value) ? value : [];
}

/**
 * What to report for a reference that finds nothing: its place, and the nearest name that would be found. A name that the
 * same list holds already is not suggested, nor the document itself.
 */
export function notFound(
  bound: BoundDocument,
  { path, name, to, candidates }: Reference,
  none?: string,
): Suggestion & { readonly at: Path } {
  const names = candidates();
  const taken = listedBeside(bound, path);
  const self = to === bound.document.kind.toLowerCase() ? bound.document.id : undefined;
  const free = names.filter((candidate) => candidate !== self && !taken.includes(candidate));
  return { at: path, ...suggest(bound, path, name, free, names.length === 0 ? none : undefined) };
}
