/** Fields that an object has and should not have, or does not have and should. */
import { stemOf } from '../base/path.ts';
import { placeAt, spanAt } from '../base/spans.ts';
import { list, nearest } from '../base/text.ts';
import type { Place } from '../model/diagnostic.ts';
import type { Path, RawDocument, SpanNode } from '../model/document.ts';
import type { Mistake } from './mistake.ts';
import { propose } from './proposals.ts';
import { accepts, ownersOf, type Schema, schemaAt } from './schema.ts';
import { fieldCalled } from './synonyms.ts';
import { anyOne, code, exampleOf, ownerOf, thisOne, valueAt, withArticle, written } from './words.ts';

/** The fields that an object at `path` can have and does not have yet. */
function freeFields(kind: string, raw: RawDocument, path: Path): string[] {
  const taken = spanAt(raw.spans, path).fields;
  return Object.keys(schemaAt(kind, raw.value, path).properties ?? {}).filter((name) => !taken?.has(name));
}

/** The field that was meant by one that does not exist. */
export function meantField(kind: string, raw: RawDocument, path: Path, field: string): string | undefined {
  const free = freeFields(kind, raw, path);
  return fieldCalled(field, free) ?? nearest(field, free);
}

/** At most so many fields are listed when none is near. */
const listed = 12;

/** Where a field belongs, or which there are. */
export function fieldHelp(kind: string, raw: RawDocument, path: Path, field: string): string | undefined {
  const owners = ownersOf(kind, field).map(withArticle);
  if (owners.length > 0) return `${code(field)} is a field of ${list(owners, 'or')}`;
  const known = Object.keys(schemaAt(kind, raw.value, path).properties ?? {});
  return known.length <= listed ? `the fields are ${list(known.map(code))}` : undefined;
}

/** Describes an object that lacks `fields`. */
export function missing(kind: string, raw: RawDocument, path: Path, fields: readonly string[]): Mistake {
  const problem = `${thisOne(ownerOf(kind, raw, path))} has no ${list(fields.map(code), 'and no')}`;
  const examples = fields.map((field) =>
    fieldExample(schemaAt(kind, raw.value, [...path, field]), field, idFor(raw, path)),
  );
  return { problem, help: `add ${list(examples)}`, place: shownBy(raw, path) };
}

/** An id made from the title beside it, from what a beat does, or from the name of the file. */
function idFor(raw: RawDocument, path: Path): (schema: Schema) => string | undefined {
  const { title, handler, run, perform } = valueAt(raw, path) as Readonly<Record<string, unknown>>;
  const words = Array.isArray(run) ? run.join(' ') : undefined;
  const file = path.length === 0 ? stemOf(raw.source.file) : undefined;
  const action = typeof handler === 'string' ? handler.replace(/^.*#/, '') : (words ?? perform);
  const sources = [title, action, file].filter((text): text is string => typeof text === 'string');
  const beatId = path.at(-2) === 'beats' ? 'load-build-context' : undefined;
  return (schema) =>
    sources.map((text) => (accepts(schema, text) ? text : propose(schema, text))).find((id) => id !== undefined) ??
    beatId;
}

function fieldExample(schema: Schema, field: string, id: (schema: Schema) => string | undefined): string {
  const own = field === 'id' ? id(schema) : undefined;
  if (own !== undefined) return `${code(`id: ${own}`)}`;
  const choices = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (choices?.length === 1) return code(`${field}: ${written(choices[0])}`);
  if (choices)
    return `${code(field)} (${list(
      choices.map((one) => code(written(one))),
      'or',
    )})`;
  const example = exampleOf(schema);
  return example === undefined ? code(field) : `${code(field)} (such as ${code(example)})`;
}

/** A document or an item of a list is shown by its id or its kind, what has a key by its key. */
export function shownBy(raw: RawDocument, path: Path): Place {
  const span = spanAt(raw.spans, path);
  const line = span.key ? undefined : (span.fields?.get('id') ?? span.fields?.get('kind'));
  return line?.key ? placeOf(raw, line.key.start, line) : placeAt(raw, path);
}

const placeOf = ({ source }: RawDocument, start: number, { end }: SpanNode): Place => ({
  file: source.file,
  range: source.range(start, end),
});

/** The fields of which an object has exactly one (`oneOf`) or at most one (`not`). */
export const choicesOf = ({ oneOf, not }: Schema): string[] => [
  ...new Set((oneOf ?? not?.anyOf ?? []).flatMap((branch) => branch.required ?? [])),
];

/** Describes an object that has several of its choices, or none. */
export function exclusive(kind: string, raw: RawDocument, path: Path): Mistake {
  const schema = schemaAt(kind, raw.value, path);
  const choices = choicesOf(schema);
  const span = spanAt(raw.spans, path);
  const given = [...(span.fields?.keys() ?? [])].filter((field) => choices.includes(field));
  const owner = ownerOf(kind, raw, path);
  const rule = `${anyOne(owner)} has ${schema.oneOf ? 'exactly' : 'at most'} one of ${list(choices.map(code), 'or')}`;
  const place = shownBy(raw, path);
  if (given.length === 0) {
    const example = exampleOf(schemaAt(kind, raw.value, [...path, choices[0]!]));
    const such = example === undefined ? '' : `, such as ${code(`${choices[0]}: ${example}`)}`;
    return { problem: `${rule}, but ${thisOne(owner)} has none`, help: `add one of them${such}`, place };
  }
  return {
    problem: `${rule}, but ${thisOne(owner)} has ${list(given.map(code))}`,
    help: `keep one of them and remove the ${given.length > 2 ? 'others' : 'other'}`,
    place,
    related: given.map((choice) => ({ ...placeAt(raw, [...path, choice], 'key'), message: `${code(choice)} is here` })),
  };
}
