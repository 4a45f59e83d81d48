/** The `yaml` package behind the parsing door: its nodes become plain values with spans, aliases become copies. */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLSeq,
  type Document as YamlDocument,
} from 'yaml';
import { finding } from '../diagnostics/finding.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { RawDocument, SourceText, SpanNode } from '../model/document.ts';
import { Anchors } from './anchors.ts';
import { limits } from './limits.ts';
import type { ParseResult } from './result.ts';

const options = {
  prettyErrors: false,
  uniqueKeys: false,
  merge: false,
  strict: true,
  version: '1.2',
  schema: 'core',
} as const;

export function readYaml(source: SourceText): ParseResult {
  const deep = tooDeep(source.text);
  if (deep !== undefined) return refused(source, deep, `nested more than ${limits.depth} levels deep`);
  const parsed = parseAllDocuments(source.text, options) as YamlDocument.Parsed[] | { empty: true };
  const documents = Array.isArray(parsed) ? parsed : [];
  if (documents.length > limits.documents)
    return refused(source, 0, `more than ${limits.documents} documents in one file`);
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0)
    return { documents: [], findings: errors.slice(0, 20).map((error) => syntaxError(source, error)) };
  const findings: Finding[] = [];
  const read: RawDocument[] = [];
  const budget = { nodes: limits.fileNodes };
  for (const document of documents) {
    if (!isEmpty(document.contents)) read.push(new Reader(source, document, findings, budget).read());
    if (findings.some((found) => found.code === 'INPUT_LIMIT')) return { documents: [], findings };
  }
  return { documents: findings.some((found) => found.code === 'YAML_SYNTAX') ? [] : read, findings };
}

const refused = (source: SourceText, offset: number, problem: string): ParseResult => ({
  documents: [],
  findings: [finding('INPUT_LIMIT', { problem }, { file: source.file, range: source.range(offset, offset + 1) })],
});

/**
 * The offset where brackets or compact `- - -` nest too deep, judged before the parser, which recurses. Brackets inside
 * quoted text count too; no real text has 64 of them open.
 */
function tooDeep(text: string): number | undefined {
  let open = 0;
  let dashes = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) open++;
    else if (c === 0x5d || c === 0x7d) open = Math.max(0, open - 1);
    if (c === 0x2d && (text.charCodeAt(i + 1) === 0x20 || text.charCodeAt(i + 1) === 0x3f)) dashes++;
    else if (c === 0x3f && text.charCodeAt(i + 1) === 0x20) dashes++;
    else if (c !== 0x20) dashes = 0;
    if (open > limits.depth || dashes > limits.depth) return i;
  }
  return undefined;
}

function syntaxError(source: SourceText, error: { code: string; message: string; pos: [number, number] }): Finding {
  const [start, end] = error.pos;
  const problem = error.message.replace(/\s+at line \d+, column \d+:?[\s\S]*$/, '').trim();
  const help =
    error.code === 'TAB_AS_INDENT' || /tab/i.test(problem)
      ? 'YAML is indented with spaces; replace the tab by spaces'
      : undefined;
  return finding(
    'YAML_SYNTAX',
    { problem },
    { file: source.file, range: source.range(start, Math.min(end, source.text.length)) },
    { help },
  );
}

/** Thrown and caught in this file only: the document grew beyond a limit. */
class LimitReached extends Error {
  readonly offset: number;
  constructor(offset: number, problem: string) {
    super(problem);
    this.offset = offset;
  }
}

type Read = { value: unknown; spans: SpanNode };

class Reader {
  readonly #source: SourceText;
  readonly #document: YamlDocument.Parsed;
  readonly #findings: Finding[];
  readonly #budget: { nodes: number };
  readonly #anchors = new Anchors();
  readonly #open = new Set<Node>();
  #nodes = 0;
  /** How many aliases the current node is a copy through. */
  #copying = 0;

  constructor(source: SourceText, document: YamlDocument.Parsed, findings: Finding[], budget: { nodes: number }) {
    this.#source = source;
    this.#document = document;
    this.#findings = findings;
    this.#budget = budget;
  }

