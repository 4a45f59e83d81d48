/** What messages call values, fields and types. */
import { list, show } from '../base/text.ts';
import type { Path, RawDocument } from '../model/document.ts';
import { type Schema, schemaAt, typesOf } from './schema.ts';

export const code = (text: string): string => `\`${text}\``;

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** `Event name` → `an event name`. */
export const withArticle = (title: string): string => article(title.toLowerCase());

/** The value at `path` of a document. */
export function valueAt(raw: RawDocument, path: Path): unknown {
  let value: unknown = raw.value;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step];
  return value;
}

/** A value by the field that holds it. */
export function nameOf(path: Path): string {
  const field = path.findLast((step) => typeof step === 'string');
  if (field === undefined) return 'the document';
  return typeof path.at(-1) === 'number' ? `this item of ${code(field)}` : code(field);
}

/** What an object is: a document or one of many by its title (`beat`), a field by its name. */
export function ownerOf(kind: string, raw: RawDocument, path: Path): { name: string; isField: boolean } {
  const last = path.at(-1);
  if (last === undefined) return { name: kind.toLowerCase(), isField: false };
  const around = schemaAt(kind, raw.value, path.slice(0, -1));
  const isField = typeof last === 'string' && Object.hasOwn(around.properties ?? {}, last);
  const title = schemaAt(kind, raw.value, path).title;
  return isField || title === undefined
    ? { name: nameOf(path), isField: true }
    : { name: title.toLowerCase(), isField: false };
}

/** `a beat`, `an event`, or the name of a field. */
export const anyOne = ({ name, isField }: ReturnType<typeof ownerOf>): string => (isField ? name : article(name));

/** `this beat`, or the name of a field. */
export const thisOne = ({ name, isField }: ReturnType<typeof ownerOf>): string => (isField ? name : `this ${name}`);

const typeNames: Readonly<Record<string, readonly string[]>> = {
  object: ['a mapping'],
  array: ['a list'],
  string: ['text'],
  number: ['a number'],
  integer: ['a whole number'],
  boolean: ['true', 'false'],
  null: ['empty'],
};

/** What a schema asks for: its own noun where the text has a form, else its types. */
export function wanted(schema: Schema): string {
  if (schema.enum)
    return list(
      schema.enum.map((one) => code(written(one))),
      'or',
    );
  if (schema.pattern !== undefined && schema.title !== undefined) return withArticle(schema.title);
  const types = schema.anyOf ? schema.anyOf.flatMap((one) => (one.$ref ? ['string'] : typesOf(one))) : typesOf(schema);
  return list(
    types.flatMap((type) => typeNames[type] ?? [type]),
    'or',
  );
}

/** What a value is, for `…, not …`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return `the text ${show(value)}`;
  return typeof value === 'number' ? `the number ${show(value)}` : show(value);
}

/** A value as it can be written in one line of YAML: JSON without the quotes that are not needed. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, one]) => `${written(key)}: ${written(one)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return typeof value === 'string' ? word(value) : JSON.stringify(value);
}

/** Text that YAML reads as itself wherever it stands, also inside brackets; anything else is quoted. */
const plainText =
  /^(?!(?:true|false|null)$)(?:\d{1,9}(?:ms|[smhd])|(?:[a-z_/]|\.\.?\/|--?[a-z])(?:[\w./@=+%-]|(?<! )#|:(?=[\w./])| (?!$))*)$/i;

export const word = (text: string): string => (plainText.test(text) ? text : JSON.stringify(text));

/** The first example of a schema, as it can be written in one line. */
export function exampleOf({ examples }: Schema): string | undefined {
  const first = examples?.[0];
  return first === undefined ? undefined : written(first);
}

/** `, such as …`, when the schema has an example. */
export function suchAs(schema: Schema): string {
  const example = exampleOf(schema);
  return example === undefined ? '' : `, such as ${code(example)}`;
}

/** What a text has to look like. */
export const formOf = (schema: Schema): string => `${schema.patternErrorMessage ?? 'write one text'}${suchAs(schema)}`;
