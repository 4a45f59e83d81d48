/** A value of another type than its field takes: what to write instead, and the fix where there is no doubt. */
import { spanAt } from '../base/spans.ts';
import { list } from '../base/text.ts';
import type { Path, RawDocument } from '../model/document.ts';
import type { Mistake } from './mistake.ts';
import { accepts, type Schema, schemaAt, typesOf } from './schema.ts';
import { code, exampleOf, formOf, kindOf, nameOf, suchAs, valueAt, wanted, word, written } from './words.ts';

type Advice = Pick<Mistake, 'help' | 'write'>;

/** Describes a value whose type its schema does not take. */
export function mistyped(kind: string, raw: RawDocument, path: Path): Mistake {
  const schema = schemaAt(kind, raw.value, path);
  const value = valueAt(raw, path);
  if (value === null || value === undefined) return empty(kind, raw, path, schema);
  const problem = `${nameOf(path)} must be ${wanted(schema)}, not ${kindOf(value)}`;
  const source = sourceAt(raw, path);
  if (typesOf(schema).includes('array')) return { problem, ...asList(schema, itemsOf(kind, raw, path), value, source) };
  const wrapped = typeof value === 'string' ? asField(kind, raw, path, value) : undefined;
  if (wrapped) return { problem, ...wrapped };
  const percent = typeof value === 'string' && typesOf(schema).includes('number') ? inPercent(raw, value) : undefined;
  return { problem, ...(percent ?? adviseOn(schema, value, source)) };
}

const itemsOf = (kind: string, raw: RawDocument, path: Path): Schema => schemaAt(kind, raw.value, [...path, 0]);

/** A name alone where a mapping with one required field belongs: `build-shop` → `{ symphony: build-shop }`. */
function asField(kind: string, raw: RawDocument, path: Path, text: string): Advice | undefined {
  const [field, ...more] = schemaAt(kind, raw.value, path).required ?? [];
  if (field === undefined || more.length > 0) return undefined;
  const item = schemaAt(kind, raw.value, [...path, field]);
  if (item.pattern === undefined || !accepts(item, text)) return undefined;
  const write = { [field]: text };
  return { help: `write ${code(written(write))}`, write };
}

const sourceAt = ({ source, spans }: RawDocument, path: Path): string => {
  const { start, end } = spanAt(spans, path);
  return source.text.slice(start, end);
};

/** Nothing is written where something belongs: the key is shown, since there is nothing else to show. */
function empty(kind: string, raw: RawDocument, path: Path, schema: Schema): Mistake {
  const last = path.at(-1);
  const required = typeof last === 'string' && schemaAt(kind, raw.value, path.slice(0, -1)).required?.includes(last);
  const rest = required ? '' : typeof last === 'number' ? ', or remove the item' : ', or remove the field';
  return { problem: `${nameOf(path)} is empty`, help: `write ${wanted(schema)}${suchAs(schema)}${rest}`, part: 'key' };
}

function adviseOn(schema: Schema, value: NonNullable<unknown>, source: string): Advice {
  const types = typesOf(schema);
  if (typeof value === 'number' && schema.title === 'Duration') return withUnit(value);
  if (types.includes('string'))
    return typeof value === 'object' ? asText(schema, value, source) : quoted(schema, source);
  if (typeof value === 'string') return unquoted(schema, types, value.trim());
  const example = exampleOf(schema);
  return example === undefined ? {} : { help: `write ${code(example)}, for example` };
}

function withUnit(value: number): Advice {
  const examples = Number.isInteger(value) && value > 0 ? [`${value}s`, `${value}ms`] : ['5s', '500ms'];
  return { help: `a duration is a whole number with a unit: ${list(examples.map(code), 'or')}` };
}

/** A number or boolean where text belongs is quoted as it is written: 1.10 is not 1.1. */
function quoted(schema: Schema, source: string): Advice {
  const help = `put it in quotes: ${code(`"${source}"`)}`;
  return accepts(schema, source) ? { help, write: source } : { help: formOf(schema) };
}

function asText(schema: Schema, value: object, source: string): Advice {
  if (Array.isArray(value)) {
    const [only, ...more] = value as unknown[];
    const fits = typeof only === 'string' && more.length === 0 && accepts(schema, only);
    return { help: fits ? `write ${code(word(only))} without a list` : formOf(schema) };
  }
  // `- note: text` is a mapping: the quotes around it are missing.
  if (!/^\w[^"'{}\\\n]*$/.test(source) || !accepts(schema, source)) return { help: formOf(schema) };
  const help = `a colon with a blank makes it a mapping; put it in quotes: ${code(`"${source}"`)}`;
  return { help, write: source };
}

/** What only a shell would understand. */
const shellCharacters = /["'`$|&;<>()*?\\\n]/;

/** One text where a list belongs: its words when it is a command or names several things, else a list of it alone. */
function asList(schema: Schema, items: Schema, value: NonNullable<unknown>, source: string): Advice {
  const such = suchAs(schema);
  const [field] = Object.keys(value);
  if (typeof value === 'object' && items.properties && field !== undefined && Object.hasOwn(items.properties, field))
    return { help: `each entry of a list begins with ${code('- ')}, such as ${code(`- ${field}: …`)}` };
  if (typeof value === 'object')
    return { help: `write a list${such}; in lines of their own, entries begin with ${code('-')}` };
  const text = typeof value === 'string' ? value.trim() : source;
  const isCommand = schema.title === 'Command';
  if (isCommand && shellCharacters.test(text)) {
    const shell = code('[sh, -c, "…"]');
    return { help: `write the words as a list${such}; a shell is used only when it is named: ${shell}` };
  }
  const parts = text.split(isCommand ? /\s+/ : /[\s,]+/).filter((part) => part !== '');
  const words = isCommand ? parts : [...new Set(parts)];
  const choices = isCommand || items.pattern !== undefined ? [words, [text]] : [[text]];
  const found = choices.find((choice) => choice.length > 0 && choice.every((part) => accepts(items, part)));
  if (!found) return { help: `write a list${such}` };
  return { help: `write ${code(written(found))}`, write: found };
}

/** `80%` as the number that it is in the unit of the metric. */
function inPercent(raw: RawDocument, text: string): Advice | undefined {
  const number = /^(\d{1,9}(?:\.\d{1,9})?)\s*%$/.exec(text.trim())?.[1];
  if (number === undefined) return undefined;
  const ratio = String(Number((Number(number) / 100).toPrecision(12)));
  const unit = valueAt(raw, ['unit']);
  if (unit === 'percent') return { help: `write ${code(number)}`, write: Number(number) };
  if (unit === 'ratio' || unit === 'score') return { help: `write ${code(ratio)}`, write: Number(ratio) };
  return { help: `write ${code(number)}, or ${code(ratio)} of a ratio` };
}

const truths = new Map([
  ...['true', 'yes', 'on', 'y'].map((text) => [text, 'true'] as const),
  ...['false', 'no', 'off', 'n'].map((text) => [text, 'false'] as const),
]);

/** Text where a number or a boolean belongs. */
function unquoted(schema: Schema, types: readonly string[], text: string): Advice {
  const truth = types.includes('boolean') ? truths.get(text.toLowerCase()) : undefined;
  if (truth) return { help: `write ${code(truth)}`, write: truth === 'true' };
  const isNumber =
    (types.includes('integer') && /^-?\d{1,15}$/.test(text)) ||
    (types.includes('number') && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text));
  if (isNumber) return { help: `write ${code(text)} without quotes`, write: Number(text) };
  const example = exampleOf(schema);
  return example === undefined ? {} : { help: `write ${code(example)}, for example` };
}