  read(): RawDocument {
    try {
      return { source: this.#source, ...this.#node(this.#document.contents, 0, undefined) };
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      const range = this.#source.range(error.offset, error.offset + 1);
      this.#findings.push(finding('INPUT_LIMIT', { problem: error.message }, { file: this.#source.file, range }));
      return { source: this.#source, value: null, spans: { start: 0, end: 0 } };
    }
  }

  #node(node: Node | null, depth: number, key: SpanNode['key'], fallback = 0): Read {
    const start = node?.range?.[0] ?? fallback;
    if (++this.#nodes > limits.nodes)
      throw new LimitReached(start, `more than ${limits.nodes} values, aliases expanded`);
    if (--this.#budget.nodes < 0)
      throw new LimitReached(start, `more than ${limits.fileNodes} values in one file, aliases expanded`);
    if (depth > limits.depth) throw new LimitReached(start, `nested more than ${limits.depth} levels deep`);
    if (node === null) return { value: null, spans: { start, end: start, key, style: 'plain' } };
    if (this.#copying === 0) this.#anchors.pass(node);
    if (isAlias(node)) return this.#alias(node, depth, key);
    const end = node.range?.[1] ?? start;
    if (isScalar(node)) return { value: scalarValue(node), spans: { start, end, key, style: styleOf(node) } };
    this.#open.add(node);
    const read = isSeq(node)
      ? this.#sequence(node, depth, { start, end, key })
      : this.#mapping(node, depth, { start, end, key });
    this.#open.delete(node);
    return read;
  }

  #alias(alias: Alias, depth: number, key: SpanNode['key']): Read {
    const target = this.#anchors.target(alias);
    const start = alias.range?.[0] ?? 0;
    const end = alias.range?.[1] ?? start;
    if (!target) {
      this.#report('YAML_SYNTAX', { problem: `no value before has the anchor &${alias.source}` }, { start, end });
      return { value: null, spans: { start, end, key, style: 'plain' } };
    }
    if (this.#open.has(target)) throw new LimitReached(start, `the alias *${alias.source} contains itself`);
    this.#copying++;
    const copy = this.#node(target, depth, key);
    this.#copying--;
    return { value: copy.value, spans: { ...copy.spans, key: key ?? copy.spans.key } };
  }

  #sequence(node: YAMLSeq, depth: number, span: SpanNode): Read {
    const value: unknown[] = [];
    const items: SpanNode[] = [];
    for (const child of node.items as Node[]) {
      const item = this.#node(child, depth + 1, undefined, span.start);
      value.push(item.value);
      items.push(item.spans);
    }
    return { value, spans: { ...span, end: blockEnd(node, span, items), items } };
  }

  #mapping(node: Node, depth: number, span: SpanNode): Read {
    if (!isMap(node)) throw new LimitReached(span.start, 'a kind of node that YAML does not have');
    const value: Record<string, unknown> = Object.create(null);
    const fields = new Map<string, SpanNode>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const keySpan = { start: pair.key?.range?.[0] ?? span.start, end: pair.key?.range?.[1] ?? span.start };
      if (pair.key && this.#copying === 0) this.#anchors.pass(pair.key);
      const name = keyText(pair.key);
      const entry = this.#node(pair.value, depth + 1, keySpan, keySpan.end);
      if (name === undefined) {
        this.#report('YAML_SYNTAX', { problem: 'a key must be plain text' }, keySpan);
        continue;
      }
      const first = fields.get(name);
      if (first) this.#duplicate(name, keySpan, first);
      else {
        value[name] = entry.value;
        fields.set(name, entry.spans);
      }
    }
    return { value, spans: { ...span, end: blockEnd(node, span, [...fields.values()]), fields } };
  }

  /** The first of two equal keys counts. */
  #duplicate(key: string, again: { start: number; end: number }, first: SpanNode): void {
    const { file } = this.#source;
    const related = [
      { message: 'first written here', file, range: this.#source.range(first.key!.start, first.key!.end) },
    ];
    this.#findings.push(
      finding('DUPLICATE_KEY', { key }, { file, range: this.#source.range(again.start, again.end) }, { related }),
    );
  }

  #report(code: 'YAML_SYNTAX', params: { problem: string }, at: { start: number; end: number }): void {
    this.#findings.push(
      finding(code, params, { file: this.#source.file, range: this.#source.range(at.start, at.end) }),
    );
  }
}

/** A block collection ends where its last value does; the parser counts blank lines and comments behind it too. */
const blockEnd = (node: { flow?: boolean }, span: SpanNode, children: readonly SpanNode[]): number =>
  node.flow ? span.end : (children.at(-1)?.end ?? span.end);

/** Nothing between two document markers, comments apart. */
const isEmpty = (node: Node | null): boolean =>
  node === null ||
  (isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1] && !node.anchor && !node.tag);

/** Numbers too large for a double and other exotic scalars stay what the core schema makes of them. */
const scalarValue = (node: Scalar): unknown => (typeof node.value === 'bigint' ? Number(node.value) : node.value);

function styleOf(node: Scalar): SpanNode['style'] {
  if (node.type === 'PLAIN') return 'plain';
  return node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL' ? 'block' : 'quoted';
}

/** Keys are text; numbers, booleans and null are taken as they are written. */
function keyText(key: Node | null): string | undefined {
  if (key === null) return '';
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}
