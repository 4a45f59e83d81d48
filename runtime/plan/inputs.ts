/** Values that the caller gives, turned into the types that the plan declares. */
import { readInput } from '../core/input-value.ts';
import type { Plan } from '../generated/plan.ts';
import { UsageError } from '../model/usage-error.ts';
import type { InputValues } from '../run/conditions.ts';

/** `given` with defaults filled in. Texts are read as the declared type. Throws UsageError. */
export function readInputs(plan: Plan, given: Readonly<Record<string, unknown>>): InputValues {
  const known = Object.keys(plan.inputs);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(plan.inputs, name)) continue;
    const others = known.length === 0 ? 'it has none' : `it has ${known.map((one) => `\`${one}\``).join(', ')}`;
    throw new UsageError(`\`${plan.id}\` has no input \`${name}\`; ${others}`);
  }
  const values: Record<string, string | number | boolean> = {};
  for (const [name, input] of Object.entries(plan.inputs)) {
    const value = Object.hasOwn(given, name) ? given[name] : input.default;
    if (value === undefined) throw new UsageError(`\`${plan.id}\` needs the input \`${name}\` (${input.type})`);
    const typed = readInput(value, input.type);
    if (typed === undefined)
      throw new UsageError(
        `the input \`${name}\` of \`${plan.id}\` is ${JSON.stringify(value)}, which is no ${input.type}`,
      );
    values[name] = typed;
  }
  return values;
}
