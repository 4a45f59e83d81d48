/** TypeScript source text from values of documents: nothing in them can end a literal or a comment. */
import { singleLine } from '../../base/single-line.ts';
import { compareText } from '../../base/text.ts';
import { literal } from '../../base/type-text.ts';

/** As `union`, one member a line, to stand right behind the equals sign. */
export function longUnion(texts: Iterable<string>): string {
  const members = [...new Set(texts)].sort(compareText).map(literal);
  return members.length === 0 ? ' never' : `\n${members.map((member) => `  | ${member}`).join('\n')}`;
}

/** The type of a constant as JSON: what a handler can rely on when the constant changes. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const items = [...new Set(value.map(typeOf))].sort(compareText);
    return items.length === 0 ? 'readonly never[]' : `readonly (${items.join(' | ')})[]`;
  }
  if (typeof value === 'object') return objectType(value as Record<string, unknown>);
  return typeof value;
}

const objectType = (value: Record<string, unknown>): string =>
  recordType(Object.entries(value).map(([name, item]) => [name, typeOf(item)]));

/** An object type on one line, from names and the source text of their types. */
export function recordType(fields: readonly (readonly [string, string])[]): string {
  if (fields.length === 0) return 'Readonly<Record<never, never>>';
  return `{ ${fields.map(([name, type]) => `readonly ${literal(name)}: ${type}`).join('; ')} }`;
}

/** An exported declaration from its members, each a line or more. */
export const body = (head: string, members: readonly string[]): string =>
  members.length === 0 ? `export ${head} {}\n\n` : `export ${head} {\n${members.join('')}}\n\n`;

/** A TSDoc comment of paragraphs; those that are empty are left out, and so is a comment without any. */
export function comment(paragraphs: readonly string[], indent = ''): string {
  const lines = paragraphs.filter((text) => text !== '').flatMap((text, i) => (i === 0 ? [text] : ['', text]));
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}

/**
 * Text of a document inside a comment, on one line: every character that TSDoc, Markdown or the comment itself would
 * read as more than text is escaped.
 */
export const prose = (text: string | undefined): string =>
  singleLine(text)
    .replace(/[\\`*_{}[\]<>@|~]/g, '\\$&')
    .replaceAll('*/', '*\\/');
