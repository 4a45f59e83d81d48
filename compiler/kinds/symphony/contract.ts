/**
 * What the runtime calls the functions of a beat with, as a type: that of the very values, since nobody but the beat
 * calls them with these. The names of the types are declared in `compiler/signatures/contract-types.ts`.
 */
import { compareText } from '../../base/text.ts';
import { inputTypes, literal, union } from '../../base/type-text.ts';
import type { BeatNode, HandlerReference, SymphonyNode } from '../../model/bound.ts';

/** The type of the function of a beat. */
export function contractOf({ value, movement }: BeatNode, role: HandlerReference['role']): string {
  const { symphony } = movement;
  const each = Object.entries(value.each ?? {})[0] as [string, readonly string[]] | undefined;
  const steps = each ? each[1].map((item) => `${value.id}[${item}]`) : [value.id];
  const ids = [symphony.value.id, movement.value.id, value.id].map(literal);
  const call = `Call<${[...ids, union(steps), inputOf(value.with, each), inputsOf(symphony)].join(', ')}>`;
  if (role === 'rollback') return `Rollback<${call}>`;
  const declared = [value.emits, value.measures, value.evidence].map((names) => union(names ?? []));
  return `Handler<${[call, ...declared].join(', ')}>`;
}

/** The variable of `each` stands above a constant of the same name. */
function inputOf(constants: object | undefined, each: [string, readonly string[]] | undefined): string {
  const fields = new Map(Object.entries(constants ?? {}).map(([name, value]) => [name, typeOf(value)]));
  if (each) fields.set(each[0], union(each[1]));
  return record(fields);
}

const known = new WeakMap<SymphonyNode, string>();

function inputsOf(symphony: SymphonyNode): string {
  const declared = Object.entries(symphony.value.inputs ?? {});
  const text = known.get(symphony) ?? record(new Map(declared.map(([name, { type }]) => [name, inputTypes[type]])));
  known.set(symphony, text);
  return text;
}

/** Longer texts and lists are known by their kind only. */
const maxText = 200;
const maxItems = 32;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value.length <= maxText ? literal(value) : 'string';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'number';
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return 'unknown';
  if (!Array.isArray(value)) return record(new Map(Object.entries(value).map(([name, item]) => [name, typeOf(item)])));
  const items = value.map(typeOf);
  if (items.length <= maxItems) return `[${items.join(', ')}]`;
  return `(${[...new Set(items)].sort(compareText).join(' | ')})[]`;
}

const record = (fields: ReadonlyMap<string, string>): string =>
  fields.size === 0 ? '{}' : `{ ${[...fields].map(([name, type]) => `${literal(name)}: ${type}`).join('; ')} }`;
