/** Lines that do not fit the lines around them: indentation, colons, entries of lists. */
import { missingDash } from './syntax-dash.ts';
import {
  blanks,
  indentOf,
  lineStart,
  quote,
  quoteRest,
  restOfLine,
  type SyntaxMistake,
  type SyntaxProblem,
  spanOf,
  wordAt,
} from './syntax-text.ts';

/** How far the lines above are indented that a line at `offset` could belong to, from the outside in. */
function indentsAbove(text: string, offset: number): number[] {
  const found: number[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = lineStart(text, offset); at > 0 && lowest > 0; ) {
    const begin = indentOf(text, at - 1);
    at = lineStart(text, at - 1);
    if (begin.indent >= lowest || restOfLine(text, begin.offset) === '') continue;
    lowest = begin.indent;
    found.unshift(lowest);
  }
  return found;
}

/** The first line at or below `offset` that is neither blank nor a comment. */
function contentFrom(text: string, offset: number): number {
  for (let at = lineStart(text, offset); at < text.length; ) {
    if (restOfLine(text, indentOf(text, at).offset) !== '') return at;
    const feed = text.indexOf('\n', at);
    if (feed === -1) break;
    at = feed + 1;
  }
  return offset;
}

export function badIndent({ text, start }: SyntaxMistake): SyntaxProblem {
  const { offset, indent } = indentOf(text, contentFrom(text, start));
  const dash = missingDash(text, offset);
  if (dash) return dash;
  const fitting = indentsAbove(text, offset)
    .filter((one) => one !== indent)
    .slice(-2);
  const what = wordAt(text, offset) === '-' ? 'this entry' : 'this line';
  return {
    problem: `${what} is indented by ${blanks(indent)}, which fits none of the lines above`,
    help: `indent it by ${fitting.map(String).join(' or ')}`,
    at: spanOf(offset, restOfLine(text, offset)),
  };
}

/** A line below a value that goes on with something like a field. */
export function tooDeep({ text, end }: SyntaxMistake): SyntaxProblem {
  const { offset, indent } = indentOf(text, end - 1);
  const dash = missingDash(text, offset);
  if (dash) return dash;
  return {
    problem: `this line is indented by ${blanks(indent)}, deeper than the line above, which has a value already`,
    help: 'indent it like the line above, or remove the value there',
    at: spanOf(offset, restOfLine(text, offset)),
  };
}

/** `title: Build: all` */
export function secondColon({ text, start }: SyntaxMistake): SyntaxProblem {
  const key = /([^\s:-][^:\n]*):\s*$/.exec(text.slice(lineStart(text, start), start))?.[1];
  const write = quoteRest(text, start);
  return {
    problem: `the value${key === undefined ? '' : ` of ${quote(key)}`} holds a colon with a blank, as only a key does`,
    help: write ? `put it in quotes: ${quote(write.text)}` : 'put it in quotes, or begin a mapping in the next line',
    at: spanOf(start, restOfLine(text, start)),
    write,
  };
}

/** A line that should be a field and has no colon, or one without a blank. */
export function noColon({ text, start }: SyntaxMistake): SyntaxProblem {
  const line = restOfLine(text, start);
  if (/^-(?: |$)/.test(line)) {
    const dash = missingDash(text, start);
    if (dash) return dash;
    return {
      problem: 'an entry of a list stands beside the fields of a mapping',
      help: 'indent it below the field that it belongs to, or write a field',
      at: spanOf(start, line),
    };
  }
  const tight = /^[\w.-]+:(?=[^\s/])/.exec(line)?.[0];
  if (tight) {
    const at = spanOf(start + tight.length - 1, ':');
    return { problem: `a blank is missing after ${quote(tight)}`, at, write: { at, text: ': ' } };
  }
  return {
    problem: `${quote(line)} is no field: it has no colon`,
    help: 'write a field, or indent the line deeper when it goes on with the text above',
    at: spanOf(start, line),
  };
}

/** A key that goes on in the next line. */
export function keyOverLines(mistake: SyntaxMistake): SyntaxProblem {
  const { text, start } = mistake;
  if (!/^["']/.test(text.slice(start, start + 1))) return noColon(mistake);
  return { problem: 'a key must stand in one line', help: 'close its quotes in the line in which they open' };
}

export function listInLine({ text, start }: SyntaxMistake): SyntaxProblem {
  if (indentOf(text, start).offset === start) return noColon({ text, start, end: start, message: '' });
  return {
    problem: 'a list with `-` cannot begin in the line of its field',
    help: 'begin it in the next line, or write it between brackets: `[a, b]`',
  };
}

/** A field behind the entries of a list, at their column. */
export function fieldInList({ text, start }: SyntaxMistake): SyntaxProblem {
  const line = restOfLine(text, start);
  return {
    problem: `${quote(line)} stands beside the entries of a list`,
    help: 'begin it with `- `, or indent it like the field that the list belongs to',
    at: spanOf(start, line),
  };
}
