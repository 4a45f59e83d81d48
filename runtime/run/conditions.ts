/** Conditions of a plan over what is known. What cannot be evaluated is never taken for true. */
import type { Plan, PlanCondition } from '../generated/plan.ts';
import type { Ledger } from './ledger.ts';

export type InputValues = Readonly<Record<string, string | number | boolean>>;

/** What the variables of a condition can stand for. */
export interface Facts {
  readonly ledger: Ledger;
  readonly inputs: InputValues;
  readonly inputTypes: Plan['inputs'];
  /** The steps that measure a metric, whether they were played or not. */
  readonly measuredBy: (metric: string) => readonly string[];
  /** What a probe saw. */
  readonly observed?: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface Judgement {
  readonly verdict: 'holds' | 'fails' | 'unknown';
  /** Why it does not hold. */
  readonly reason?: string;
}

/** Evaluates a condition. The CEL library is loaded by the first one. */
export async function judge(condition: PlanCondition, facts: Facts): Promise<Judgement> {
  const { cel, variables } = condition;
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const found = lookUp(name, variable, facts);
    if ('missing' in found) return { verdict: 'unknown', reason: found.missing };
    values[name] = found.value;
  }
  const { evaluateExpression } = await import('../core/cel.ts');
  const types = Object.fromEntries(Object.entries(variables).map(([name, { type }]) => [name, type]));
  const inputFields = Object.fromEntries(Object.entries(facts.inputTypes).map(([name, { type }]) => [name, type]));
  const result = evaluateExpression(cel, types, values, 'inputs' in variables ? { inputs: inputFields } : undefined);
  if ('error' in result)
    return { verdict: 'unknown', reason: `\`${cel}\` cannot be evaluated: ${result.error.message}` };
  if (result.value === true) return { verdict: 'holds' };
  if (result.value !== false)
    return { verdict: 'unknown', reason: `\`${cel}\` gives ${typeof result.value} instead of true or false` };
  return { verdict: 'fails', reason: `\`${cel}\` is false${shown(values)}` };
}

type Found = { readonly value: unknown } | { readonly missing: string };

function lookUp(name: string, { type, freshnessMs }: PlanCondition['variables'][string], facts: Facts): Found {
  if (facts.observed && Object.hasOwn(facts.observed, name)) return { value: facts.observed[name] };
  if (name === 'inputs' && type === 'inputs') return { value: inputsAsCel(facts) };
  const record = facts.ledger.metric(name);
  if (!record) return { missing: `nothing has measured \`${name}\` in this run${whoWould(facts.measuredBy(name))}` };
  const age = facts.now - Date.parse(record.at);
  if (freshnessMs !== undefined && age > freshnessMs)
    return { missing: `\`${name}\` was measured ${age} ms ago and counts for ${freshnessMs} ms only` };
  const value = asCel(record.value, type);
  return value === undefined ? { missing: `\`${name}\` is ${record.value}, which is no ${type}` } : { value };
}

const whoWould = (steps: readonly string[]): string =>
  steps.length === 0 ? '' : `; ${steps.map((id) => `\`${id}\``).join(', ')} would`;

/** Undefined when the value is not of the type. */
function asCel(value: string | number | boolean, type: string): unknown {
  if (type === 'int') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  const expected = { double: 'number', bool: 'boolean', string: 'string' }[type];
  return typeof value === expected ? value : undefined;
}

const inputsAsCel = ({ inputs, inputTypes }: Facts): Record<string, unknown> =>
  Object.fromEntries(Object.entries(inputTypes).map(([name, { type }]) => [name, asCel(inputs[name]!, type)]));

/** ` (a = 1, b = false)`: what decided. Texts and structures are left out, they can be long or secret. */
function shown(values: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(values)
    .filter(([, value]) => ['number', 'bigint', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name} = ${String(value)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
