/** Ajv's errors → mistakes: what says the same is told once, and a union speaks as the alternative that fits the value. */
import type { ErrorObject } from 'ajv';
import { spanAt } from '../base/spans.ts';
import type { Path, RawDocument } from '../model/document.ts';
import { choicesOf, meantField } from './fields.ts';
import { schemaAt } from './schema.ts';

/** What is wrong with one value, not put into words yet: of a great many mistakes only the first few are. */
export type Fault =
  | { readonly sort: 'value' | 'exclusive'; readonly path: Path; readonly error: ErrorObject }
  | { readonly sort: 'name'; readonly path: Path; readonly field: string }
  | UnknownField
  | { readonly sort: 'missing'; readonly path: Path; readonly fields: readonly string[] };

export interface UnknownField {
  readonly sort: 'unknown';
  readonly path: Path;
  readonly field: string;
  /** The field that it probably means. */
  readonly meant?: string;
  /** The value in the form that the field wants, where it has another. */
  readonly value?: string;
  /** True when the value does not fit the field that it means. */
  readonly misfit?: true;
}

/** The errors at one value. */
interface Group {
  readonly path: Path;
  readonly errors: readonly ErrorObject[];
}

interface Folded {
  readonly faults: readonly Fault[];
  /** True when there are only fields too many: the document can be used all the same. */
  readonly usable: boolean;
}

export function foldErrors(kind: string, raw: RawDocument, errors: readonly ErrorObject[]): Folded {
  const groups = groupByValue(kind, raw, errors);
  const usable = groups.every((group) => group.errors.every(({ keyword }) => keyword === 'additionalProperties'));
  return { faults: groups.flatMap((group) => faultsOf(kind, raw, group)), usable };
}

function groupByValue(kind: string, raw: RawDocument, errors: readonly ErrorObject[]): Group[] {
  const groups = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    // An error about a name says more than `propertyNames` itself, `oneOf` as a whole more than each of its branches.
    if (error.keyword === 'propertyNames' || /\/oneOf\/\d+\//.test(error.schemaPath)) continue;
    const group = groups.get(error.instancePath);
    if (group) group.push(error);
    else groups.set(error.instancePath, [error]);
  }
  return [...groups].map(([pointer, all]) => {
    const path = pathOf(pointer, raw);
    return { path, errors: withoutAlternatives(kind, raw, path, all) };
  });
}

/** JSON pointer → path, with numbers for positions in sequences. */
function pathOf(pointer: string, raw: RawDocument): Path {
  const path: (string | number)[] = [];
  let span = raw.spans;
  for (const part of pointer.split('/').slice(1)) {
    const step = span.items ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(step);
    span = spanAt(span, [step]);
  }
  return path;
}

/** Where an alternative fits the value's type, only its errors count; where none does, that is the error. */
function withoutAlternatives(kind: string, raw: RawDocument, path: Path, errors: ErrorObject[]): ErrorObject[] {
  const union = errors.find(({ keyword }) => keyword === 'anyOf');
  if (!union) return errors;
  if (schemaAt(kind, raw.value, path).anyOf) return [union];
  return errors.filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'type');
}

/** Of several errors about one value the first of these is told. */
const ranks = ['enum', 'const', 'type', 'anyOf', 'minLength', 'pattern'];
const rankOf = ({ keyword }: ErrorObject): number => (ranks.includes(keyword) ? ranks.indexOf(keyword) : ranks.length);

/** A field that is meant by one which does not exist is not missing too. */
function faultsOf(kind: string, raw: RawDocument, { path, errors }: Group): Fault[] {
  const unknown = errors
    .filter(({ keyword }) => keyword === 'additionalProperties')
    .map(({ params }): UnknownField => {
      const field = String(params['additionalProperty']);
      return { sort: 'unknown', path, field, meant: meantField(kind, raw, path, field) };
    });
  const meant = new Set(unknown.map((fault) => fault.meant));
  const fields = errors
    .filter(({ keyword }) => keyword === 'required')
    .map(({ params }) => String(params['missingProperty']))
    .filter((field) => !meant.has(field));
  const misnamed = errors.filter(({ propertyName }) => propertyName !== undefined);
  const exclusive = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'not');
  const handled = new Set(['additionalProperties', 'required', 'oneOf', 'not']);
  const rest = errors
    .filter((error) => error.propertyName === undefined && !handled.has(error.keyword))
    .sort((a, b) => rankOf(a) - rankOf(b));
  return [
    ...unknown,
    ...(fields.length > 0 ? [{ sort: 'missing' as const, path, fields }] : []),
    ...misnamed.map((error) => ({ sort: 'name' as const, path, field: error.propertyName! })),
    ...exclusive
      .filter(() => !choicesOf(schemaAt(kind, raw.value, path)).some((choice) => meant.has(choice)))
      .map((error) => ({ sort: 'exclusive' as const, path, error })),
    ...rest.slice(0, 1).map((error) => ({ sort: 'value' as const, path, error })),
  ];
}
