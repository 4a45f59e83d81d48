/** Drafts → YAML, and from a place in it back to the original. */
import { Document } from 'yaml';
import type { Position } from '../model/diagnostic.ts';
import type { Path, RawDocument, SpanNode } from '../model/document.ts';
import type { MadeFile } from './define.ts';

/** The text of a file. `from`: the original, as it is told in the first line. */
export function yamlOf({ documents }: MadeFile, from: string): string {
  const texts = documents.map(({ value }) =>
    new Document(value, { aliasDuplicateObjects: false }).toString({ lineWidth: 120 }),
  );
  return `# Imported from ${from.replace(/[^\x20-\x7e]/g, '?')}\n${texts.join('---\n')}`;
}

/** The path of the innermost value or key that stands at a position. */
export function pathAt({ source, spans }: RawDocument, position: Position): Path {
  const offset = offsetOf(source.text, position);
  const path: (string | number)[] = [];
  let node: SpanNode | undefined = spans;
  while (node) {
    const inner: [string | number, SpanNode] | undefined = childrenOf(node).find(
      ([, child]) => offset >= (child.key?.start ?? child.start) && offset < Math.max(child.end, child.start + 1),
    );
    if (inner) path.push(inner[0]);
    node = inner?.[1];
  }
  return path;
}

const childrenOf = ({ fields, items }: SpanNode): [string | number, SpanNode][] =>
  fields ? [...fields] : (items ?? []).map((item, i) => [i, item]);

function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** True when the position lies in the document. */
export function holds({ source, spans }: RawDocument, position: Position): boolean {
  const offset = offsetOf(source.text, position);
  return offset >= spans.start && offset < spans.end;
}
