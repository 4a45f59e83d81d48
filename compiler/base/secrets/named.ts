/** Values under names such as `password` and `api_key`, wherever in a text they are written: YAML, JSON, arguments, comments. */
import { looksDrawn, looksLikePassword } from './guess.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Without one of these a text names no credential. */
export const namingHint = /ecret|ECRET|assw|ASSW|assp|ASSP|oken|OKEN/;
export const keyHint = /[\w-][Kk]ey\b|[\w-]KEY\b|redential|REDENTIAL|pwd|PWD/;

/** The end of a name, with what separates it from its value; an option is separated by being an argument of its own. */
const naming =
  /(?<word>secret|passw(?:or)?d|passphrase|pwd|token|(?:access|api|encryption|private|secret|signing)[_-]?key|credential)s?["']?(?:[ \t]{0,99}(?<sign>[:=])|(?<comma>,)|(?=\r?\n))/gi;

/** A value, or the first 300 characters of it: in quotes, or up to a blank. */
const value = /"((?:[^"\\\n]|\\.){0,300})|'([^'\n]{0,300})|[^\s"'{}[\],]{1,300}/y;

/** What a value goes on with when it is longer, by how it begins. */
const rests: Readonly<Record<string, RegExp>> = { '"': /(?:[^"\\\n]|\\.)*/y, "'": /[^'\n]*/y, '': /[^\s"'{}[\],]*/y };

/** What may stand between a name and its value: blanks, the mark of a block, the next line, the dash of an entry. */
const gap = /[ \t]{0,99}(?:[|>][-+]?)?(?:[ \t]{0,99}\r?\n[ \t]{0,999})?(?:-[ \t]{1,99})?/y;

const sticky = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** The value at an offset, without its quotes. */
function valueAt(text: string, at: number): (Span & { readonly text: string }) | undefined {
  const found = sticky(value, text, at);
  if (!found) return undefined;
  const inner = found[1] ?? found[2];
  const bare = inner ?? found[0].replace(/[;&)]+$/, '');
  const start = at + found[0].length - (inner ?? found[0]).length;
  return { start, end: start + bare.length, text: bare };
}

/**
 * Values as far as they reach, however long they are. Names can stand close together in one long value: what reaches no
 * farther than what is found is neither judged nor walked through again.
 */
class Found {
  readonly spans: Span[] = [];
  readonly #text: string;
  /** The last value of each way to write one. */
  readonly #last = new Map<string, Span>();

  constructor(text: string) {
    this.#text = text;
  }

  #quoteOf({ start }: Span): string {
    return /["']/.exec(this.#text[start - 1] ?? '')?.[0] ?? '';
  }

  has(value: Span): boolean {
    const last = this.#last.get(this.#quoteOf(value));
    return last !== undefined && last.start <= value.start && value.end <= last.end;
  }

  add(value: Span): void {
    const quote = this.#quoteOf(value);
    const end = value.end + sticky(rests[quote]!, this.#text, value.end)![0].length;
    const span = { start: value.start, end };
    this.#last.set(quote, span);
    this.spans.push(span);
  }
}

/** Whether the name that ends with the word at `at` is an option: its value is the next argument. */
function isOption(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < 80 && /[\w-]/.test(text[start - 1]!)) start--;
  return text[start] === '-' && text[start + 1] !== ' ';
}

const isPasswordName = (word: string): boolean => /^(?:secret|pass|pwd)/i.test(word);

/** The column of the first character in the line of `at`. */
function indentAt(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*(?:- )?/.exec(text.slice(start, start + 1000))![0].length;
}

/** The end of what is nested under a key in the line of `at`: the first line that is not deeper. */
function nestedEnd(text: string, at: number): number {
  const indent = indentAt(text, at);
  for (let feed = text.indexOf('\n', at); feed !== -1; feed = text.indexOf('\n', feed + 1)) {
    const next = feed + 1;
    const blank = text[next] === '\n' || text[next] === '\r' || next >= text.length;
    if (!blank && /^[ \t]*/.exec(text.slice(next, next + 1000))![0].length <= indent) return next;
  }
  return text.length;
}

/** Finds all drawn values between two offsets; keys are none. */
function findDrawn(text: string, from: number, to: number, found: Found): void {
  for (let at = from; at < to; ) {
    const one = valueAt(text, at);
    if (one && text[one.end] !== ':' && !found.has(one) && looksDrawn(one.text)) found.add(one);
    at = one ? Math.max(one.end, at + 1) : at + 1;
  }
}

/** In the order in which they are named. */
export function namedSecrets(text: string): readonly Span[] {
  const found = new Found(text);
  let searched = 0;
  for (const match of text.matchAll(naming)) {
    const { word = '', sign } = match.groups!;
    if (sign === undefined && !isOption(text, match.index)) continue;
    const after = match.index + match[0].length;
    const at = after + sticky(gap, text, after)![0].length;
    const one = valueAt(text, at);
    const isKey =
      one === undefined || /^["']?[ \t]*:(?:\s|$)/.test(text.slice(one.end, one.end + 3)) || one.text.endsWith(':');
    if (isKey && sign === ':') {
      if (after < searched) continue;
      const end = nestedEnd(text, after);
      findDrawn(text, at, end, found);
      searched = end;
    } else if (
      one &&
      !found.has(one) &&
      (looksDrawn(one.text) || (isPasswordName(word) && looksLikePassword(one.text)))
    )
      found.add(one);
  }
  return found.spans;
}
