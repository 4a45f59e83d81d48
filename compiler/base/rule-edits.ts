/** Edits for the fixes of rules: they keep the quotes, the indentation and the line ends that the author uses. */
import type { Edit } from '../model/diagnostic.ts';
import type { Path, RawDocument } from '../model/document.ts';
import { spanAt } from './spans.ts';

/** Text that YAML reads as itself without quotes, also inside brackets: words and durations, no `: `, no ` #`. */
const plain = /^(?!(?:true|false|null)$)(?:[a-z][\w.#/-]*(?: [\w./-][\w.#/-]*)*|[1-9]\d*(?:ms|[smhd]))$/i;

/** `text` as a scalar, quoted like `written` where that is quoted. */
export function scalar(text: string, written: string): string {
  if (written.startsWith("'")) return `'${text.replaceAll("'", "''")}'`;
  return written.startsWith('"') || !plain.test(text) ? JSON.stringify(text) : text;
}

/** Puts `text` in place of the scalar at `path` or of its key. Undefined for a block scalar, whose lines stay as they are. */
export function rewrite(raw: RawDocument, path: Path, text: string, part: 'key' | 'value' = 'value'): Edit | undefined {
  const node = spanAt(raw.spans, path);
  const span = part === 'key' ? node.key : node;
  if (!span || (part === 'value' && (node.style === 'block' || node.fields || node.items))) return undefined;
  const { file, range } = raw.source;
  const written = raw.source.text.slice(span.start, span.end);
  return { file, range: range(span.start, span.end), text: scalar(text, written) };
}

/**
 * Adds a field after the field `after` of the mapping at `path`: in a line of its own, or inside the brackets of a
 * mapping written in one line.
 */
export function addField(
  raw: RawDocument,
  path: Path,
  after: string,
  field: { readonly name: string; readonly text: string },
): Edit | undefined {
  const mapping = spanAt(raw.spans, path);
  const neighbour = mapping.fields?.get(after);
  if (!neighbour?.key || neighbour.style === 'block' || neighbour.fields || neighbour.items) return undefined;
  const { text, file, range, position } = raw.source;
  if (text[mapping.start] === '{') {
    const keyText = text.slice(neighbour.key.start, neighbour.key.end);
    const addition = `, ${scalar(field.name, keyText)}: ${scalar(field.text, keyText)}`;
    return { file, range: range(neighbour.end, neighbour.end), text: addition };
  }
  const feed = text.indexOf('\n', neighbour.end);
  const crlf = feed > 0 && text[feed - 1] === '\r';
  const end = feed === -1 ? text.length : crlf ? feed - 1 : feed;
  const indent = ' '.repeat(position(neighbour.key.start).column - 1);
  return { file, range: range(end, end), text: `${crlf ? '\r\n' : '\n'}${indent}${field.name}: ${field.text}` };
}
