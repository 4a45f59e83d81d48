/** What the `test` of a beat leads to. */
import type { BeatNode, BoundDocument } from '../model/bound.ts';
import type { TestCase, TestSummary } from '../model/linked.ts';
import { linkOf } from './links.ts';

interface TestLink {
  /** Folded; empty when it names no file. */
  readonly path: string;
  readonly name: string | undefined;
  readonly cut: number;
  readonly text: string;
  readonly file: TestSummary | undefined;
}

/** Undefined for a path that is not portable: a rule of its own reports that. */
export function testLink({ value: { test = '' } }: BeatNode, { lookup }: BoundDocument): TestLink | undefined {
  const { path, name, cut } = linkOf(test);
  return path === undefined
    ? undefined
    : { path, name, cut, text: test, file: path ? lookup.testFile(path) : undefined };
}

/** The file when its tests are known; what prevents that is reported by rules of their own. */
export const readTestOf = ({ file }: TestLink): TestSummary | undefined =>
  file?.exists && file.error === undefined ? file : undefined;

/** Groups in groups in groups, further out than this, are not looked at: nobody names them. */
const maxDepth = 20;
/** Longer names than this fit into no document. */
const maxName = 600;
/** Of so many titles that only running the file would tell it is looked which may be meant. */
const maxPatterns = 500;

interface Pattern {
  readonly pieces: readonly string[];
  readonly position: number;
}

/** What names a test, by position in the list of cases. */
interface Index {
  readonly exact: ReadonlyMap<string, readonly number[]>;
  readonly patterns: readonly Pattern[];
  /** What is in a group. */
  readonly inside: ReadonlyMap<number, readonly number[]>;
}

const indexes = new WeakMap<TestSummary, Index>();

function indexOf(file: TestSummary): Index {
  const known = indexes.get(file);
  if (known) return known;
  const exact = new Map<string, number[]>();
  const patterns: Pattern[] = [];
  const inside = new Map<number, number[]>();
  for (const [position, one] of file.cases.entries()) {
    if (one.parent !== undefined) push(inside, one.parent, position);
    for (const pieces of titlesOf(one, file.cases)) {
      if (pieces.length === 1) push(exact, pieces[0]!, position);
      else if (patterns.length <= maxPatterns) patterns.push({ pieces, position });
    }
  }
  const index = { exact, patterns, inside };
  indexes.set(file, index);
  return index;
}

function push<K>(lists: Map<K, number[]>, key: K, position: number): void {
  const list = lists.get(key);
  if (!list) lists.set(key, [position]);
  else if (list.at(-1) !== position) list.push(position);
}

/** The title of a test or group, then with those of the groups around it, one after the other. */
function* titlesOf({ title, parent }: TestCase, cases: readonly TestCase[]): Generator<readonly string[]> {
  const own = trimmed(title);
  yield own;
  for (const joint of [' > ', ' ']) {
    let pieces = own;
    let length = own.join('').length;
    let group = parent === undefined ? undefined : cases[parent]!;
    for (let depth = 0; group && depth < maxDepth && length <= maxName; depth++) {
      const outer = trimmed(group.title);
      pieces = [...outer.slice(0, -1), `${outer.at(-1)}${joint}${pieces[0]}`, ...pieces.slice(1)];
      length += outer.join('').length + joint.length;
      yield pieces;
      group = group.parent === undefined ? undefined : cases[group.parent];
    }
  }
}

/** Without blanks around the whole. */
const trimmed = (title: readonly string[]): readonly string[] =>
  title.length === 1 ? [title[0]!.trim()] : [title[0]!.trimStart(), ...title.slice(1, -1), title.at(-1)!.trimEnd()];

/** Whether `name` holds the pieces in their order, the first at its start and the last at its end. */
function fits(pieces: readonly string[], name: string): boolean {
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}

/** Whether a title of which parts are not known says enough to tell that it is meant. */
const saysEnough = ({ pieces }: Pattern): boolean => pieces.some((piece) => /\w/.test(piece));

interface Named {
  /** Positions in the list of cases. */
  readonly cases: readonly number[];
  /** False when there is none of that name, but tests whose titles only running them would tell. */
  readonly isSure: boolean;
}

/** The tests and groups that a name means: by their title, or by that of groups and theirs, joined with ` > ` or a blank. */
export function casesNamed(file: TestSummary, name: string): Named {
  const { exact, patterns } = indexOf(file);
  const same = exact.get(name) ?? [];
  if (same.length > 0) return { cases: same, isSure: true };
  const alike = patterns.filter(({ pieces }) => fits(pieces, name));
  const cases = [...new Set(alike.filter(saysEnough).map(({ position }) => position))];
  return { cases, isSure: cases.length > 0 || (alike.length === 0 && patterns.length <= maxPatterns) };
}

const titles = new WeakMap<TestSummary, readonly string[]>();

/** Titles that are known from the text alone, for suggestions; one and the same list whoever asks. */
export function knownTitles(file: TestSummary): readonly string[] {
  const known = titles.get(file);
  if (known) return known;
  const exact = file.cases.filter(({ title, isGuessed }) => title.length === 1 && !isGuessed);
  const names = [...new Set(exact.map(({ title }) => title[0]!.trim()))].filter((name) => name !== '');
  titles.set(file, names);
  return names;
}

/** The tests that a link means, without the groups: those in a group that it names. */
export function testsOf(file: TestSummary, name: string | undefined): readonly TestCase[] {
  if (name === undefined) return file.cases.filter(({ isGroup }) => !isGroup);
  const { inside } = indexOf(file);
  const meant = new Set(casesNamed(file, name).cases);
  for (const position of meant) for (const child of inside.get(position) ?? []) meant.add(child);
  return [...meant].map((position) => file.cases[position]!).filter(({ isGroup }) => !isGroup);
}

/** How a test is kept from running, by itself or by a group around it. */
export function skippedBy(
  one: TestCase,
  { cases }: TestSummary,
): { readonly by: TestCase; readonly word: string } | undefined {
  for (let by: TestCase | undefined = one; by; by = by.parent === undefined ? undefined : cases[by.parent])
    if (by.skipped !== undefined) return { by, word: by.skipped };
  return undefined;
}
