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

/** The title of a test or group, then with those of one group around it after the other. */
function* titlesOf(one: TestCase, cases: readonly TestCase[], template = false): Generator<readonly string[]> {
  let pieces = template && one.template !== undefined ? [one.template] : one.title;
  yield pieces;
  let { parent } = one;
  for (let depth = 0; parent !== undefined && depth < maxDepth; depth++) {
    const group = cases[parent]!;
    pieces = joined(template && group.template !== undefined ? [group.template] : group.title, pieces);
    yield pieces;
    parent = group.parent;
  }
}

/** A line break cannot stand in the name of a link, so that it stands for what joins titles. */
const join = '\n';

const joined = (a: readonly string[], b: readonly string[]): string[] => [
  ...a.slice(0, -1),
  `${a.at(-1)}${join}${b[0]}`,
  ...b.slice(1),
];

/** Whether `name` holds the pieces in their order, the first at its start and the last at its end. */
function fits(pieces: readonly string[], name: string): boolean {
  if (pieces.length === 1) return pieces[0] === name;
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

const withJoin = (pieces: readonly string[], text: string): readonly string[] =>
  pieces.map((piece) => piece.trim().replaceAll(join, text));

/** Where nothing but the pieces between unknown parts is compared, these must hold a word. */
const saysSomething = (pieces: readonly string[]): boolean =>
  pieces.length === 1 || pieces.some((piece) => /\w/.test(piece));

interface Named {
  /** Positions in the list of cases. */
  readonly cases: readonly number[];
  /** False when there is none of that name, but tests whose titles only running them would tell. */
  readonly isSure: boolean;
}

/** The tests and groups that a name means: by their title, or by that of groups and theirs, joined with ` > ` or a blank. */
export function casesNamed({ cases }: TestSummary, name: string): Named {
  const found: number[] = [];
  let isSure = true;
  for (const [i, one] of cases.entries()) {
    for (const pieces of [...titlesOf(one, cases), ...(one.template === undefined ? [] : titlesOf(one, cases, true))]) {
      const isNamed = [' > ', ' '].some((text) => fits(withJoin(pieces, text), name));
      if (!isNamed) continue;
      if (saysSomething(pieces)) found.push(i);
      else isSure = false;
      break;
    }
  }
  return { cases: found, isSure: isSure || found.length > 0 };
}

const titles = new WeakMap<TestSummary, readonly string[]>();

/** Titles that are known from the text alone, for suggestions; one and the same list whoever asks. */
export function knownTitles(file: TestSummary): readonly string[] {
  const exact = file.cases.filter(({ title, isGuessed }) => title.length === 1 && title[0] !== '' && !isGuessed);
  const known = titles.get(file) ?? [...new Set(exact.map(({ title }) => title[0]!.trim()))];
  titles.set(file, known);
  return known;
}

/** The tests that a link means, without the groups: those in a group that it names. */
export function testsOf(file: TestSummary, name: string | undefined): readonly TestCase[] {
  if (name === undefined) return file.cases.filter(({ isGroup }) => !isGroup);
  const meant = new Set(casesNamed(file, name).cases);
  const inside = new Set<number>();
  for (const [i, { parent }] of file.cases.entries())
    if (meant.has(i) || (parent !== undefined && inside.has(parent))) inside.add(i);
  return file.cases.filter(({ isGroup }, i) => inside.has(i) && !isGroup);
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
