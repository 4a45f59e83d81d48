/** TypeScript source text of types, from values of documents: nothing in them can end a literal. */
import { printableLiteral } from '../../runtime/core/text.ts';
import { compareText } from './text.ts';

/** A string literal, which is a literal type too. */
export function literal(text: string): string {
  if (/^[\w.@:#/ -]*$/.test(text)) return `'${text}'`;
  return printableLiteral(JSON.stringify(text));
}

/** A union of literals, sorted; `never` when there are none. */
export function union(texts: Iterable<string>): string {
  const members = [...new Set(texts)].sort(compareText).map(literal);
  return members.length === 0 ? 'never' : members.join(' | ');
}

/** The types of TypeScript that values of inputs have. */
export const inputTypes = { string: 'string', int: 'number', double: 'number', bool: 'boolean' } as const;
