/** Why an expression is false: the smallest parts of it that are responsible, with their values. */
import {
  checkExpression,
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
  readonly setting: BlameSetting;
  /** The value of a part or of any other text; undefined when it has none. */
  readonly evaluate: (text: string) => unknown;
  /** How many elements are looked into. */
  readonly elements: number;
}

function inquire(text: string, setting: BlameSetting, elements: number): Inquiry {
  const { variables, values, structures } = setting;
  const evaluate = (part: string): unknown => {
    const result = evaluateExpression(part, variables, values, structures);
    return 'value' in result ? result.value : undefined;
  };
  return { text, setting, evaluate, elements };
}

/** The reasons why `text` is false, each a clause like `` `beat.timeout_ms > 0` is false: `beat.timeout_ms` is 0 ``. */
export function blame(text: string, setting: BlameSetting): readonly string[] {
  const root = parseExpression(text);
  return root ? [...new Set(causes(inquire(text, setting, 2), root, false))] : [];
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

/** Why `node` is `actual`. */
function causes(inquiry: Inquiry, node: ExpressionNode, actual: boolean): string[] {
  const evaluated = (part: ExpressionNode): unknown => inquiry.evaluate(sourceOf(inquiry.text, part));
  const binding = bindingOf(node);
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
    default: {
      const is = `${quoteSource(inquiry.text, node)} is ${actual}`;
      if (!comparisons.has(node.op)) return [(binding && quantifier(inquiry, binding, actual)) ?? is];
      const operands = operandsOf(inquiry, node);
      return [operands === '' ? is : `${is}: ${operands}`];
    }
  }
}

/** The values of the operands that are not written down: `` `a` is 3 and `b` is 5 ``. */
function operandsOf({ text, evaluate }: Inquiry, node: ExpressionNode): string {
  const operands = childNodes(node)
    .filter((operand) => !isLiteral(operand))
    .map((operand) => `${quoteSource(text, operand)} is ${showValue(evaluate(sourceOf(text, operand)))}`);
  return list([...new Set(operands)]);
}

const isLiteral = (node: ExpressionNode): boolean =>
  node.op === 'value' || (['list', '-_'].includes(node.op) && childNodes(node).every(isLiteral));

/** Of `all` and its like: the elements that decide, and why. */
function quantifier(inquiry: Inquiry, binding: Binding, actual: boolean): string | undefined {
  const { text, evaluate } = inquiry;
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
  const why = (elements: readonly unknown[], is: boolean): string => reasons(inquiry, binding, elements, is);
  const every = `${what} is true for all ${total} in ${where}`;
  const none = (): string => `${what} is true for none of the ${total} in ${where}${why(fails, false)}`;
  if (macro === 'all') return actual ? every : `${what} is false for ${names(fails)}${why(fails, false)}`;
  if (macro === 'exists') return actual ? `${what} is true for ${names(holds)}${why(holds, true)}` : none();
  if (macro !== 'exists_one') return undefined;
  return holds.length === 0 ? none() : `${what} is true for ${names(holds)}`;
}

/** Why the condition is `actual` for the first few elements: `` , where `b.timeout_ms` is 0 ``. */
function reasons(inquiry: Inquiry, binding: Binding, elements: readonly unknown[], actual: boolean): string {
  const [predicate] = binding.inside as readonly [ExpressionNode];
  const isComparison = comparisons.has(predicate.op);
  // What is equal to something that is written down has that value, and an element stands for its own.
  if (actual && predicate.op === '==' && childNodes(predicate).some(isLiteral)) return '';
  if (isComparison && childNodes(predicate).every((side) => isLiteral(side) || isName(side, binding.variable)))
    return '';
  const clauses = new Map<string, unknown[]>();
  for (const element of elements.slice(0, isComparison ? mostNamed : inquiry.elements)) {
    const within = elementInquiry(inquiry, binding, element);
    if (!within) return '';
    const clause = isComparison ? operandsOf(within, predicate) : causes(within, predicate, actual).join('; ');
    clauses.set(clause, [...(clauses.get(clause) ?? []), element]);
  }
  const told = [...clauses].filter(([clause]) => clause !== `${quoteSource(inquiry.text, predicate)} is ${actual}`);
  const isAll = isComparison || elements.length <= inquiry.elements;
  if (isAll && told.length === 1 && clauses.size === 1) return `, where ${told[0]![0]}`;
  return told.map(([clause, of], i) => `${i === 0 ? ': ' : '; '}for ${names(of)}, ${clause}`).join('');
}

const isName = ({ op, args }: ExpressionNode, name: string): boolean => op === 'id' && args === name;

/** The same with the variable of a macro standing for one element of the list that it goes through. */
function elementInquiry(
  { text, setting }: Inquiry,
  { over, variable }: Binding,
  element: unknown,
): Inquiry | undefined {
  const { variables, values, structures } = setting;
  const { type } = checkExpression(sourceOf(text, over), variables, structures);
  const of = /^list<(.+)>$/.exec(type ?? '')?.[1];
  if (of === undefined) return undefined;
  const within = {
    variables: { ...variables, [variable]: of },
    values: { ...values, [variable]: plain(element) },
    structures,
  };
  return inquire(text, within, 1);
}

/** Results hold structures as instances of classes of their scope; another scope takes plain objects. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

/** With more elements than this, the others are counted. */
const mostNamed = 5;

/** Few by name, the others by their number. */
function names(items: readonly unknown[]): string {
  const known = items.slice(0, mostNamed).map((item) => `\`${nameOf(item) ?? showValue(item)}\``);
  const more = items.length - known.length;
  return list(more > 0 ? [...known, `${more} more`] : known);
}

const isStructure = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null && 'id' in item;

const idOf = (item: unknown): string | undefined => (isStructure(item) ? String(item['id']) : undefined);

/** `movement/beat` for a beat, the id of anything else. */
const nameOf = (item: unknown): string | undefined =>
  isStructure(item) && 'movement' in item ? `${item['movement']}/${item['id']}` : idOf(item);

/** A value of an expression, in which structures stand by their id. */
function showValue(value: unknown): string {
  if (value === undefined) return 'not known';
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value))
    return show(value.map((item) => idOf(item) ?? (typeof item === 'bigint' ? Number(item) : item)));
  return idOf(value) === undefined && typeof value === 'object' ? 'an object' : show(idOf(value) ?? value);
}
