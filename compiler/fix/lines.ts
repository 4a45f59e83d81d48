/** Bytes ↔ lines, and edits of lines: what no edit touches stays as it is, byte for byte. */

import { greatest } from '../../runtime/core/lists.ts';
import { comparePositions } from '../base/rule-places.ts';
import { secretsIn } from '../base/secrets/index.ts';
import type { Position, Range } from '../model/diagnostic.ts';

/** A line with its end, and its number in the file as it was first read; none where it is new. */
export interface Line {
  readonly text: string;
  readonly origin?: number;
}

/** A text as its lines; after the last line end there is one more, which may be empty. */
export interface TextFile {
  /** Whether a byte order mark comes first. Positions do not count it. */
  readonly marked: boolean;
  readonly lines: readonly Line[];
}

export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const mark = '\ufeff';

/** Undefined for what is not UTF-8: its places cannot be told. */
export function toLines(bytes: Uint8Array): TextFile | undefined {
  let text: string;
  try {
    text = strict.decode(bytes);
  } catch {
    return undefined;
  }
  const marked = text.startsWith(mark);
  const lines = splitLines(marked ? text.slice(1) : text).map((line, origin) => ({ text: line, origin }));
  return { marked, lines };
}

export const toBytes = ({ marked, lines }: TextFile): Uint8Array =>
  new TextEncoder().encode(`${marked ? mark : ''}${lines.map(({ text }) => text).join('')}`);

/** A file that does not exist yet. */
export const noLines: TextFile = { marked: false, lines: [{ text: '' }] };

function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let feed = text.indexOf('\n'); feed !== -1; feed = text.indexOf('\n', start)) {
    lines.push(text.slice(start, feed + 1));
    start = feed + 1;
  }
  lines.push(text.slice(start));
  return lines;
}

/** Before, after or at the same place; what is put in comes before what stands there. */
export const compareEdits = (a: TextEdit, b: TextEdit): number =>
  comparePositions(a.range.start, b.range.start) || comparePositions(a.range.end, b.range.end);

/** Whether a position is one of the file's, and not inside a character of two units. */
function isPlace({ lines }: TextFile, { line, column }: Position): boolean {
  const text = lines[line - 1]?.text;
  if (text === undefined || column < 1) return false;
  const length = text.endsWith('\n') ? text.length - 1 : text.length;
  if (column - 1 > length) return false;
  return !(/[\ud800-\udbff]/.test(text[column - 2] ?? '') && /[\udc00-\udfff]/.test(text[column - 1] ?? ''));
}

/** Whether an edit can be made in the file as it is. */
export const fitsIn = (file: TextFile, { range: { start, end } }: TextEdit): boolean =>
  isPlace(file, start) && isPlace(file, end) && comparePositions(start, end) <= 0;

interface Secrets {
  readonly starts: readonly number[];
  readonly found: ReturnType<typeof secretsIn>;
}

const known = new WeakMap<TextFile, Secrets>();

function secretsOf(file: TextFile): Secrets {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of file.lines) {
    starts.push(length);
    length += text.length;
  }
  const secrets = { starts, found: secretsIn(file.lines.map(({ text }) => text).join('')) };
  known.set(file, secrets);
  return secrets;
}

/** Whether an edit takes out a part of what looks like a secret: who suggested it has not seen it. */
export function replacesSecret(file: TextFile, { range: { start, end } }: TextEdit): boolean {
  const { starts, found } = known.get(file) ?? secretsOf(file);
  const [from, to] = [start, end].map(({ line, column }) => starts[line - 1]! + column - 1) as [number, number];
  return found.some((secret) => secret.start < to && from < secret.end);
}

/** `edits` fit, do not overlap, and are in the order of `compareEdits`. */
export function applyEdits(file: TextFile, edits: readonly TextEdit[]): TextFile {
  const result: Line[] = [];
  let next = 0;
  for (const group of groupByLines(edits)) {
    const first = group[0]!.range.start.line - 1;
    const last = greatest(group.map(({ range }) => range.end.line)) - 1;
    for (; next < first; next++) result.push(file.lines[next]!);
    for (const line of editLines(file, first, last, group)) result.push(line);
    next = last + 1;
  }
  for (; next < file.lines.length; next++) result.push(file.lines[next]!);
  return { ...file, lines: result };
}

/** Edits that have a line in common belong together. */
function groupByLines(edits: readonly TextEdit[]): TextEdit[][] {
  const groups: TextEdit[][] = [];
  let last = 0;
  for (const edit of edits) {
    if (edit.range.start.line > last) groups.push([]);
    groups.at(-1)!.push(edit);
    last = Math.max(last, edit.range.end.line);
  }
  return groups;
}

/** The lines `first` to `last` once `edits` are made in them. */
function editLines(file: TextFile, first: number, last: number, edits: readonly TextEdit[]): Line[] {
  const old = file.lines.slice(first, last + 1);
  const starts: number[] = [];
  let length = 0;
  for (const { text } of old) {
    starts.push(length);
    length += text.length;
  }
  const whole = old.map(({ text }) => text).join('');
  const offset = ({ line, column }: Position): number => starts[line - 1 - first]! + column - 1;
  const parts: string[] = [];
  let done = 0;
  for (const { range, text } of edits) {
    parts.push(whole.slice(done, offset(range.start)), withLineEnds(file, range.start.line - 1, text));
    done = offset(range.end);
  }
  parts.push(whole.slice(done));
  const pieces = splitLines(parts.join(''));
  if (last < file.lines.length - 1) pieces.pop();
  return keepLines(old, pieces);
}

/** New text has the line ends of the line that it is put into, or of the one before the last. */
function withLineEnds({ lines }: TextFile, at: number, text: string): string {
  const line = lines[at]!.text.endsWith('\n') ? lines[at]! : lines[at - 1];
  return line?.text.endsWith('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
}

/** Lines that are as before, at the start and at the end, are the same lines. */
function keepLines(old: readonly Line[], pieces: readonly string[]): Line[] {
  const shared = Math.min(old.length, pieces.length);
  let head = 0;
  while (head < shared && old[head]!.text === pieces[head]) head++;
  let tail = 0;
  while (tail < shared - head && old.at(-1 - tail)!.text === pieces.at(-1 - tail)) tail++;
  return [
    ...old.slice(0, head),
    ...pieces.slice(head, pieces.length - tail).map((text) => ({ text })),
    ...old.slice(old.length - tail),
  ];
}
