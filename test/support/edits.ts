/** Edits put into a text, as a fix does it. */
import type { Edit, Position } from '../../compiler/model/diagnostic.ts';

export function applyEdits(text: string, edits: readonly Edit[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const offset = ({ line, column }: Position): number => starts[line - 1]! + column - 1;
  return edits
    .map(({ range, text: replacement }) => ({ start: offset(range.start), end: offset(range.end), replacement }))
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, replacement }) => result.slice(0, start) + replacement + result.slice(end), text);
}
