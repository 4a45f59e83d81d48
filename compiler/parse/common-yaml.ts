/**
 * A parser for the YAML that people write in definitions: block mappings and sequences, flow collections, plain and
 * quoted scalars of one line, comments, several documents. It keeps positions and is ten times as fast as a full parser;
 * that speed is why it exists. Whatever it does not know for certain (anchors, tags, folded text, empty values, tabs,
 * repeated keys, anything malformed) it does not judge: it gives up, and the whole file goes to the full parser. A test
 * holds the two against each other: equal or handed over, never different.
 */
import type { RawDocument, SourceText, SpanNode } from '../model/document.ts';
import {
  APOSTROPHE,
  blockTextEnd,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  DASH,
  flowTextEnd,
  HASH,
  handOver,
  isLineEnd,
  isMergeKey,
  keyEnd,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  plainScalar,
  QUOTE,
  quotedEnd,
  quotedValue,
  SPACE,
  TAB,
} from './common-yaml-text.ts';
import { limits } from './limits.ts';

interface Read {
  readonly value: unknown;
  readonly spans: SpanNode;
}

/** All documents of a file, or undefined when the full parser has to look at it. */
export function readCommonYaml(source: SourceText): RawDocument[] | undefined {
  // A byte-order mark may begin each document, and is text elsewhere.
  if (source.text.includes('\ufeff')) return undefined;
  try {
    return new Reader(source).documents();
  } catch (error) {
    if (error === handOver) return undefined;
    throw error;
  }
}

class Reader {
  readonly #source: SourceText;
  readonly #text: string;
  #at = 0;
  /** Column of the first character of the current line. */
  #indent = 0;
  #nodes = 0;

  constructor(source: SourceText) {
    this.#source = source;
    this.#text = source.text;
  }

