/**
 * The nearest of many names, asked for often: as `nearest` answers, without comparing every name with every other. What
 * is known of a list is kept as long as the list.
 */
import { editDistance, nearest, nearnessLimit } from './text.ts';

interface Name {
  readonly name: string;
  readonly folded: string;
  readonly letters: Letters;
}

/** A bit for each letter and how often it has come before, folded into two words. */
type Letters = readonly [number, number];

interface Index {
  readonly byLength: ReadonlyMap<number, readonly Name[]>;
  /** Answers by what was asked. */
  readonly answers: Map<string, string | undefined>;
}

/** Lists as short as this are searched as they are. */
const short = 30;
/** So many answers are kept for each list. */
const kept = 5000;

const indexes = new WeakMap<readonly string[], Index>();

/** `nearest(name, names)`, for a list that does not change any more. */
export function nearestIn(names: readonly string[], name: string): string | undefined {
  if (names.length <= short) return nearest(name, names);
  const index = indexes.get(names) ?? openIndex(names);
  indexes.set(names, index);
  if (index.answers.has(name)) return index.answers.get(name);
  const answer = search(index, name, () => true);
  if (index.answers.size >= kept) index.answers.clear();
  index.answers.set(name, answer);
  return answer;
}

/** `nearestIn` among those that are free. */
export function nearestFree(
  names: readonly string[],
  name: string,
  isFree: (name: string) => boolean,
): string | undefined {
  const first = nearestIn(names, name);
  if (first === undefined || isFree(first)) return first;
  const index = indexes.get(names);
  return index ? search(index, name, isFree) : nearest(name, names.filter(isFree));
}

function openIndex(names: readonly string[]): Index {
  const byLength = new Map<number, Name[]>();
  for (const name of names) {
    const folded = name.toLowerCase();
    const alike = byLength.get(folded.length);
    const one = { name, folded, letters: lettersOf(folded) };
    if (alike) alike.push(one);
    else byLength.set(folded.length, [one]);
  }
  return { byLength, answers: new Map() };
}

function lettersOf(text: string): Letters {
  const before = new Map<number, number>();
  let low = 0;
  let high = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const times = before.get(code) ?? 0;
    before.set(code, times + 1);
    const bit = (code * 7 + times * 29) & 63;
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  }
  return [low, high];
}

function bits(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** No edit adds or takes away more than one letter, so texts cannot be nearer than the letters that one of them lacks. */
const lettersApart = ([a, b]: Letters, [c, d]: Letters): number =>
  Math.max(bits(a & ~c) + bits(b & ~d), bits(c & ~a) + bits(d & ~b));

/** Misspellings of one letter are common and quickly found, so they are looked for first. */
function search(index: Index, name: string, isFree: (name: string) => boolean): string | undefined {
  const limit = nearnessLimit(name);
  return searchWithin(index, name, 1, isFree) ?? (limit > 1 ? searchWithin(index, name, limit, isFree) : undefined);
}

function searchWithin(
  { byLength }: Index,
  name: string,
  limit: number,
  isFree: (name: string) => boolean,
): string | undefined {
  const folded = name.toLowerCase();
  const letters = lettersOf(folded);
  let best: string | undefined;
  let distance = limit;
  for (let apart = 0; apart <= distance; apart++) {
    for (const length of apart === 0 ? [folded.length] : [folded.length - apart, folded.length + apart]) {
      for (const one of byLength.get(length) ?? []) {
        if (lettersApart(letters, one.letters) > distance || !isFree(one.name)) continue;
        const found = distanceOf(folded, one.folded, distance);
        if (found > distance || (found === distance && best !== undefined && best <= one.name)) continue;
        best = one.name;
        distance = found;
      }
    }
  }
  return best;
}

/** The same without what both texts begin and end with. */
function distanceOf(a: string, b: string, limit: number): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return editDistance(a.slice(start, a.length - end), b.slice(start, b.length - end), limit);
}
