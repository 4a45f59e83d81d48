/** What lists of runs share: columns, marks, dates. */
import { printable } from '../../../runtime/core/text.ts';
import { fitted, type Paint, widthOf } from '../../../runtime/view/paint.ts';

type Style = Parameters<Paint>[0];

export interface Cell {
  readonly text: string;
  readonly style?: Style;
  /** For numbers. */
  readonly right?: boolean;
}

/** Rows as lines whose columns stand below one another. Hidden characters are shown as escapes. */
export function columns(rows: readonly (readonly Cell[])[], paint: Paint, indent = ''): string[] {
  const shown = rows.map((row) => row.map((cell) => ({ ...cell, text: printable(cell.text) })));
  const widths: number[] = [];
  for (const row of shown)
    for (const [index, { text }] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(text));
  return shown.map((row) => {
    const cells = row.map(({ text, style, right }, index) => {
      const width = widths[index]!;
      const filled = right ? ' '.repeat(width - widthOf(text)) + text : fitted(text, width);
      return style && text !== '' ? paint(style, filled) : filled;
    });
    return `${indent}${cells.join('  ').trimEnd()}`;
  });
}

const marks: Readonly<Record<string, readonly [string, Style]>> = {
  done: ['✓', 'green'],
  failed: ['✗', 'red'],
  waiting: ['?', 'yellow'],
  paused: ['?', 'yellow'],
  running: ['▸', 'cyan'],
  interrupted: ['◌', 'yellow'],
  undone: ['↶', 'yellow'],
};

/** A sign for how something ended. */
export function markOf(status: string): Cell {
  const [text, style] = marks[status] ?? ['-', 'dim'];
  return { text, style };
}

/** `2026-11-21 22:57:42`, in UTC as the journal has it. */
export const dateText = (at: string): string => at.slice(0, 19).replace('T', ' ');