  documents(): RawDocument[] {
    const documents: RawDocument[] = [];
    while (this.#nextLine()) {
      if (this.#isMarker()) {
        this.#at += 3;
        this.#endLine();
        continue;
      }
      if (this.#indent > 0) throw handOver;
      this.#nodes = 0;
      documents.push({ source: this.#source, ...this.#root() });
      if (documents.length > limits.documents) throw handOver;
      if (this.#nextLine() && !this.#isMarker()) throw handOver;
    }
    return documents;
  }

  #root(): Read {
    const c = this.#text.charCodeAt(this.#at);
    if (c !== OPEN_BRACE && c !== OPEN_BRACKET) return this.#block(0, 0);
    const read = this.#flow(-1, 0);
    this.#endLine();
    return read;
  }

  #isMarker(): boolean {
    const text = this.#text;
    if (this.#indent !== 0 || !text.startsWith('---', this.#at)) return false;
    const next = text.charCodeAt(this.#at + 3);
    if (next === SPACE || isLineEnd(next)) return true;
    throw handOver;
  }

  /** Moves to the next line with content, from the start of a line or from its first character. False at the end. */
  #nextLine(): boolean {
    const text = this.#text;
    for (;;) {
      let at = this.#at;
      const start = text.lastIndexOf('\n', at - 1) + 1;
      while (text.charCodeAt(at) === SPACE) at++;
      const c = text.charCodeAt(at);
      if (c === TAB) throw handOver;
      if (c === HASH || c === LF || c === CR) {
        const end = text.indexOf('\n', at);
        if (c === CR && end !== at + 1) throw handOver;
        if (end === -1) {
          this.#at = text.length;
          return false;
        }
        this.#at = end + 1;
        continue;
      }
      this.#at = at;
      if (Number.isNaN(c)) return false;
      this.#indent = at - start;
      if (this.#indent === 0 && (c === 37 || text.startsWith('...', at))) throw handOver;
      return true;
    }
  }

  /** Nothing but blanks and a comment may follow on the line. Leaves the position at the next line's start. */
  #endLine(): void {
    const text = this.#text;
    let at = this.#at;
    while (text.charCodeAt(at) === SPACE) at++;
    const c = text.charCodeAt(at);
    const commented = c === HASH && (at > this.#at || text.charCodeAt(at - 1) === LF);
    if (!commented && c !== LF && !(c === CR && text.charCodeAt(at + 1) === LF) && !Number.isNaN(c)) throw handOver;
    const end = text.indexOf('\n', at);
    this.#at = end === -1 ? text.length : end + 1;
  }

  #count(depth: number): void {
    if (++this.#nodes > limits.nodes || depth > limits.depth) throw handOver;
  }

  /** A block mapping or sequence whose lines begin at column `indent`. */
  #block(indent: number, depth: number): Read {
    return this.#isDash() ? this.#sequence(indent, depth) : this.#mapping(indent, depth);
  }

  #isDash(): boolean {
    if (this.#text.charCodeAt(this.#at) !== DASH) return false;
    const next = this.#text.charCodeAt(this.#at + 1);
    return next === SPACE || isLineEnd(next);
  }

  #mapping(indent: number, depth: number, key?: SpanNode['key']): Read {
    this.#count(depth);
    const start = this.#at;
    const value: Record<string, unknown> = Object.create(null);
    const fields = new Map<string, SpanNode>();
    let end = start;
    for (;;) {
      const own = this.#key();
      const name = own.name;
      if (fields.has(name)) throw handOver;
      const entry = this.#entry(indent, depth + 1, own.span);
      value[name] = entry.value;
      fields.set(name, entry.spans);
      if (fields.size > limits.items) throw handOver;
      end = entry.spans.end;
      if (!this.#continues(indent)) break;
      if (this.#isDash()) throw handOver;
    }
    return { value, spans: { start, end, key, fields } };
  }

  /** Whether the next line with content belongs to the collection at column `indent`. */
  #continues(indent: number): boolean {
    if (!this.#nextLine()) return false;
    if (this.#indent > indent) throw handOver;
    return this.#indent === indent && !this.#isMarker();
  }

  /** A key and its colon. */
  #key(): { name: string; span: { start: number; end: number } } {
    const text = this.#text;
    const start = this.#at;
    const first = text.charCodeAt(start);
    let name: string;
    let end: number;
    if (first === QUOTE || first === APOSTROPHE) {
      name = this.#quoted(first);
      end = this.#at;
      if (text.charCodeAt(end) !== COLON) throw handOver;
    } else {
      end = keyEnd(text, start);
      if (end === -1) throw handOver;
      name = text.slice(start, end);
      if (name.endsWith(' ') || isMergeKey(name)) throw handOver;
    }
    const next = text.charCodeAt(end + 1);
    if (next !== SPACE && !isLineEnd(next)) throw handOver;
    if (end - start > 1000) throw handOver;
    this.#at = end + 1;
    return { name, span: { start, end } };
  }

  /** What follows a colon: a value on the line, or a block on the lines below. */
  #entry(indent: number, depth: number, key: { start: number; end: number }): Read {
    this.#skipSpaces();
    const c = this.#text.charCodeAt(this.#at);
    if (c !== HASH && !isLineEnd(c)) return this.#inline(indent, depth, key);
    this.#endLine();
    if (!this.#nextLine() || this.#isMarker()) throw handOver;
    const inner = this.#indent;
    if (inner > indent && !this.#isDash()) return this.#mapping(inner, depth, key);
    if (inner >= indent && this.#isDash()) return this.#sequence(inner, depth, key);
    throw handOver;
  }

  #skipSpaces(): void {
    while (this.#text.charCodeAt(this.#at) === SPACE) this.#at++;
  }

  /** A value that begins and ends on this line, flow collections apart. */
  #inline(indent: number, depth: number, key?: SpanNode['key']): Read {
    const c = this.#text.charCodeAt(this.#at);
    const read =
      c === OPEN_BRACKET || c === OPEN_BRACE
        ? this.#flow(indent, depth, key)
        : c === QUOTE || c === APOSTROPHE
          ? this.#quotedScalar(depth, c, key)
          : this.#plain(depth, key);
    this.#endLine();
    return read;
  }

  #sequence(indent: number, depth: number, key?: SpanNode['key']): Read {
    this.#count(depth);
    const start = this.#at;
    const value: unknown[] = [];
    const items: SpanNode[] = [];
    do {
      if (!this.#isDash()) {
        // Items may stand at the column of the mapping's keys; the next key then ends the sequence.
        if (key === undefined) throw handOver;
        break;
      }
      this.#at++;
      const item = this.#item(indent, depth + 1);
      value.push(item.value);
      items.push(item.spans);
      if (items.length > limits.items) throw handOver;
    } while (this.#continues(indent));
    return { value, spans: { start, end: items.at(-1)!.end, key, items } };
  }

  /** What follows a dash. */
  #item(indent: number, depth: number): Read {
    const dash = this.#at - 1;
    this.#skipSpaces();
    const at = this.#at;
    const c = this.#text.charCodeAt(at);
    if (c === HASH || isLineEnd(c)) {
      this.#endLine();
      if (!this.#nextLine() || this.#indent <= indent) throw handOver;
      return this.#block(this.#indent, depth);
    }
    const column = indent + (at - dash);
    if (this.#isDash()) return this.#sequence(column, depth);
    if (c === QUOTE || c === APOSTROPHE) {
      this.#quoted(c);
      const isKey = this.#text.charCodeAt(this.#at) === COLON;
      this.#at = at;
      return isKey ? this.#mapping(column, depth) : this.#inline(indent, depth);
    }
    return keyEnd(this.#text, at) === -1 ? this.#inline(indent, depth) : this.#mapping(column, depth);
  }

  #plain(depth: number, key?: SpanNode['key']): Read {
    this.#count(depth);
    const start = this.#at;
    if (this.#isDash()) throw handOver;
    const end = blockTextEnd(this.#text, start);
    this.#at = end;
    return { value: plainScalar(this.#text.slice(start, end)), spans: { start, end, key, style: 'plain' } };
  }

  #quotedScalar(depth: number, quote: number, key?: SpanNode['key']): Read {
    this.#count(depth);
    const start = this.#at;
    const value = this.#quoted(quote);
    return { value, spans: { start, end: this.#at, key, style: 'quoted' } };
  }

  /** The text of a quoted scalar of one line; the position moves behind it. */
  #quoted(quote: number): string {
    const start = this.#at;
    this.#at = quotedEnd(this.#text, start, quote);
    return quotedValue(this.#text, start, this.#at);
  }

  /** `[…]` or `{…}`, on one line or several that are indented deeper than what they belong to. */
  #flow(indent: number, depth: number, key?: SpanNode['key']): Read {
    this.#count(depth);
    const start = this.#at;
    const close = this.#text.charCodeAt(start) === OPEN_BRACKET ? CLOSE_BRACKET : CLOSE_BRACE;
    const items: SpanNode[] = [];
    const list: unknown[] = [];
    const fields = new Map<string, SpanNode>();
    const record: Record<string, unknown> = Object.create(null);
    this.#at++;
    for (;;) {
      this.#flowSpace(indent);
      if (this.#text.charCodeAt(this.#at) === close) break;
      if (close === CLOSE_BRACKET) {
        const item = this.#flowValue(indent, depth + 1);
        list.push(item.value);
        items.push(item.spans);
        if (items.length > limits.items) throw handOver;
      } else this.#flowField(indent, depth + 1, record, fields);
      this.#flowSpace(indent);
      const c = this.#text.charCodeAt(this.#at);
      if (c === COMMA) this.#at++;
      else if (c !== close) throw handOver;
    }
    this.#at++;
    const end = this.#at;
    if (close === CLOSE_BRACKET) return { value: list, spans: { start, end, key, items } };
    return { value: record, spans: { start, end, key, fields } };
  }

  #flowField(indent: number, depth: number, record: Record<string, unknown>, fields: Map<string, SpanNode>): void {
    const text = this.#text;
    const start = this.#at;
    const first = text.charCodeAt(start);
    const isQuoted = first === QUOTE || first === APOSTROPHE;
    const name = isQuoted ? this.#quoted(first) : this.#flowPlain();
    const span = { start, end: this.#at };
    if (!isQuoted && isMergeKey(name)) throw handOver;
    if (text.charCodeAt(this.#at) !== COLON || fields.has(name) || span.end - start > 1000) throw handOver;
    this.#at++;
    const next = text.charCodeAt(this.#at);
    if (next !== SPACE && next !== LF && next !== CR && !isQuoted) throw handOver;
    this.#flowSpace(indent);
    const entry = this.#flowValue(indent, depth, span);
    record[name] = entry.value;
    fields.set(name, entry.spans);
    if (fields.size > limits.items) throw handOver;
  }

  #flowValue(indent: number, depth: number, key?: SpanNode['key']): Read {
    const c = this.#text.charCodeAt(this.#at);
    if (c === OPEN_BRACKET || c === OPEN_BRACE) return this.#flow(indent, depth, key);
    const isQuoted = c === QUOTE || c === APOSTROPHE;
    let read: Read;
    if (isQuoted) read = this.#quotedScalar(depth, c, key);
    else {
      this.#count(depth);
      const start = this.#at;
      const text = this.#flowPlain();
      read = { value: plainScalar(text), spans: { start, end: this.#at, key, style: 'plain' } };
    }
    const next = this.#text.charCodeAt(this.#at);
    if (next === COLON) throw handOver;
    return read;
  }

  #flowPlain(): string {
    const start = this.#at;
    this.#at = flowTextEnd(this.#text, start);
    return this.#text.slice(start, this.#at);
  }

  /** Blanks, line ends and comments between the tokens of a flow collection. */
  #flowSpace(indent: number): void {
    const text = this.#text;
    const before = this.#at;
    for (;;) {
      this.#skipSpaces();
      const c = text.charCodeAt(this.#at);
      if (c === HASH) {
        if (this.#at === before || text.charCodeAt(this.#at - 1) !== SPACE) throw handOver;
        const end = text.indexOf('\n', this.#at);
        if (end === -1) throw handOver;
        this.#at = end;
      } else if (c === LF || (c === CR && text.charCodeAt(this.#at + 1) === LF)) {
        const line = this.#at + (c === CR ? 2 : 1);
        this.#at = line;
        this.#skipSpaces();
        const next = text.charCodeAt(this.#at);
        const blank = next === LF || next === CR;
        if (!blank && this.#at - line <= indent) throw handOver;
        if (this.#at === line && /^(?:---|\.\.\.)/.test(text.slice(line, line + 3))) throw handOver;
        if (next === TAB) throw handOver;
      } else return;
    }
  }
}
