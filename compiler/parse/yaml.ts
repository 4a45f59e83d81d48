/** The `yaml` package behind the parsing door: its nodes become plain values with spans, aliases become copies. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLSeq } from 'yaml';
import { nearest } from '../base/text.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { RawDocument, SourceText, SpanNode } from '../model/document.ts';
import { Anchors } from './anchors.ts';
import { type Composed, compose, Refused } from './compose.ts';
import { limits } from './limits.ts';
import { type LostMeaning, lostKey, lostMeaning } from './meaning.ts';
import type { ParseResult } from './result.ts';
import { syntaxFindings } from './syntax-error.ts';
import { quote } from './syntax-text.ts';

export function readYaml(source: SourceText): ParseResult {
  try {
    const composed = compose(source.text);
    if (composed.errors.length === 0) return readDocuments(source, composed);
    return { documents: [], findings: syntaxFindings(source, composed.errors) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { documents: [], findings: [limitFinding(source, error)] };
  }
}

/** Throws Refused. */
function readDocuments(source: SourceText, { documents }: Composed): ParseResult {
  const findings: Finding[] = [];
  const budget = { nodes: limits.fileNodes };
  const read = documents
    .filter((document) => !isEmpty(document.contents))
    .map((document) => new Reader(source, findings, budget).read(document.contents));
  return { documents: findings.some((found) => found.code === 'YAML_SYNTAX') ? [] : read, findings };
}

const limitFinding = (source: SourceText, { offset, message }: Refused): Finding =>
  finding('INPUT_LIMIT', { problem: message }, { file: source.file, range: source.range(offset, offset + 1) });

type Read = { value: unknown; spans: SpanNode };

class Reader {
  readonly #source: SourceText;
  readonly #findings: Finding[];
  readonly #budget: { nodes: number };
  readonly #anchors = new Anchors();
  readonly #open = new Set<Node>();
  #nodes = 0;
  /** How many aliases the current node is a copy through. */
  #copying = 0;

  constructor(source: SourceText, findings: Finding[], budget: { nodes: number }) {
    this.#source = source;
    this.#findings = findings;
    this.#budget = budget;
  }

