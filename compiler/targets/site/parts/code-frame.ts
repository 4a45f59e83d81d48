/** The lines around a place, with the place marked. */
import type { Range } from '../../../model/diagnostic.ts';
import { escapeHtml, Html, html } from '../html.ts';

const before = 2;
const after = 1;
/** Longer lines are cut around the place. */
const longest = 160;

/** Gives the lines of a file; splits each file once. */
export function linesOf(sourceText: (file: string) => string | undefined): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? sourceText(file)?.split(/\r\n|\r|\n/) ?? [];
    known.set(file, lines);
    return lines;
  };
}

/** Undefined when the file has no such line. */
export function codeFrame(lines: readonly string[], { start, end }: Range): Html | undefined {
  if (start.line > lines.length) return undefined;
  const from = Math.max(1, start.line - before);
  const to = Math.min(lines.length, start.line + after);
  const rows: Html[] = [];
  for (let number = from; number <= to; number++) {
    const line = lines[number - 1]!;
    const isPlace = number === start.line;
    const until = end.line > start.line ? line.length + 1 : Math.max(end.column, start.column + 1);
    const content = isPlace ? marked(line, start.column - 1, until - 1) : html`${cut(line, 0).text}`;
    rows.push(html`<span class="${isPlace ? 'line here' : 'line'}" data-line="${number}">${content}\n</span>`);
  }
  return html`<pre class="frame" tabindex="0"><code>${rows}</code></pre>`;
}

/** An empty range at the end of a line marks the place after its last character. */
function marked(line: string, start: number, end: number): Html {
  const { text, offset, lead, tail } = cut(line, start);
  const [from, to] = [start - offset, Math.min(end - offset, text.length)];
  const inside = text.slice(from, to);
  return html`${lead}${text.slice(0, from)}<mark>${inside === '' ? ' ' : inside}</mark>${text.slice(Math.max(from, to))}${tail}`;
}

function cut(line: string, column: number): { text: string; offset: number; lead: string; tail: string } {
  if (line.length <= longest) return { text: line, offset: 0, lead: '', tail: '' };
  const offset = column < longest - 40 ? 0 : column - 40;
  const text = line.slice(offset, offset + longest);
  return { text, offset, lead: offset > 0 ? '…' : '', tail: offset + longest < line.length ? '…' : '' };
}

/** A whole text with its line numbers, some lines marked. */
export function listing(text: string, marked: readonly number[]): Html {
  const lines = escapeHtml(text.replace(/\n$/, '')).split('\n');
  const rows = lines.map(
    (line, i) => `<span class="${marked.includes(i + 1) ? 'line here' : 'line'}" data-line="${i + 1}">${line}\n</span>`,
  );
  return new Html(rows.join(''));
}
