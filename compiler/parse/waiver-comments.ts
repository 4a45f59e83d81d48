/**
 * Comments that waive violations. What looks like one inside a text is none: in common YAML, whose texts all end with
 * their line, the spans tell; everywhere else the lexer of the full parser does.
 */
import type { RawDocument, SourceText, SpanNode } from '../model/document.ts';
import type { WaiverComment } from '../model/waiver.ts';

export const marker = 'symphonyc-waive';

const beginning = /#[ \t]*symphonyc-waive/y;

/** Whether the comment whose `#` stands at `at` waives something. */
export function begins(text: string, at: number): boolean {
  beginning.lastIndex = at;
  return beginning.test(text);
}

/** The offset of each such comment in common YAML. */
export function commentsBySpans(text: string, documents: readonly RawDocument[]): number[] {
  const found: number[] = [];
  let quoted: readonly Span[] | undefined;
  for (let at = text.indexOf(marker); at !== -1; ) {
    quoted ??= quotedTexts(documents);
    const line = text.lastIndexOf('\n', at) + 1;
    const end = lineEnd(text, at);
    const start = commentIn(text, line, end, quoted);
    if (start !== undefined && begins(text, start)) found.push(start);
    at = text.indexOf(marker, end);
  }
  return found;
}

/** Where the comment of a line begins: at the first `#` after a blank that no text holds. */
function commentIn(text: string, line: number, end: number, quoted: readonly Span[]): number | undefined {
  for (let at = text.indexOf('#', line); at !== -1 && at < end; at = text.indexOf('#', at + 1)) {
    if (at > line && !' \t'.includes(text[at - 1]!)) continue;
    const around = quoted[lastBefore(quoted, at)];
    if (!around || around.end <= at) return at;
  }
  return undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Texts and keys, in order of place. A key that is not quoted holds no `#` after a blank. */
function quotedTexts(documents: readonly RawDocument[]): Span[] {
  const found: Span[] = [];
  const visit = (node: SpanNode): void => {
    if (node.key) found.push(node.key);
    if (node.style === 'quoted') found.push(node);
    for (const child of childrenOf(node)) visit(child);
  };
  for (const { spans } of documents) visit(spans);
  return found.sort((a, b) => a.start - b.start);
}

const childrenOf = (node: SpanNode): Iterable<SpanNode> => node.items ?? node.fields?.values() ?? [];

/** The position of the last span that starts at or before `at`; -1 when none does. */
function lastBefore(spans: readonly Span[], at: number): number {
  let low = -1;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (spans[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  if (feed === -1) return text.length;
  return text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** What stands in the comments at `offsets`, and what each is about. */
export function waiverComments(
  source: SourceText,
  documents: readonly RawDocument[],
  offsets: readonly number[],
): WaiverComment[] {
  let entries: readonly Span[] | undefined;
  return offsets.map((at) => {
    const { text, range } = source;
    const line = text.lastIndexOf('\n', at - 1) + 1;
    const end = lineEnd(text, at);
    const base = { text: text.slice(text.indexOf(marker, at), end).trimEnd(), range: range(at, end) };
    const before = text.slice(line, at).trimEnd();
    if (before !== '')
      return { ...base, covers: range(line, end), trailing: true, removal: range(line + before.length, end) };
    entries ??= entriesOf(documents);
    const next = entries[lastBefore(entries, at) + 1];
    const feed = text.indexOf('\n', end);
    return {
      ...base,
      ...(next && { covers: range(next.start, next.end) }),
      trailing: false,
      removal: range(line, feed === -1 ? end : feed + 1),
    };
  });
}

/** Documents, and in them fields from their key on and items of lists: in order of place, what holds another before it. */
function entriesOf(documents: readonly RawDocument[]): Span[] {
  const found: Span[] = [];
  const visit = (node: SpanNode): void => {
    found.push({ start: node.key?.start ?? node.start, end: node.end });
    for (const child of childrenOf(node)) visit(child);
  };
  for (const { spans } of documents) visit(spans);
  return found.sort((a, b) => a.start - b.start);
}
