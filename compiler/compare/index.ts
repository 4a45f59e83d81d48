/**
 * Two versions of a workspace → what has changed in meaning. Documents are told apart by kind and id: the order of keys,
 * comments, formatting and the file that a document lies in mean nothing.
 */
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { keyOf, originalsOf } from '../base/originals.ts';
import { byPlace } from '../base/rule-places.ts';
import { placeAt } from '../base/spans.ts';
import { compareText } from '../base/text.ts';
import type { Change, ComparedDocument } from '../model/change.ts';
import type { Place } from '../model/diagnostic.ts';
import type { Document, KindName } from '../model/document.ts';
import type { Summary } from '../model/index.ts';
import { compareDomain, compareMetric, comparePolicy } from './kinds.ts';
import { ChangeLog, type Found, fieldOf, type Pair } from './log.ts';
import { approversOf, isAbout } from './protection.ts';
import { followersIn, type Side, type Sides, usersIn } from './sides.ts';
import { compareSymphony } from './symphony.ts';
import { compareWorkspaceDocument } from './workspace.ts';

export { type Side, usedBy } from './sides.ts';

/** A change, and who may approve it where it is of a protected field: one of each list must have. */
export interface FoundChange {
  readonly change: Change;
  readonly approvers: readonly (readonly string[])[];
  /** The files that the document lies in and lay in. */
  readonly files: readonly string[];
  /** The ids that it has and had. */
  readonly ids: readonly string[];
}

interface Compared {
  readonly found: readonly FoundChange[];
  /** Those that the revision has or may have had; their changes are among those found. */
  readonly documents: readonly (Omit<ComparedDocument, 'changes'> & { readonly found: readonly FoundChange[] })[];
  readonly notCompared: readonly { readonly file: string; readonly reason: string }[];
}

interface ComparedInput {
  readonly was: Side;
  readonly is: Side;
  readonly exists: (path: string) => boolean;
  readonly defaults: ReadonlyMap<string, string>;
}

/** The workspace document is one whatever its id. */
const keyOfOne = (summary: Summary): string => (summary.kind === 'Workspace' ? 'Workspace' : keyOf(summary));

const originals = ({ index }: Side): Map<string, Summary> =>
  new Map([...originalsOf(index.all).values()].map((summary) => [keyOfOne(summary), summary]));

export function compareWorkspaces({ was, is, exists, defaults }: ComparedInput): Compared {
  const [before, after] = [originals(was), originals(is)];
  const pairs = pairUp(before, after, was, is);
  const ids = new Map([...pairs].map(([old, now]) => [keyOf(old), now?.id]));
  const sides: Sides = {
    was,
    is,
    idNow: (kind, id) =>
      ids.has(keyOf({ kind, id })) ? ids.get(keyOf({ kind, id })) : is.index.lookup.find(kind, id)?.id,
    users: usersIn(was.index),
    followers: followersIn(was),
    exists,
    defaults,
  };
  const entries = was.index.workspace.value.protected ?? [];
  const usersNow = usersIn(is.index);
  const documents: Compared['documents'][number][] = [];
  const notCompared = new Map<string, string>();
  for (const [old, now] of pairs) {
    const { kind, id } = old;
    const isProtected = entries.some((entry) => isAbout(entry, old)) || (kind === 'Workspace' && entries.length > 0);
    const base = { kind, id, place: now?.at ?? otherwise(is), isProtected };
    const unread = whyUnread(old, now, was, is);
    if (unread) {
      notCompared.set(unread.file, unread.reason);
      documents.push({ ...base, unread: true, found: [] });
      continue;
    }
    const log = compareOne(old, now, sides, () => usersNow(kind, id).length > 0);
    const about = {
      files: [...new Set([old.at.file, ...(now ? [now.at.file] : [])])],
      ids: [...new Set([id, now?.id ?? id])],
    };
    documents.push({
      ...base,
      found: log.map((one) => ({ change: one.change, approvers: approversOf(one, entries), ...about })),
    });
  }
  const taken = new Set(pairs.values());
  const fresh = [...after.values()].filter((summary) => !taken.has(summary) && !summary.broken);
  const mayHaveBeen = ({ kind }: Summary): boolean => was.index.lookup.unread(kind, 'id');
  // What seems new may have stood in a file that could not be read then: whether it has changed nobody knows.
  for (const { kind, id, at: place } of fresh.filter(mayHaveBeen)) {
    const isProtected = entries.some((entry) => isAbout(entry, { kind, id }));
    documents.push({ kind, id, place, isProtected, unread: true, found: [] });
  }
  const added = fresh.filter((summary) => !mayHaveBeen(summary)).map((summary) => addedOne(summary, is));
  const found = [...documents.flatMap((one) => one.found), ...added.flat()];
  return {
    found: found.sort(byChange),
    documents,
    notCompared: [...notCompared]
      .map(([file, reason]) => ({ file, reason }))
      .sort((a, b) => compareText(a.file, b.file)),
  };
}

const byChange = ({ change: a }: FoundChange, { change: b }: FoundChange): number =>
  byPlace(a.at, b.at) || compareText(a.path.join('\0'), b.path.join('\0')) || compareText(a.what, b.what);

/** Where to point for what has no place any more: where the workspace says what it consists of. */
function otherwise({ index, document }: Side): Place {
  const workspace = document(index.workspace);
  return workspace ? placeAt(workspace, ['sources']) : index.workspace.at;
}

