/** Quotes and brackets that are never closed, and what is wrong between them. */
import { openingBracket, openingQuote } from './openers.ts';
import { quote, quoteRest, type SyntaxMistake, type SyntaxProblem, spanOf, wordAt } from './syntax-text.ts';

const closers = { '[': ']', '{': '}' } as const;

/** Points at the quote that opens; where the parser gave up is far below. */
export function openQuote({ text, start, message }: SyntaxMistake): SyntaxProblem {
  const sign = message.includes("'") ? "'" : '"';
  const opening = openingQuote(text, start);
  const gaveUp = { at: spanOf(start, ' '), message: 'it is still open here' };
  return {
    problem: `the quote ${quote(sign)} is never closed`,
    help:
      sign === '"'
        ? 'close it; a quote inside the text is written `\\"`'
        : "close it; a quote inside the text is written `''`",
    ...(opening === undefined ? {} : { at: spanOf(opening, sign), related: gaveUp }),
  };
}

export function openBracket({ text, start, message }: SyntaxMistake): SyntaxProblem {
  const bracket = /sequence/i.test(message) ? '[' : '{';
  const closer = closers[bracket];
  const opening = openingBracket(text, bracket, start);
  const found = wordAt(text, start);
  const where = /^[\]}]$/.test(found)
    ? `${quote(found)} stands here instead of ${quote(closer)}`
    : `${quote(closer)} is missing before this`;
  const related = { at: spanOf(start, found), message: found === '' ? 'it is still open here' : where };
  return {
    problem: `the bracket ${quote(bracket)} is never closed`,
    help: `close it with ${quote(closer)}; what stands between brackets is indented deeper than the field it belongs to`,
    ...(opening === undefined ? {} : { at: spanOf(opening, bracket), related }),
  };
}

export function strayBracket({ text, start }: SyntaxMistake): SyntaxProblem {
  return {
    problem: `${quote(wordAt(text, start))} closes nothing`,
    help: 'remove it, or put the text that it belongs to in quotes',
  };
}

/** Between brackets a second pair, or a block, without a comma before it. */
export function missingComma({ text, start, end }: SyntaxMistake): SyntaxProblem {
  const inside = /^(\S[^\n]*?)(\s+)(["'\w-]+\s*:)/.exec(text.slice(start, end));
  const at = inside ? start + inside[1]!.length + inside[2]!.length : start;
  const next = wordAt(text, at);
  if (next === '-') {
    return { problem: 'a list with `-` cannot stand between brackets', help: 'separate its entries by commas instead' };
  }
  return { problem: `a comma is missing before ${quote(next)}`, at: spanOf(at, next) };
}

export const emptyItem = (): SyntaxProblem => ({
  problem: 'a value is missing before this comma',
  help: 'remove the comma, or write the value',
});

/** Something in the line behind a value that has ended: a quoted text, a closing bracket, an alias. */
export function afterValue({ text, start }: SyntaxMistake): SyntaxProblem {
  const before = text.slice(0, start).trimEnd();
  const last = before.at(-1) ?? '';
  const found = quote(wordAt(text, start));
  if (last === '"' || last === "'") {
    return {
      problem: `${found} stands behind the closing quote`,
      help: 'put all of the text between the quotes, or none of it',
    };
  }
  if (last === ']' || last === '}') {
    return {
      problem: `${found} stands behind the closing bracket`,
      help: 'put it between the brackets, or all of the text in quotes',
    };
  }
  const alias = /(?:^|[\s,[{])(\*\S+)$/.exec(before.slice(-200));
  if (alias) {
    const offset = before.length - alias[1]!.length;
    return {
      problem: `${found} stands behind the alias ${quote(alias[1]!)}`,
      help: 'put a text that begins with `*` in quotes',
      write: quoteRest(text, offset),
    };
  }
  return { problem: `${found} is not expected here` };
}
