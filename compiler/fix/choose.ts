/** Which of many fixes can be made at once: no two edits may touch the same text. */
import type { Position } from '../model/diagnostic.ts';
import type { TextEdit } from './lines.ts';

/** An edit of a file that is known by its real path. */
export interface FileEdit extends TextEdit {
  readonly path: string;
}

interface Choosable {
  readonly edits: readonly FileEdit[];
}

/** The first of those that overlap is chosen; the others wait until it is made. */
export function choose<T extends Choosable>(candidates: readonly T[]): { chosen: T[]; waiting: T[] } {
  const files = new Map<string, Taken>();
  const takenIn = (path: string): Taken => {
    const taken = files.get(path) ?? new Taken();
    files.set(path, taken);
    return taken;
  };
  const chosen: T[] = [];
  const waiting: T[] = [];
  for (const candidate of candidates) {
    const fits = candidate.edits.every((edit) => takenIn(edit.path).isFree(edit));
    if (fits) for (const edit of candidate.edits) takenIn(edit.path).take(edit);
    (fits ? chosen : waiting).push(candidate);
  }
  return { chosen, waiting };
}

/** The edits of several fixes as one list a file. What two of them want alike is done once. */
export function editsByFile(candidates: readonly Choosable[]): Map<string, FileEdit[]> {
  const files = new Map<string, Map<string, FileEdit>>();
  for (const edit of candidates.flatMap(({ edits }) => edits)) {
    const known = files.get(edit.path) ?? new Map<string, FileEdit>();
    files.set(edit.path, known.set(editKey(edit), edit));
  }
  return new Map(Array.from(files, ([path, edits]) => [path, [...edits.values()]]));
}

/** Names an edit within its file. */
const editKey = ({ range: { start, end }, text }: TextEdit): string =>
  JSON.stringify([start.line, start.column, end.line, end.column, text]);

/** Lines and columns as one number, in the same order: no line has so many columns. */
const columns = 2 ** 24;
const numberOf = ({ line, column }: Position): number => line * columns + column;

/** The text of one file that is spoken for. */
class Taken {
  readonly #same = new Set<string>();
  /** Starts and ends of what is replaced, in order and disjoint. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Where something is put in, in order. */
  readonly #points: number[] = [];

  isFree(edit: TextEdit): boolean {
    if (this.#same.has(editKey(edit))) return true;
    const [start, end] = [numberOf(edit.range.start), numberOf(edit.range.end)];
    const before = firstAtLeast(this.#starts, start) - 1;
    if (before >= 0 && this.#ends[before]! > start) return false;
    if (start === end) return true;
    const nextStart = this.#starts[before + 1];
    const nextPoint = this.#points[firstAtLeast(this.#points, start + 1)];
    return (nextStart === undefined || nextStart >= end) && (nextPoint === undefined || nextPoint >= end);
  }

  take(edit: TextEdit): void {
    const key = editKey(edit);
    if (this.#same.has(key)) return;
    this.#same.add(key);
    const [start, end] = [numberOf(edit.range.start), numberOf(edit.range.end)];
    if (start === end) {
      this.#points.splice(firstAtLeast(this.#points, start), 0, start);
      return;
    }
    const at = firstAtLeast(this.#starts, start);
    this.#starts.splice(at, 0, start);
    this.#ends.splice(at, 0, end);
  }
}

/** The position of the first number that is not less than `wanted`. */
function firstAtLeast(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
