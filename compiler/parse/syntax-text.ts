/** A mistake in YAML and the text around it. */

/** Offsets in the text, `end` exclusive. */
export type Span = readonly [start: number, end: number];

export interface SyntaxProblem {
  readonly problem: string;
  readonly help?: string;
  /** Where, when it is not the place that the parser gave. */
  readonly at?: Span;
  readonly related?: { readonly at: Span; readonly message: string };
  /** What to write at a place, where there is no doubt about what is meant. */
  readonly write?: { readonly at: Span; readonly text: string };
}

export interface SyntaxMistake {
  /** As the `yaml` package words it. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** All of the file. */
  readonly text: string;
}

/** At most so many characters of a file stand in a message. */
const maxQuoted = 40;

/** Text of the file in a message. */
export const quote = (text: string): string =>
  `\`${text.length > maxQuoted ? `${text.slice(0, maxQuoted - 1)}…` : text}\``;

export const lineStart = (text: string, offset: number): number =>
  offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;

/** From `offset` to the end of its line, without a comment. */
export function restOfLine(text: string, offset: number): string {
  const feed = text.indexOf('\n', offset);
  const line = text.slice(offset, feed === -1 ? undefined : feed);
  return line.replace(/(?:^| )#.*$/, '').trimEnd();
}

/** The word or sign at `offset`. */
export const wordAt = (text: string, offset: number): string =>
  /^(?:"[^"\n]*"|'[^'\n]*'|[\w.-]+|\S)/.exec(text.slice(offset, offset + 200))?.[0] ?? '';

export const spanOf = (offset: number, text: string): Span => [offset, offset + Math.max(1, text.length)];

/** The first character in the line of `offset` that is no blank. */
export function indentOf(text: string, offset: number): { readonly offset: number; readonly indent: number } {
  const start = lineStart(text, offset);
  let at = start;
  while (text[at] === ' ') at++;
  return { offset: at, indent: at - start };
}

export const blanks = (count: number): string => `${count} ${count === 1 ? 'blank' : 'blanks'}`;

/** `at` with the rest of its line in quotes, when that is one text without quotes of its own. */
export function quoteRest(text: string, offset: number): SyntaxProblem['write'] {
  const rest = restOfLine(text, offset);
  if (rest === '' || rest.length > 200 || /["'\\\t[\]{}]/.test(rest)) return undefined;
  return { at: spanOf(offset, rest), text: `"${rest}"` };
}

/** For a text that begins with `!`, as negations do: what to write instead. */
export function tagHelp(text: string, offset: number): string | undefined {
  if (!/^!\s*[\w(]/.test(text.slice(offset, offset + 20))) return undefined;
  const write = quoteRest(text, offset);
  return `\`!\` begins a YAML tag; put the expression in quotes${write ? `: ${quote(write.text)}` : ''}`;
}