  /** Throws Refused. */
  read(contents: Node | null): RawDocument {
    return { source: this.#source, ...this.#node(contents, 0, undefined) };
  }

  #node(node: Node | null, depth: number, key: SpanNode['key'], fallback = 0): Read {
    const start = node?.range?.[0] ?? fallback;
    if (++this.#nodes > limits.nodes) throw new Refused(start, `more than ${limits.nodes} values, aliases expanded`);
    if (--this.#budget.nodes < 0)
      throw new Refused(start, `more than ${limits.fileNodes} values in one file, aliases expanded`);
    if (depth > limits.depth) throw new Refused(start, `nested more than ${limits.depth} levels deep`);
    if (node === null) return { value: null, spans: { start, end: start, key, style: 'plain' } };
    if (this.#copying === 0) {
      this.#anchors.pass(node);
      this.#tell(lostMeaning(this.#source.text, node));
    }
    if (isAlias(node)) return this.#alias(node, depth, key);
    const end = node.range?.[1] ?? start;
    if (isScalar(node))
      return { value: this.#scalar(node, start, end), spans: { start, end, key, style: styleOf(node) } };
    this.#open.add(node);
    const read = isSeq(node)
      ? this.#sequence(node, depth, { start, end, key })
      : this.#mapping(node, depth, { start, end, key });
    this.#open.delete(node);
    return read;
  }

  /** Definitions are JSON by content, and JSON has no number that is infinite or none. */
  #scalar(node: Scalar, start: number, end: number): unknown {
    const { value } = node;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const problem = `${quote(node.source ?? String(value))} is no number that a definition can hold`;
      this.#report(problem, { start, end }, 'write a finite number, or put the text in quotes');
    }
    return typeof value === 'bigint' ? Number(value) : value;
  }

  #alias(alias: Alias, depth: number, key: SpanNode['key']): Read {
    const target = this.#anchors.target(alias);
    const start = alias.range?.[0] ?? 0;
    const end = alias.range?.[1] ?? start;
    if (!target) {
      const near = nearest(alias.source, this.#anchors.names());
      const help = near ? `did you mean \`*${near}\`?` : 'put a text that begins with `*` in quotes';
      this.#report(`no value before has the anchor ${quote(`&${alias.source}`)}`, { start, end }, help);
      return { value: null, spans: { start, end, key, style: 'plain' } };
    }
    if (this.#open.has(target)) throw new Refused(start, `the alias *${alias.source} contains itself`);
    this.#copying++;
    const copy = this.#node(target, depth, key);
    this.#copying--;
    return { value: copy.value, spans: { ...copy.spans, key: key ?? copy.spans.key } };
  }

  #sequence(node: YAMLSeq, depth: number, span: SpanNode): Read {
    const value: unknown[] = [];
    const items: SpanNode[] = [];
    for (const child of node.items as Node[]) {
      if (items.length === limits.items)
        throw new Refused(child?.range?.[0] ?? span.start, `more than ${limits.items} items in one list`);
      const item = this.#node(child, depth + 1, undefined, span.start);
      value.push(item.value);
      items.push(item.spans);
    }
    return { value, spans: { ...span, end: blockEnd(node, span, items), items } };
  }

  #mapping(node: Node, depth: number, span: SpanNode): Read {
    if (!isMap(node)) throw new Refused(span.start, 'a kind of node that YAML does not have');
    const value: Record<string, unknown> = Object.create(null);
    const fields = new Map<string, SpanNode>();
    const isEntry = depth > 0 && span.key === undefined;
    let isSecondEntry = false;
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      if (fields.size === limits.items)
        throw new Refused(pair.key?.range?.[0] ?? span.start, `more than ${limits.items} fields in one mapping`);
      const keySpan = { start: pair.key?.range?.[0] ?? span.start, end: pair.key?.range?.[1] ?? span.start };
      if (pair.key && this.#copying === 0) this.#anchors.pass(pair.key);
      const name = keyText(pair.key);
      const entry = this.#node(pair.value, depth + 1, keySpan, keySpan.end);
      if (name === undefined) {
        this.#report('a key must be plain text, not a list or a mapping', keySpan, 'put it in quotes when it is text');
        continue;
      }
      if (this.#copying === 0 && this.#tell(lostKey(this.#source.text, pair.key, [keySpan.start, keySpan.end])))
        continue;
      const first = fields.get(name);
      if (first) {
        const begins: boolean = isEntry && fields.size > 1 && first === [...fields.values()][0];
        // What follows is the rest of an entry whose `-` is missing.
        if (begins || !isSecondEntry) this.#duplicate(name, keySpan, first, begins);
        isSecondEntry ||= begins;
      } else {
        value[name] = entry.value;
        fields.set(name, entry.spans);
      }
    }
    return { value, spans: { ...span, end: blockEnd(node, span, [...fields.values()]), fields } };
  }

  /** The first of two equal keys counts. `begins`: the key that begins an entry of a list could begin another one. */
  #duplicate(key: string, again: { start: number; end: number }, first: SpanNode, begins: boolean): void {
    if (this.#findings.length >= limits.duplicates)
      throw new Refused(again.start, `more than ${limits.duplicates} keys are written twice`);
    const { file } = this.#source;
    const related = [
      { message: 'first written here', file, range: this.#source.range(first.key!.start, first.key!.end) },
    ];
    const help = begins
      ? 'write `- ` before it when it begins another entry; else remove or rename one of the two'
      : undefined;
    const place = { file, range: this.#source.range(again.start, again.end) };
    this.#findings.push(finding('DUPLICATE_KEY', { key }, place, { related, help }));
  }

  /** Whether there is anything to tell. */
  #tell(lost: LostMeaning | undefined): boolean {
    if (lost) this.#report(lost.problem, { start: lost.at[0], end: lost.at[1] }, lost.help);
    return lost !== undefined;
  }

  #report(problem: string, at: { start: number; end: number }, help: string): void {
    if (this.#findings.length >= limits.duplicates)
      throw new Refused(at.start, `more than ${limits.duplicates} mistakes in one file`);
    const place = { file: this.#source.file, range: this.#source.range(at.start, at.end) };
    this.#findings.push(finding('YAML_SYNTAX', { problem }, place, { help }));
  }
}

/** A block collection ends where its last value does; the parser counts blank lines and comments behind it too. */
const blockEnd = (node: { flow?: boolean }, span: SpanNode, children: readonly SpanNode[]): number =>
  node.flow ? span.end : (children.at(-1)?.end ?? span.end);

/** Nothing between two document markers, comments apart. */
const isEmpty = (node: Node | null): boolean =>
  node === null ||
  (isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1] && !node.anchor && !node.tag);

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
