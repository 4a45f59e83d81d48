/** What values the variables of expressions have: metrics by their unit, definitions by what their schemas allow. */

import type { StructureTypes } from '../../../runtime/core/cel.ts';
import type { ExpressionSite } from '../../model/bound.ts';
import type { ExpressionScope } from '../expression-scope.ts';
import { assertStructures, assertVariables } from '../variables.ts';
import { fieldValues } from './field-values.ts';
import { metricValues } from './metric-values.ts';
import { type Names, numbers, truthValues, unknownValues, type Values } from './values.ts';

const text: Values = { kind: 'text', filled: false };
const filled: Values = { kind: 'text', filled: true };
const listOf = (of: Values, atLeast = 0): Values => ({ kind: 'list', of, atLeast });

/** What a probe can see, where more is known than the type. */
const observed: Readonly<Record<string, Readonly<Record<string, Values>>>> = {
  http: { status: numbers(100, 599, true), latency_ms: numbers(0) },
  file: { size: numbers(0, Infinity, true) },
  run: {},
};

/** All values of a CEL type. */
function ofType(type: string, structures: StructureTypes): Values {
  if (type === 'bool') return truthValues;
  if (type === 'string') return text;
  if (type === 'int' || type === 'double') return numbers(-Infinity, Infinity, type === 'int');
  const element = /^list<(.+)>$/.exec(type)?.[1];
  if (element !== undefined) return listOf(element === 'string' ? filled : ofType(element, structures));
  return Object.hasOwn(structures, type) ? { kind: 'structure', name: type } : unknownValues;
}

/** A field of a structure. */
export function valuesOfField(structure: string, field: string, structures: StructureTypes): Values {
  const known = Object.hasOwn(fieldValues, structure) ? fieldValues[structure]! : {};
  if (Object.hasOwn(known, field)) return known[field]!;
  const fields = Object.hasOwn(structures, structure) ? structures[structure]! : {};
  return Object.hasOwn(fields, field) ? ofType(fields[field]!, structures) : unknownValues;
}

/** The values of the variables of the expression at `site`. */
export function variableValues(site: ExpressionSite, scope: ExpressionScope): ReadonlyMap<string, Values> {
  const seen = site.scope === 'probe' ? observed[site.over ?? ''] : undefined;
  return new Map(
    Object.entries(scope.variables).map(([name, type]) => {
      const metric = scope.metrics.get(name);
      return [name, metric ? metricValues(metric) : (seen?.[name] ?? ofType(type, scope.structures))];
    }),
  );
}

/** What the names in an assertion stand for. */
export const assertNames = (over: keyof typeof assertVariables): Names => ({
  values: new Map(Object.entries(assertVariables[over]).map(([name, type]) => [name, ofType(type, assertStructures)])),
  structures: assertStructures,
});
