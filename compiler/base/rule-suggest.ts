/** What rules offer for a name that does not exist: the nearest that does, as help and as a safe fix. */
import type { BoundDocument, Reference } from '../model/bound.ts';
import type { Fix } from '../model/diagnostic.ts';
import type { Path } from '../model/document.ts';
import { nearestFree } from './near-names.ts';
import { rewrite } from './rule-edits.ts';
import { list } from './text.ts';

interface Suggestion {
  readonly help?: string;
  readonly fix?: Fix;
}

/** At most so many names are listed when none is near. */
const listed = 8;

/** After so many different misses in one list of names nothing is suggested any more: something else is wrong then. */
const mostMisses = 200;

const missed = new WeakMap<BoundDocument, Map<readonly string[], Set<string>>>();

/** Counted for each document by itself, so that what is suggested depends on nothing that others hold. */
function isOneTooMany(bound: BoundDocument, names: readonly string[], name: string): boolean {
  const lists = missed.get(bound) ?? new Map<readonly string[], Set<string>>();
  missed.set(bound, lists);
  const misses = lists.get(names) ?? new Set<string>();
  lists.set(names, misses);
  if (misses.size < mostMisses) misses.add(name);
  return !misses.has(name);
}

/**
 * `did you mean …?` with the fix that writes it, else the names there are when they are few. `written`: what stands at the
 * path for a name.
 */
export function suggest(
  bound: BoundDocument,
  { path, name }: Pick<Reference, 'path' | 'name'>,
  names: readonly string[],
  isFree: (name: string) => boolean = () => true,
  written: (name: string) => string = (same) => same,
): Suggestion {
  if (isOneTooMany(bound, names, name)) return {};
  const near = nearestFree(names, name, isFree);
  if (near !== undefined) return { help: `did you mean \`${near}\`?`, fix: replacement(bound, path, written(near)) };
  const free = firstFew(names, isFree);
  if (free.length === 0 || free.length > listed) return {};
  return { help: `there ${free.length === 1 ? 'is' : 'are'} ${list(free.map((item) => `\`${item}\``))}` };
}

/** Those that are free, no more than it takes to know that they are too many. */
function firstFew(names: readonly string[], isFree: (name: string) => boolean): string[] {
  const free: string[] = [];
  for (const name of names) {
    if (free.length > listed) break;
    if (isFree(name)) free.push(name);
  }
  return free;
}

/** The safe fix that writes `text` at `path`, or over its key. */
export function replacement(bound: BoundDocument, path: Path, text: string, part?: 'key' | 'value'): Fix | undefined {
  const edit = rewrite(bound.document, path, text, part);
  return edit && { title: `write \`${text}\``, safe: true, edits: [edit] };
}

const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

/** The names in the list that `path` is a place in; a list names each at most once. */
function listedBeside(bound: BoundDocument, path: Path): ReadonlySet<unknown> {
  const list = valueAt(bound, path.slice(0, -1));
  if (!Array.isArray(list)) return new Set();
  const known = sets.get(list) ?? new Set(list);
  sets.set(list, known);
  return known;
}

function valueAt(bound: BoundDocument, path: Path): unknown {
  let value: unknown = bound.document.value;
  for (const step of path) value = (value as Record<string | number, unknown>)[step];
  return value;
}

/** The id of who refers to something of its own kind: a document, or a beat with its `needs`. */
function ownId(bound: BoundDocument, { to, path }: Reference): unknown {
  if (to === bound.document.kind.toLowerCase()) return bound.document.id;
  return to === 'beat' ? (valueAt(bound, path.slice(0, -2)) as { readonly id: string }).id : undefined;
}

/** The id that a document has now whose file is still named after the one that is referred to. */
function renamedTo({ lookup }: BoundDocument, { to, name }: Reference): string | undefined {
  const kind = `${to.charAt(0).toUpperCase()}${to.slice(1)}`;
  return kind === 'Domain' || kind === 'Symphony' || kind === 'Policy' || kind === 'Metric'
    ? lookup.filedAs(kind, name)
    : undefined;
}

/**
 * What to report for a reference that finds nothing: its place, and the nearest name that would be found, else the names
 * there are. A name that the same list holds already is not suggested, nor who asks. `none`: what to say when there is no
 * name at all.
 */
export function notFound(
  bound: BoundDocument,
  reference: Reference,
  none?: string,
): Suggestion & { readonly at: Path } {
  const { path: at } = reference;
  const names = reference.candidates();
  if (names.length === 0) return { at, help: none };
  const renamed = renamedTo(bound, reference);
  if (renamed !== undefined) return { at, help: `the document in the file of that name has the id \`${renamed}\`` };
  const taken = listedBeside(bound, at);
  const self = ownId(bound, reference);
  return { at, ...suggest(bound, reference, names, (name) => name !== self && !taken.has(name)) };
}
