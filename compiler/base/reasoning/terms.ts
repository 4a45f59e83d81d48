/**
 * What a condition asks about, as terms: each is compared with constants only, so trying a value on each side of every
 * constant tries all there is to know about it. Terms are taken to be independent of each other. That allows more than can
 * happen, never less: what holds for all that is tried, holds.
 */
import type { NumberRange, Values } from './values.ts';

export type Sample = number | string | boolean;

export interface Term {
  readonly values: Values;
  /** The constants that it is compared with. */
  readonly constants: Set<Sample>;
}

/** A text that no document holds. */
const otherText = '\0';

/** Values of the term, at least one of each sort that its constants tell apart. */
function samplesOf({ values, constants }: Term): Sample[] {
  if (values.kind === 'choice') return [...values.of];
  if (values.kind === 'number')
    return numberSamples(
      values,
      [...constants].filter((one) => typeof one === 'number'),
    );
  const texts = [...constants, otherText];
  return values.kind === 'text' && values.filled ? texts.filter((one) => one !== '') : texts;
}

function numberSamples({ low, high, whole, nan }: NumberRange, constants: readonly number[]): number[] {
  const cuts = [...new Set([...constants, low, high])].filter(Number.isFinite).sort((a, b) => a - b);
  const first = cuts[0] ?? 0;
  const last = cuts.at(-1) ?? 0;
  const outside = [first - 1 - Math.abs(first), last + 1 + Math.abs(last)];
  const between = whole
    ? cuts.flatMap((cut) => [Math.floor(cut) - 1, Math.floor(cut), Math.ceil(cut), Math.ceil(cut) + 1])
    : [...cuts, ...cuts.slice(1).map((cut, i) => cuts[i]! + (cut - cuts[i]!) / 2)];
  const all = new Set([...between, ...outside.map((one) => (whole ? Math.round(one) : one))]);
  const inside = [...all].filter((one) => one >= low && one <= high && (!whole || Number.isInteger(one)));
  return nan ? [...inside, Number.NaN] : inside;
}

/** A condition over terms. */
export type Formula =
  | { readonly op: 'all' | 'any'; readonly parts: readonly Formula[] }
  | { readonly op: 'not'; readonly part: Formula }
  | { readonly op: 'if'; readonly condition: Formula; readonly yes: Formula; readonly no: Formula }
  | { readonly op: 'fixed'; readonly value: boolean }
  | { readonly op: 'ask'; readonly term: string; readonly holds: (sample: Sample) => boolean };

type Assignment = ReadonlyMap<string, Sample>;

function evaluate(formula: Formula, at: Assignment): boolean {
  switch (formula.op) {
    case 'all':
      return formula.parts.every((part) => evaluate(part, at));
    case 'any':
      return formula.parts.some((part) => evaluate(part, at));
    case 'not':
      return !evaluate(formula.part, at);
    case 'if':
      return evaluate(evaluate(formula.condition, at) ? formula.yes : formula.no, at);
    case 'fixed':
      return formula.value;
    case 'ask':
      return formula.holds(at.get(formula.term)!);
  }
}

/** Which of true and false a condition can be. */
export interface Truth {
  readonly yes: boolean;
  readonly no: boolean;
}

export const anything: Truth = { yes: true, no: true };

/** So many assignments are tried for one condition. */
const mostAssignments = 1000;

/** Undefined when there are too many assignments to try. */
export function tryAll(formula: Formula, terms: ReadonlyMap<string, Term>): Truth | undefined {
  const choices = [...terms].map(([name, term]) => ({ name, samples: samplesOf(term) }));
  let count = 1;
  for (const { samples } of choices) {
    count *= samples.length;
    if (count > mostAssignments) return undefined;
  }
  let truth: Truth = { yes: false, no: false };
  const at = new Map<string, Sample>();
  for (let i = 0; i < count && !(truth.yes && truth.no); i++) {
    let rest = i;
    for (const { name, samples } of choices) {
      at.set(name, samples[rest % samples.length]!);
      rest = Math.floor(rest / samples.length);
    }
    truth = evaluate(formula, at) ? { ...truth, yes: true } : { ...truth, no: true };
  }
  return truth;
}