/** Each document of the revision with what it is now: by id, else under another id with the same content or in the same file. */
function pairUp(
  before: ReadonlyMap<string, Summary>,
  after: ReadonlyMap<string, Summary>,
  was: Side,
  is: Side,
): Map<Summary, Summary | undefined> {
  const pairs = new Map([...before].map(([key, summary]) => [summary, after.get(key)]));
  const gone = [...pairs].flatMap(([old, now]) => (now || old.broken ? [] : [old]));
  const fresh = [...after].flatMap(([key, summary]) => (before.has(key) || summary.broken ? [] : [summary]));
  if (gone.length === 0 || fresh.length === 0) return pairs;
  const taken = new Set<Summary>();
  const assign = (nameOf: (summary: Summary, side: Side) => string | undefined): void => {
    const open = groupBy(fresh, (one) => (taken.has(one) ? undefined : nameOf(one, is)));
    const lost = groupBy(gone, (one) => (pairs.get(one) ? undefined : nameOf(one, was)));
    for (const [name, [old, ...others]] of lost) {
      const [now, ...more] = open.get(name) ?? [];
      if (!old || !now || others.length > 0 || more.length > 0) continue;
      pairs.set(old, now);
      taken.add(now);
    }
  };
  assign((summary, side) => {
    const value = side.document(summary)?.value;
    return value && `${summary.kind} ${canonicalJson({ ...value, id: '', title: '' })}`;
  });
  assign((summary) => `${summary.kind} ${summary.at.file}`);
  return pairs;
}

function groupBy<T>(list: readonly T[], nameOf: (one: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const name = nameOf(one);
    if (name === undefined) continue;
    const known = groups.get(name);
    if (known) known.push(one);
    else groups.set(name, [one]);
  }
  return groups;
}

/** Why nothing can be said about a document of the revision. */
function whyUnread(
  old: Summary,
  now: Summary | undefined,
  was: Side,
  is: Side,
): { readonly file: string; readonly reason: string } | undefined {
  if (old.broken) return { file: old.at.file, reason: 'had mistakes in its structure then' };
  if (now?.broken) return { file: now.at.file, reason: 'has mistakes in its structure' };
  if (!now && is.index.lookup.unread(old.kind, 'id'))
    return { file: old.at.file, reason: 'may be in a file that cannot be read' };
  if (old === now || (was.document(old) && (!now || is.document(now)))) return undefined;
  return { file: old.at.file, reason: 'cannot be read' };
}

function compareOne(old: Summary, now: Summary | undefined, sides: Sides, isUsedNow: () => boolean): readonly Found[] {
  if (old === now) return [];
  const was = sides.was.document(old)!;
  const is = now && sides.is.document(now)!;
  const log = new ChangeLog({ was, is, otherwise: otherwise(sides.is) });
  const pair: Pair = { was: was.value, is: is?.value, path: [], wasAt: [], isAt: [], subject: now?.id ?? old.id };
  if (!is) {
    gone(pair, log, was, sides.users(old.kind, old.id), isUsedNow);
    return log.found;
  }
  if (old.kind !== 'Workspace' && was.id !== is.id) {
    const users = sides.users(old.kind, old.id);
    const used = users.length > 0;
    const what = `the ${noun(old.kind)} \`${was.id}\` was renamed to \`${is.id}\``;
    const reported = used && isUsedNow() ? ({ reported: true } as const) : {};
    log.add(
      fieldOf(pair, 'id'),
      { what, effect: used ? 'breaking' : 'neutral', note: used ? whoUsed(users) : undefined },
      reported,
    );
  }
  if (old.at.file !== now.at.file) {
    const moved = { what: `the ${noun(old.kind)} was moved to another file`, effect: 'neutral' } as const;
    log.add(pair, { ...moved, was: old.at.file, is: now.at.file }, { outside: true });
  }
  if (canonicalJson(was.value) !== canonicalJson(is.value) || old.kind === 'Workspace')
    compareValues(pair, log, sides, was, is);
  return log.found;
}

function compareValues(pair: Pair, log: ChangeLog, sides: Sides, was: Document, is: Document): void {
  switch (was.kind) {
    case 'Symphony':
      compareSymphony(pair, log, sides);
      break;
    case 'Policy':
      comparePolicy(pair, log, sides);
      break;
    case 'Metric':
      compareMetric(pair, log);
      break;
    case 'Domain':
      compareDomain(pair, log, sides, is.id);
      break;
    default:
      compareWorkspaceDocument(pair, log, sides);
  }
}

const noun = (kind: KindName): string => kind.toLowerCase();

/** Users named in a note at most. */
const named = 5;

const whoUsed = (users: readonly string[]): string => {
  const more = users.length > named ? ` and ${users.length - named} more` : '';
  const names = users.slice(0, named).map((id) => `\`${id}\``);
  return `${names.join(', ')}${more} used it`;
};

/** A policy that held somewhere is a rule less; what is else gone breaks those who used it. */
function gone(pair: Pair, log: ChangeLog, was: Document, users: readonly string[], isUsedNow: () => boolean): void {
  const used = users.length > 0;
  const effect = !used ? 'neutral' : was.kind === 'Policy' ? 'weakened' : 'breaking';
  log.add(
    pair,
    {
      what: `the ${noun(was.kind)} \`${was.id}\` was removed`,
      effect,
      note: used ? whoUsed(users) : 'nothing used it',
      was: (was.value as { title: string }).title,
    },
    used && isUsedNow() ? { reported: true } : {},
  );
}

function addedOne(summary: Summary, is: Side): FoundChange[] {
  const document = is.document(summary);
  if (!document) return [];
  const log = new ChangeLog({ is: document, otherwise: summary.at });
  const { kind, id } = summary;
  const pair = { was: undefined, is: document.value, path: [], wasAt: [], isAt: [], subject: id };
  log.add(pair, { what: `the ${noun(kind)} \`${id}\` was added`, effect: 'neutral', is: summary.title });
  return log.found.map(({ change }) => ({ change, approvers: [], files: [summary.at.file], ids: [id] }));
}
