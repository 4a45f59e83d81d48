/** One schema error in words: what is wrong with the value, and what to write instead. */
import type { ErrorObject } from 'ajv';
import { parseDuration } from '../base/duration.ts';
import { placeAt } from '../base/spans.ts';
import { list, nearest, plural, show } from '../base/text.ts';
import type { Path, RawDocument } from '../model/document.ts';
import { exclusive } from './fields.ts';
import type { Mistake } from './mistake.ts';
import { mistyped } from './mistyped.ts';
import { propose } from './proposals.ts';
import { type Schema, schemaAt } from './schema.ts';
import { isSynonym, valueCalled } from './synonyms.ts';
import { code, formOf, kindOf, nameOf, suchAs, valueAt, wanted, withArticle, written } from './words.ts';

/** Describes `error` at `path`; missing and unknown fields are described by `fields.ts`. */
export function describe(kind: string, raw: RawDocument, path: Path, error: ErrorObject): Mistake {
  const value = valueAt(raw, path);
  const schema = schemaAt(kind, raw.value, path);
  const name = nameOf(path);
  const limit = error.params['limit'] as number;
  switch (error.keyword) {
    case 'type':
    case 'anyOf':
      return mistyped(kind, raw, path);
    case 'oneOf':
    case 'not':
      return exclusive(kind, raw, path);
    case 'enum':
    case 'const':
      return value === null ? mistyped(kind, raw, path) : unlisted(schema, name, value);
    case 'pattern':
      return malformed(schema, name, String(value));
    case 'minLength':
      return { problem: `${name} is empty`, help: `write ${wanted(schema)}${suchAs(schema)}` };
    case 'maxLength':
      return { problem: `${name} has ${String(value).length} characters; the most is ${limit}` };
    case 'minItems':
    case 'minProperties':
      return { problem: `${name} needs at least ${plural(limit, 'entry', 'entries')}`, help: `write${suchAs(schema)}` };
    case 'maxItems':
    case 'maxProperties':
      return { problem: `${name} may have at most ${plural(limit, 'entry', 'entries')}`, help: fewer(value, limit) };
    case 'minimum':
      return { problem: `${name} is ${show(value)}; the least is ${limit}` };
    case 'maximum':
      return { problem: `${name} is ${show(value)}; the most is ${limit}` };
    case 'uniqueItems':
      return repeated(raw, path, error);
    default:
      return { problem: `${name} does not satisfy \`${error.keyword}\` of its schema` };
  }
}

/** Describes the name of a field that does not have the form which all names there have. */
export function misnamed(kind: string, raw: RawDocument, path: Path, field: string): Mistake {
  const schema = schemaAt(kind, raw.value, path).propertyNames ?? {};
  const { problem, help } = malformed(schema, `a name in ${nameOf(path)}`, field);
  return { problem, help, place: placeAt(raw, [...path, field], 'key') };
}

function unlisted(schema: Schema, name: string, value: unknown): Mistake {
  const allowed = schema.enum ?? [schema.const];
  const texts = allowed.map(written);
  const problem = `${name} is ${typeof value === 'object' ? kindOf(value) : show(value)}, but must be ${list(texts.map(code), 'or')}`;
  const meant = typeof value === 'string' ? (valueCalled(value, texts) ?? nearest(value, texts)) : undefined;
  const near = texts.length === 1 ? texts[0] : meant;
  if (near === undefined) return { problem };
  const write = allowed[texts.indexOf(near)];
  if (texts.length === 1) return { problem, help: `write ${code(near)}`, write };
  const isPlain = isSynonym(near) || nearest(String(value), texts) === near;
  return { problem, help: `did you mean ${code(near)}?`, ...(isPlain ? { write } : {}) };
}

function malformed(schema: Schema, name: string, value: string): Mistake {
  const form = schema.title === undefined ? 'of the form that it must have' : withArticle(schema.title);
  if (parseDuration(value) === 0)
    return { problem: `${name} is ${show(value)}, which leaves no time at all`, help: formOf(schema) };
  const problem = `${name} is ${show(value)}, which is not ${form}`;
  const proposal = propose(schema, value);
  if (proposal === undefined) return { problem, help: formOf(schema) };
  const write = schema.title === 'Duration' ? proposal : undefined;
  return { problem, help: `did you mean ${code(proposal)}?`, write };
}

/** Of a mapping that takes one name, such as `each`. */
function fewer(value: unknown, limit: number): string | undefined {
  if (limit !== 1 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const names = Object.keys(value).map(code);
  return `keep one of ${list(names, 'or')}; where they belong together, list their combinations under one name`;
}

/** The second of two equal items, and where the first is. */
function repeated(raw: RawDocument, path: Path, { params }: ErrorObject): Mistake {
  const [first, second] = [params['i'] as number, params['j'] as number].sort((a, b) => a - b) as [number, number];
  const value = valueAt(raw, [...path, second]);
  return {
    problem: `${nameOf(path)} names ${show(value)} twice`,
    help: 'remove one of the two',
    place: placeAt(raw, [...path, second]),
    related: [{ ...placeAt(raw, [...path, first]), message: 'first named here' }],
  };
}
