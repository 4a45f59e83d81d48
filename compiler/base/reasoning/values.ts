/** What values a part of an expression can have, as far as its definitions tell: ranges of numbers, and finite choices. */
import type { StructureTypes } from '../../../runtime/core/cel.ts';

export interface NumberRange {
  readonly kind: 'number';
  readonly low: number;
  readonly high: number;
  /** True for values of the type of whole numbers. */
  readonly whole: boolean;
  /** True when it may be no number at all, as zero divided by zero is, or infinite. */
  readonly nan: boolean;
}

/** One of a few texts or truth values. */
interface Choice {
  readonly kind: 'choice';
  readonly of: readonly (string | boolean)[];
}

export type Values =
  | NumberRange
  | Choice
  /** Any text, or any but the empty one. */
  | { readonly kind: 'text'; readonly filled: boolean }
  /** The elements; how long the list is at least. */
  | { readonly kind: 'list'; readonly of: Values; readonly atLeast: number }
  /** A structure of assertions, by name. */
  | { readonly kind: 'structure'; readonly name: string }
  | { readonly kind: 'unknown' };

/** What the names in an expression stand for. */
export interface Names {
  readonly values: ReadonlyMap<string, Values>;
  readonly structures: StructureTypes;
}

export const unknownValues: Values = { kind: 'unknown' };
export const truthValues: Choice = { kind: 'choice', of: [false, true] };

/** The numbers from `low` to `high`. */
export const numbers = (low = -Infinity, high = Infinity, whole = false): NumberRange => ({
  kind: 'number',
  low,
  high,
  whole,
  nan: false,
});

/** The one value that there is, when there is only one. */
export function onlyValue(values: Values): number | string | boolean | undefined {
  if (values.kind === 'number') return values.low === values.high && !values.nan ? values.low : undefined;
  return values.kind === 'choice' && values.of.length === 1 ? values.of[0] : undefined;
}

/** What is in one or the other. */
export function either(a: Values, b: Values): Values {
  if (a.kind === 'number' && b.kind === 'number') {
    const whole = a.whole && b.whole;
    return { ...numbers(Math.min(a.low, b.low), Math.max(a.high, b.high), whole), nan: a.nan || b.nan };
  }
  if (a.kind === 'choice' && b.kind === 'choice') return { kind: 'choice', of: [...new Set([...a.of, ...b.of])] };
  if (a.kind === 'list' && b.kind === 'list')
    return { kind: 'list', of: either(a.of, b.of), atLeast: Math.min(a.atLeast, b.atLeast) };
  if (a.kind === 'structure' && b.kind === 'structure' && a.name === b.name) return a;
  return unknownValues;
}

/** Infinity times zero stands for an unbounded number times zero. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

const spanning = (ends: readonly number[], whole: boolean, nan: boolean): NumberRange => ({
  ...numbers(Math.min(...ends), Math.max(...ends), whole),
  nan,
});

const holdsZero = ({ low, high }: NumberRange): boolean => low <= 0 && high >= 0;

function quotient(a: NumberRange, b: NumberRange): NumberRange {
  const whole = a.whole && b.whole;
  // Whole numbers divided by zero are an error, which is never taken for true. Others are infinite or no number then.
  if (holdsZero(b)) {
    const low = whole && a.low >= 0 && b.low >= 0 ? 0 : -Infinity;
    return { ...numbers(low, Infinity, whole), nan: !whole };
  }
  const ends = [a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high];
  const known = ends.map((end) => (Number.isNaN(end) ? 0 : whole ? Math.trunc(end) : end));
  return spanning(known, whole, a.nan || b.nan);
}

/** The results of `a op b`; undefined for an operator of which nothing is known. */
export function arithmetic(op: string, a: NumberRange, b: NumberRange): NumberRange | undefined {
  const whole = a.whole && b.whole;
  const nan = a.nan || b.nan;
  switch (op) {
    case '+':
      return { ...numbers(a.low + b.low, a.high + b.high, whole), nan };
    case '-':
      return { ...numbers(a.low - b.high, a.high - b.low, whole), nan };
    case '*':
      return spanning(
        [times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)],
        whole,
        nan,
      );
    case '/':
      return quotient(a, b);
    default:
      return undefined;
  }
}
