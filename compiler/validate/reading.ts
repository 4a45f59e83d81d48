/**
 * A document read as it was meant: a field that does not exist and means one that is missing stands for that one, so that
 * nothing is reported which only follows from the misspelling.
 */
import type { ErrorObject } from 'ajv';
import { formatDuration, parseDuration } from '../base/duration.ts';
import { spanAt } from '../base/spans.ts';
import type { Path, RawDocument, SpanNode } from '../model/document.ts';
import { type Fault, foldErrors, type UnknownField } from './fold.ts';
import { schemaAt } from './schema.ts';
import { durationIn } from './synonyms.ts';
import { valueAt } from './words.ts';

export type Validator = ((data: unknown) => boolean) & { errors?: ErrorObject[] | null };

/** Faults, and the document whose places they name. */
interface Told {
  readonly raw: RawDocument;
  readonly faults: readonly Fault[];
}

interface Reading {
  /** As it was meant. */
  readonly raw: RawDocument;
  readonly told: readonly Told[];
  /** Whether the document as it was meant satisfies its schema, but for fields that mean nothing. */
  readonly usable: boolean;
  /** Whether anything in it is a guess. */
  readonly guessed: boolean;
}

export function read(kind: string, raw: RawDocument, validator: Validator): Reading {
  if (validator(raw.value)) return { raw, told: [], usable: true, guessed: false };
  const { faults, usable } = foldErrors(kind, raw, validator.errors ?? []);
  const meant = usable ? meantFaults(faults) : [];
  if (meant.length === 0) return { raw, told: [{ raw, faults }], usable, guessed: false };
  const guess = meant.reduce((document, fault) => renamed(kind, document, fault), raw);
  const again = read(kind, guess, validator);
  const own = new Set(meant.map(({ path, meant: field }) => keyOf([...path, field!])));
  const misfits = new Set<string>();
  const told = again.told.map(({ raw: whose, faults: others }) => ({
    raw: whose,
    faults: others.filter(({ path }) => {
      const key = keyOf(path);
      if (!own.has(key)) return true;
      // That the value does not fit either is part of the one mistake.
      misfits.add(key);
      return false;
    }),
  }));
  const first = faults.map((fault): Fault => {
    if (fault.sort !== 'unknown' || fault.meant === undefined) return fault;
    if (!meant.includes(fault)) return { ...fault, meant: undefined };
    const path = [...fault.path, fault.meant];
    const value = valueAt(guess, path);
    const changed = value !== valueAt(raw, [...fault.path, fault.field]);
    if (misfits.has(keyOf(path))) return { ...fault, misfit: true };
    return changed ? { ...fault, value: String(value) } : fault;
  });
  // What means nothing is found in both.
  const rest = told.map(({ raw: whose, faults: others }) => ({
    raw: whose,
    faults: others.filter((fault) => !first.some((one) => isSame(one, fault))),
  }));
  return { raw: again.raw, told: [{ raw, faults: first }, ...rest], usable: again.usable, guessed: true };
}

const keyOf = (path: Path): string => JSON.stringify(path);

const isSame = (a: Fault, b: Fault): boolean =>
  a.sort === 'unknown' && b.sort === 'unknown' && a.field === b.field && keyOf(a.path) === keyOf(b.path);

/** Of several fields that mean one the first does. */
function meantFaults(faults: readonly Fault[]): UnknownField[] {
  const seen = new Set<string>();
  return faults.filter((fault): fault is UnknownField => {
    if (fault.sort !== 'unknown' || fault.meant === undefined) return false;
    const key = keyOf([...fault.path, fault.meant]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** The document with the field under the name that was meant, at the place where it stands. */
function renamed(kind: string, raw: RawDocument, { path, field, meant }: UnknownField): RawDocument {
  const schema = schemaAt(kind, raw.value, [...path, meant!]);
  const rename = <T>(entries: Iterable<[string, T]>, change: (value: T) => T): [string, T][] =>
    [...entries].map(([name, value]) => (name === field ? [meant!, change(value)] : [name, value]));
  const value = changeAt(raw.value, path, (object) =>
    record(
      rename(Object.entries(object as Record<string, unknown>), (one) => {
        const duration = schema.title === 'Duration' ? durationIn(field, one) : undefined;
        return duration === undefined ? one : formatDuration(parseDuration(duration)!);
      }),
    ),
  );
  const spans = changeSpan(raw.spans, path, (span) => ({
    ...span,
    fields: new Map(rename(span.fields ?? [], (one) => one)),
  }));
  return { ...raw, value, spans };
}

/** Without a prototype, as parsing gives it. */
const record = (entries: [string, unknown][]): unknown =>
  Object.assign(Object.create(null) as object, Object.fromEntries(entries));

/** A copy in which only what leads to `path` is new. */
function changeAt(value: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item, i) => (i === step ? changeAt(item, rest, change) : (item as unknown)));
  const entries = Object.entries(value as Record<string, unknown>);
  return record(
    entries.map(([name, one]): [string, unknown] => [name, name === step ? changeAt(one, rest, change) : one]),
  );
}

function changeSpan(span: SpanNode, path: Path, change: (span: SpanNode) => SpanNode): SpanNode {
  const [step, ...rest] = path;
  if (step === undefined) return change(span);
  const child = changeSpan(spanAt(span, [step]), rest, change);
  if (typeof step === 'number') return { ...span, items: span.items?.map((item, i) => (i === step ? child : item)) };
  return { ...span, fields: new Map(span.fields).set(step, child) };
}
