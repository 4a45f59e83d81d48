/** Values under names such as `password` and `api_key`, wherever in a text they are written: YAML, JSON, arguments, comments. */
import { append } from '../../../runtime/core/lists.ts';
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

/** As far as the value reaches, however long it is. */
function whole(text: string, { start, end }: Span): Span {
  const quote = /["']/.exec(text[start - 1] ?? '')?.[0] ?? '';
  return { start, end: end + sticky(rests[quote]!, text, end)![0].length };
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

/** All drawn values between two offsets; keys are none. */
function drawnBetween(text: string, from: number, to: number): Span[] {
  const found: Span[] = [];
  for (let at = from; at < to; ) {
    const one = valueAt(text, at);
    if (one && text[one.end] !== ':' && looksDrawn(one.text)) found.push(whole(text, one));
    at = one ? Math.max(one.end, at + 1) : at + 1;
  }
  return found;
}

/** In order. */
export function namedSecrets(text: string): Span[] {
  const found: Span[] = [];
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
      append(found, drawnBetween(text, at, end));
      searched = end;
    } else if (one && (looksDrawn(one.text) || (isPasswordName(word) && looksLikePassword(one.text))))
      found.push(whole(text, one));
  }
  return found;
}
