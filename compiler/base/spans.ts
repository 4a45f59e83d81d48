/** From a path into a document to the place in its file. */
import type { Place } from '../model/diagnostic.ts';
import type { Path, RawDocument, SpanNode } from '../model/document.ts';

/** The span of the value at `path`, or of the nearest value around it that exists. */
export function spanAt(root: SpanNode, path: Path): SpanNode {
  let node = root;
  for (const step of path) {
    const next = typeof step === 'number' ? node.items?.[step] : node.fields?.get(step);
    if (!next) return node;
    node = next;
  }
  return node;
}

/**
 * The place of the value at `path`, or of its key. A mapping or sequence is shown by its key, since its own range would
 * cover everything in it.
 */
export function placeAt(raw: RawDocument, path: Path, part: 'key' | 'value' = 'value'): Place {
  const span = spanAt(raw.spans, path);
  const { file } = raw.source;
  const compound = span.fields !== undefined || span.items !== undefined;
  if ((part === 'key' || compound) && span.key) return { file, range: raw.source.range(span.key.start, span.key.end) };
  if (compound) return { file, range: raw.source.range(span.start, firstEnd(span)) };
  return { file, range: raw.source.range(span.start, span.end) };
}

/** The end of the first key or item, so that a list item or document is shown by its first line. */
function firstEnd(span: SpanNode): number {
  const first = span.fields ? [...span.fields.values()][0] : span.items?.[0];
  if (!first) return span.start + 1;
  return first.fields || first.items ? (first.key?.end ?? firstEnd(first)) : first.end;
}
