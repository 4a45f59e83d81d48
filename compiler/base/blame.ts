/** Why an expression is false: the smallest parts of it that are responsible, with their values. */
import {
  childNodes,
  type ExpressionNode,
  evaluateExpression,
  parseExpression,
  type StructureTypes,
  type VariableTypes,
} from '../../runtime/core/cel.ts';
import { type Binding, bindingOf, quoteSource, sourceOf } from './expression-nodes.ts';
import { list, show } from './text.ts';

interface BlameSetting {
  readonly variables: VariableTypes;
  readonly values: Readonly<Record<string, unknown>>;
  readonly structures: StructureTypes;
}

interface Inquiry {
  readonly text: string;
  /** The value of a part or of any other text; undefined when it has none. */
  readonly evaluate: (text: string) => unknown;
}

/** The reasons why `text` is false, each a clause like `` `beat.timeout_ms > 0` is false: `beat.timeout_ms` is 0 ``. */
export function blame(text: string, { variables, values, structures }: BlameSetting): readonly string[] {
  const root = parseExpression(text);
  if (!root) return [];
  const evaluate = (part: string): unknown => {
    const result = evaluateExpression(part, variables, values, structures);
    return 'value' in result ? result.value : undefined;
  };
  return [...new Set(causes({ text, evaluate }, root, false))];
}

/** Why `node` is `actual`. */
function causes(inquiry: Inquiry, node: ExpressionNode, actual: boolean): string[] {
  const evaluated = (part: ExpressionNode): unknown => inquiry.evaluate(sourceOf(inquiry.text, part));
  switch (node.op) {
    case '&&':
    case '||': {
      const responsible = childNodes(node).filter((side) => evaluated(side) === actual);
      return responsible.flatMap((side) => causes(inquiry, side, actual));
    }
    case '!_':
      return childNodes(node).flatMap((inner) => causes(inquiry, inner, !actual));
    case '?:': {
      const [condition, yes, no] = childNodes(node) as [ExpressionNode, ExpressionNode, ExpressionNode];
      return causes(inquiry, evaluated(condition) === true ? yes : no, actual);
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
      return [comparison(inquiry, node, actual)];
    default: {
      const binding = bindingOf(node);
      const about = binding && quantifier(inquiry, binding, actual);
      return [about ?? `${quoteSource(inquiry.text, node)} is ${actual}`];
    }
  }
}

function comparison({ text, evaluate }: Inquiry, node: ExpressionNode, actual: boolean): string {
  const operands = childNodes(node)
    .filter((operand) => !isLiteral(operand))
    .map((operand) => `${quoteSource(text, operand)} is ${showValue(evaluate(sourceOf(text, operand)))}`);
  return `${quoteSource(text, node)} is ${actual}${operands.length > 0 ? `: ${list([...new Set(operands)])}` : ''}`;
}

const isLiteral = (node: ExpressionNode): boolean =>
  node.op === 'value' || (['list', '-_'].includes(node.op) && childNodes(node).every(isLiteral));

/** Of `all` and its like: the elements that decide. */
function quantifier({ text, evaluate }: Inquiry, binding: Binding, actual: boolean): string | undefined {
  const { macro, over, variable, inside } = binding;
  const predicate = inside[0]!;
  const items = (condition: string): unknown[] | undefined => {
    const found = evaluate(`(${sourceOf(text, over)}).filter(${variable}, ${condition})`);
    return Array.isArray(found) ? found : undefined;
  };
  const holds = items(sourceOf(text, predicate));
  const fails = items(`!(${sourceOf(text, predicate)})`);
  if (!holds || !fails) return undefined;
  const what = quoteSource(text, predicate);
  const where = quoteSource(text, over);
  const total = holds.length + fails.length;
  if (total === 0) return `${where} is empty`;
  const every = `${what} is true for all ${total} in ${where}`;
  const none = `${what} is true for none of the ${total} in ${where}`;
  if (macro === 'all') return actual ? every : `${what} is false for ${names(fails)}`;
  if (macro === 'exists') return actual ? `${what} is true for ${names(holds)}` : none;
  if (macro !== 'exists_one') return undefined;
  return holds.length === 0 ? none : `${what} is true for ${names(holds)}`;
}

/** Few by name, the others by their number. */
function names(items: readonly unknown[], shown = 5): string {
  const known = items.slice(0, shown).map((item) => `\`${idOf(item) ?? showValue(item)}\``);
  const more = items.length - known.length;
  return list(more > 0 ? [...known, `${more} more`] : known);
}

function idOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : undefined;
}

/** A value of an expression, in which structures stand by their id. */
function showValue(value: unknown): string {
  if (value === undefined) return 'not known';
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value))
    return show(value.map((item) => idOf(item) ?? (typeof item === 'bigint' ? Number(item) : item)));
  return idOf(value) === undefined && typeof value === 'object' ? 'an object' : show(idOf(value) ?? value);
}
