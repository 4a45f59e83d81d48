/** The scalars of common YAML: where they end and what they stand for, apart from where they stand. */

import { plainValue } from './plain-scalar.ts';

/** Thrown by all that reads common YAML, and caught where it begins: not certain. */
class HandOver extends Error {}
export const handOver = new HandOver();

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const APOSTROPHE = 39;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const OPEN_BRACKET = 91;
const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

/** Characters that begin something else than a plain scalar: ! " # % & ' * , > ? @ [ ] ` { | } and : */
const indicators = new Set([...'!"#%&\'*,>?@[]`{|}:'].map((c) => c.charCodeAt(0)));

/** Also of the text's end. */
export const isLineEnd = (c: number): boolean => c === LF || c === CR || Number.isNaN(c);

/** What YAML 1.1 put the fields of another mapping in for. */
export const isMergeKey = (name: string): boolean => name === '<<';

/** The offset of the colon that ends a plain key on this line, -1 when there is none. */
export function keyEnd(text: string, start: number): number {
  if (indicators.has(text.charCodeAt(start))) return -1;
  for (let at = start; ; at++) {
    const c = text.charCodeAt(at);
    if (c === TAB || isLineEnd(c)) return -1;
    if (c === HASH && text.charCodeAt(at - 1) === SPACE) return -1;
    if (c !== COLON) continue;
    const next = text.charCodeAt(at + 1);
    if (next === SPACE || isLineEnd(next)) return at;
  }
}

/** Where a plain scalar of one line ends. */
export function blockTextEnd(text: string, start: number): number {
  if (indicators.has(text.charCodeAt(start))) throw handOver;
  let end = start;
  for (let at = start; ; at++) {
    const c = text.charCodeAt(at);
    if (c === LF || Number.isNaN(c)) return end;
    if (c === CR) {
      if (text.charCodeAt(at + 1) === LF) return end;
      throw handOver;
    }
    if (c === TAB) throw handOver;
    if (c === HASH && text.charCodeAt(at - 1) === SPACE) return end;
    if (c === COLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SPACE || isLineEnd(next)) throw handOver;
    }
    if (c !== SPACE) end = at + 1;
  }
}

/** The same inside brackets: before `,`, a bracket, `: `, a comment or the end of the line. */
export function flowTextEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (indicators.has(first)) throw handOver;
  if (first === DASH && /[\s,[\]{}]/.test(text[start + 1] ?? ' ')) throw handOver;
  let end = start;
  for (let at = start; ; at++) {
    const c = text.charCodeAt(at);
    if (Number.isNaN(c) || c === TAB || c === OPEN_BRACKET || c === OPEN_BRACE) throw handOver;
    if (c === COMMA || c === CLOSE_BRACKET || c === CLOSE_BRACE || c === LF || c === CR) return end;
    if (c === HASH && text.charCodeAt(at - 1) === SPACE) return end;
    if (c === COLON && /[\s,[\]{}]/.test(text[at + 1] ?? ' ')) return end;
    if (c !== SPACE) end = at + 1;
  }
}

/** The value of a plain scalar as written. */
export function plainScalar(text: string): unknown {
  const value = plainValue(text);
  if (value === undefined) throw handOver;
  return value;
}

/** Where a quoted scalar of one line that begins at `start` ends, its second quote included. */
export function quotedEnd(text: string, start: number, quote: number): number {
  for (let at = start + 1; ; at++) {
    const c = text.charCodeAt(at);
    if (c === TAB || isLineEnd(c)) throw handOver;
    if (c === BACKSLASH && quote === QUOTE) at++;
    else if (c === quote) {
      if (quote !== APOSTROPHE || text.charCodeAt(at + 1) !== APOSTROPHE) return at + 1;
      at++;
    }
  }
}

/** The text between two quotes. Only the escapes of JSON are known. */
export function quotedValue(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  if (text.charCodeAt(start) === APOSTROPHE) return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
  return inner.includes('\\') ? withoutEscapes(inner) : inner;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, letter: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    const known = escapes[letter];
    if (known === undefined) throw handOver;
    return known;
  });
}
