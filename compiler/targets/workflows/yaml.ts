/** Workflows as YAML with comments. */
import { Document, isMap, isScalar } from 'yaml';
import { digestBytes } from '../../../runtime/core/digest.ts';
import { printable } from '../../../runtime/core/text.ts';
import { encode } from '../../base/encode.ts';

/** A comment above the key that a path leads to. */
export interface Note {
  readonly path: readonly string[];
  readonly text: readonly string[];
}

/** The YAML of a value. Plain scalars are safe for readers of YAML 1.1, as two of the engines are. */
export function yamlText(value: object, notes: readonly Note[] = []): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  for (const { path, text } of notes) {
    const parent = document.getIn(path.slice(0, -1), true);
    const items = isMap(parent) ? parent.items : [];
    const at = items.findIndex(({ key }) => isScalar(key) && key.value === path.at(-1));
    const key = items[at]?.key;
    if (!isScalar(key)) continue;
    key.commentBefore = text.map(commentLine).join('\n');
    // A blank line, but for the first in a map of its own.
    key.spaceBefore = path.length === 1 || at > 0;
  }
  return document.toString({ lineWidth: 0, blockQuote: 'literal' });
}

/** Lines of a comment, each on its own line whatever its text. */
export const comment = (lines: readonly string[]): string => lines.map((line) => `#${commentLine(line)}\n`).join('');

const commentLine = (line: string): string => (line === '' ? '' : ` ${printable(line)}`);

/** Bytes of a workflow that knows the digest of all else in it, so that a later build can tell whether it is out of date. */
export const withDigest = (make: (digest: string) => string): Uint8Array => encode(make(digestBytes(make(''))));
