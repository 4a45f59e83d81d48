/**
 * How much work an expression is at most, told from its syntax and the sizes of the lists it goes through: the same on
 * every machine, and known before anything is evaluated.
 */
import { childNodes, type ExpressionNode, parseExpression } from '../../runtime/core/cel.ts';
import { type Binding, bindingOf } from './expression-nodes.ts';
import type { ListSizes } from './list-sizes.ts';

/** What a name stands for, as far as sizes go. */
type Meaning = { readonly size?: number; readonly movement?: boolean };
type Names = ReadonlyMap<string, Meaning>;

interface Inquiry {
  /** Asked for where lists are gone through: most expressions go through none. */
  readonly sizes: () => ListSizes;
  readonly names: Names;
}

/** The steps that one evaluation of `text` takes at most; 0 when it does not parse. */
export function expressionSteps(text: string, sizes: () => ListSizes): number {
  const tree = parseExpression(text);
  return tree ? stepsOf(tree, { sizes, names: new Map([['movement', { movement: true }]]) }) : 0;
}

function stepsOf(node: ExpressionNode, inquiry: Inquiry): number {
  const binding = bindingOf(node);
  if (binding) return bindingSteps(binding, inquiry);
  const children = childNodes(node);
  const walked = walksLists.has(node.op) ? sum(children.map((child) => knownSize(child, inquiry) ?? 0)) : 0;
  return 1 + walked + sum(children.map((child) => stepsOf(child, inquiry)));
}

/** Operators that look at every element of lists. */
const walksLists = new Set(['in', '==', '!=', '+']);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function bindingSteps({ macro, over, variable, inside }: Binding, inquiry: Inquiry): number {
  const { sizes, names } = inquiry;
  const bound: Meaning =
    macro === 'bind' ? { size: knownSize(over, inquiry) } : { movement: fieldOf(over) === 'movements' };
  const within = { sizes, names: new Map([...names, [variable, bound]]) };
  const once = 1 + sum(inside.map((part) => stepsOf(part, within)));
  const times = macro === 'bind' ? 1 : (knownSize(over, inquiry) ?? sizes().other);
  return stepsOf(over, inquiry) + times * once;
}

/** The field that the elements of a list come from. */
function fieldOf(node: ExpressionNode): string | undefined {
  if (node.op === '.') return String((node.args as readonly unknown[])[1]);
  const binding = bindingOf(node);
  return binding?.macro === 'filter' ? fieldOf(binding.over) : undefined;
}

/** Undefined for what is no list, or may be any. */
function knownSize(node: ExpressionNode, inquiry: Inquiry): number | undefined {
  const children = childNodes(node);
  const known = (nodes: readonly ExpressionNode[]) => nodes.map((one) => knownSize(one, inquiry) ?? 0);
  switch (node.op) {
    case 'id':
      return inquiry.names.get(String(node.args))?.size;
    case '.':
      return sizeOfField(String((node.args as readonly unknown[])[1]), children[0]!, inquiry);
    case 'list':
    case 'map':
      return children.length;
    case '+':
      return sum(known(children)) || undefined;
    case '?:':
      return Math.max(...known(children.slice(1))) || undefined;
    default: {
      const binding = bindingOf(node);
      return binding && ['map', 'filter'].includes(binding.macro) ? knownSize(binding.over, inquiry) : undefined;
    }
  }
}

function sizeOfField(field: string, of: ExpressionNode, { sizes, names }: Inquiry): number | undefined {
  const isMovement = of.op === 'id' && names.get(String(of.args))?.movement === true;
  return field === 'beats' && isMovement ? sizes().beatsOfMovement : sizes().fields.get(field);
}
