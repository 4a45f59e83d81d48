/** The values that a part of an expression can have, from those of its variables. */
import { childNodes, type ExpressionNode } from '../../../runtime/core/cel.ts';
import { bindingOf } from '../expression-nodes.ts';
import { valuesOfField } from './known-values.ts';
import { arithmetic, either, type Names, numbers, truthValues, unknownValues, type Values } from './values.ts';

const amount = numbers(0, Infinity, true);

/** The same with a name that a macro binds. */
export const withName = <N extends Names>(names: N, name: string, values: Values): N => ({
  ...names,
  values: new Map([...names.values, [name, values]]),
});

/** The elements of a list. */
export const elementsOf = (list: Values): Values => (list.kind === 'list' ? list.of : unknownValues);

/** All values that `node` can have. Whether something is true is not looked into: that is for `decide`. */
export function valuesOf(node: ExpressionNode, names: Names): Values {
  const children = childNodes(node);
  const child = (i: number): Values => valuesOf(children[i]!, names);
  switch (node.op) {
    case 'value':
      return literal(node.args);
    case 'id':
      return names.values.get(String(node.args)) ?? unknownValues;
    case '.': {
      const of = child(0);
      const field = String((node.args as readonly unknown[])[1]);
      return of.kind === 'structure' ? valuesOfField(of.name, field, names.structures) : unknownValues;
    }
    case '[]':
      return elementsOf(child(0));
    case 'list': {
      const elements = children.map((one) => valuesOf(one, names));
      const of = elements.length > 0 ? elements.reduce(either) : unknownValues;
      return { kind: 'list', of, atLeast: elements.length };
    }
    case '?:':
      return either(child(1), child(2));
    case '-_':
      return calculate('-', numbers(0, 0, true), child(0));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return calculate(node.op, child(0), child(1));
    case 'call':
    case 'rcall':
      return called(node, children, names);
    default:
      return truthOperators.has(node.op) ? truthValues : unknownValues;
  }
}

const truthOperators = new Set(['&&', '||', '!_', '==', '!=', '<', '<=', '>', '>=', 'in']);

/** Whole numbers beyond this are not told apart as floating point numbers. */
const mostExact = 2 ** 50;

function literal(value: unknown): Values {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Math.abs(number) < mostExact ? numbers(number, number, true) : numbers(-Infinity, Infinity, true);
  }
  if (typeof value === 'number') return numbers(value, value);
  return typeof value === 'string' || typeof value === 'boolean' ? { kind: 'choice', of: [value] } : unknownValues;
}

function calculate(op: string, a: Values, b: Values): Values {
  if (a.kind !== 'number' || b.kind !== 'number') return unknownValues;
  return arithmetic(op, a, b) ?? unknownValues;
}

function called(node: ExpressionNode, children: readonly ExpressionNode[], names: Names): Values {
  const binding = bindingOf(node);
  if (binding) {
    const { macro, variable, inside } = binding;
    const over = valuesOf(binding.over, names);
    if (macro === 'bind') return valuesOf(inside[0]!, withName(names, variable, over));
    if (macro === 'filter') return { kind: 'list', of: elementsOf(over), atLeast: 0 };
    if (macro !== 'map') return truthValues;
    const of = valuesOf(inside.at(-1)!, withName(names, variable, elementsOf(over)));
    return { kind: 'list', of, atLeast: inside.length === 1 && over.kind === 'list' ? over.atLeast : 0 };
  }
  const name = String((node.args as readonly unknown[])[0]);
  const first = children[0] ? valuesOf(children[0], names) : unknownValues;
  switch (name) {
    case 'size':
      return first.kind === 'list' ? { ...amount, low: first.atLeast } : amount;
    case 'double':
      // It is divided as floating point numbers are.
      return first.kind === 'number' ? { ...first, whole: false } : { ...numbers(), nan: true };
    case 'int':
      if (first.kind !== 'number' || first.nan) return numbers(-Infinity, Infinity, true);
      return numbers(Math.trunc(first.low), Math.trunc(first.high), true);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'bool':
      return truthValues;
    default:
      return unknownValues;
  }
}

/** Whether `node` says anything about the variables. */
export const namesAnything = (node: ExpressionNode, names: Names): boolean =>
  (node.op === 'id' && names.values.has(String(node.args))) ||
  childNodes(node).some((child) => namesAnything(child, names));
