/** Whether a condition can be true, and whether it can be false. */
import { childNodes, type ExpressionNode } from '../../../runtime/core/cel.ts';
import { bindingOf } from '../expression-nodes.ts';
import { elementsOf, valuesOf, withName } from './part-values.ts';
import { anything, type Formula, type Sample, type Term, type Truth, tryAll } from './terms.ts';
import { arithmetic, type Names, onlyValue, truthValues, type Values } from './values.ts';

/** Names, and what is taken for given of some comparisons. */
export interface Setting extends Names {
  /** What a comparison gives; `undefined` when nothing is to be concluded from it. */
  readonly given?: ReadonlyMap<ExpressionNode, boolean | undefined>;
  /** What was decided before; a part stands in one place, where names mean one thing. */
  readonly decided: Map<ExpressionNode, Truth>;
}

/** Which of true and false `node` can be. What it says is possible need not be; what it rules out, is. */
export function decide(node: ExpressionNode, setting: Setting): Truth {
  const truth = setting.decided.get(node) ?? decideAnew(node, setting);
  setting.decided.set(node, truth);
  return truth;
}

function decideAnew(node: ExpressionNode, setting: Setting): Truth {
  if (node.op === '!_') {
    const { yes, no } = decide(childNodes(node)[0]!, setting);
    return { yes: no, no: yes };
  }
  const terms = new Map<string, Term>();
  return tryAll(formulaOf(node, setting, terms), terms) ?? byParts(node, setting);
}

/** The same where too many things are asked at once: each part for itself. */
function byParts(node: ExpressionNode, setting: Setting): Truth {
  if (node.op !== '&&' && node.op !== '||') return anything;
  const truths = partsOf(node).map((part) => decide(part, setting));
  const all = (side: 'yes' | 'no'): boolean => truths.every((truth) => truth[side]);
  const some = (side: 'yes' | 'no'): boolean => truths.some((truth) => truth[side]);
  return node.op === '&&' ? { yes: all('yes'), no: some('no') } : { yes: some('yes'), no: all('no') };
}

/** The operands of a chain of one operator; the children of anything else. */
export function partsOf(node: ExpressionNode): ExpressionNode[] {
  const children = childNodes(node);
  if (node.op !== '&&' && node.op !== '||') return children;
  return children.flatMap((child) => (child.op === node.op ? partsOf(child) : [child]));
}

type Terms = Map<string, Term>;

const fixed = (value: boolean): Formula => ({ op: 'fixed', value });

function ask(
  terms: Terms,
  name: string,
  values: Values,
  constants: readonly Sample[],
  holds: (one: Sample) => boolean,
) {
  const term = terms.get(name) ?? { values, constants: new Set<Sample>() };
  terms.set(name, term);
  for (const constant of constants) term.constants.add(constant);
  return { op: 'ask', term: name, holds } as const;
}

function formulaOf(node: ExpressionNode, setting: Setting, terms: Terms): Formula {
  if (setting.given?.has(node)) {
    const given = setting.given.get(node);
    return given === undefined ? unknownTruth(node, terms) : fixed(given);
  }
  const formulas = (): Formula[] => partsOf(node).map((part) => formulaOf(part, setting, terms));
  switch (node.op) {
    case '&&':
      return { op: 'all', parts: formulas() };
    case '||':
      return { op: 'any', parts: formulas() };
    case '!_':
      return { op: 'not', part: formulas()[0]! };
    case '?:': {
      const [condition, yes, no] = formulas() as [Formula, Formula, Formula];
      return { op: 'if', condition, yes, no };
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node, setting, terms);
    case 'in':
      return membership(node, setting, terms);
    default:
      return quantified(node, setting) ?? plain(node, setting, terms);
  }
}

const isNode = (value: unknown): value is ExpressionNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

const texts = new WeakMap<ExpressionNode, string>();

function nameOfArguments(value: unknown): string {
  if (isNode(value)) return nameOf(value);
  if (Array.isArray(value)) return value.map(nameOfArguments).join();
  return typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
}

/** The same text for the same expression, however it is laid out. */
export const nameOf = (node: ExpressionNode): string => {
  const name = texts.get(node) ?? `${node.op}(${nameOfArguments(node.args)})`;
  texts.set(node, name);
  return name;
};

const unknownTruth = (node: ExpressionNode, terms: Terms): Formula =>
  ask(terms, nameOf(node), truthValues, [], (value) => value === true);

function plain(node: ExpressionNode, setting: Setting, terms: Terms): Formula {
  const only = onlyValue(valuesOf(node, setting));
  return typeof only === 'boolean' ? fixed(only) : unknownTruth(node, terms);
}

const holds: Readonly<Record<string, (a: Sample, b: Sample) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
const flipped: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
const isEquality = (op: string): boolean => op === '==' || op === '!=';

function comparison(node: ExpressionNode, setting: Setting, terms: Terms): Formula {
  const [left, right] = childNodes(node) as [ExpressionNode, ExpressionNode];
  return compare(node.op, side(left, setting), side(right, setting), terms) ?? unknownTruth(node, terms);
}

interface Side {
  readonly node: ExpressionNode;
  readonly values: Values;
}
const side = (node: ExpressionNode, names: Names): Side => ({ node, values: valuesOf(node, names) });

/** Undefined for what cannot be reasoned about. */
function compare(op: string, a: Side, b: Side, terms: Terms): Formula | undefined {
  const [first, second] = [onlyValue(a.values), onlyValue(b.values)];
  const test = holds[op]!;
  if (first !== undefined && second === undefined) return compare(flipped[op] ?? op, b, a, terms);
  if (a.values.kind === 'number' && b.values.kind === 'number') {
    if (second !== undefined) return ask(terms, nameOf(a.node), a.values, [second], (one) => test(one, second));
    return difference(op, a, b, terms);
  }
  if (!isEquality(op) || !isWord(a.values) || !isWord(b.values)) return undefined;
  if (second !== undefined) return ask(terms, nameOf(a.node), a.values, [second], (one) => test(one, second));
  const [one, other] = [nameOf(a.node), nameOf(b.node)].sort() as [string, string];
  if (one === other) return fixed(op === '==');
  if (areApart(a.values, b.values)) return fixed(op === '!=');
  return ask(terms, `${one} == ${other}`, truthValues, [], (same) => (same === true) === (op === '=='));
}

const isWord = ({ kind }: Values): boolean => kind === 'choice' || kind === 'text';

const areApart = (a: Values, b: Values): boolean =>
  a.kind === 'choice' && b.kind === 'choice' && !a.of.some((one) => b.of.includes(one));

/** Two numbers that vary: their difference against zero, always taken the same way round. */
function difference(op: string, a: Side, b: Side, terms: Terms): Formula | undefined {
  const [one, other] = [nameOf(a.node), nameOf(b.node)];
  if (one > other) return difference(flipped[op] ?? op, b, a, terms);
  if (a.values.kind !== 'number' || b.values.kind !== 'number') return undefined;
  const { nan } = a.values;
  const range = one === other ? { ...a.values, low: 0, high: 0, nan } : arithmetic('-', a.values, b.values)!;
  return ask(terms, `${one} - ${other}`, range, [0], (sample) => holds[op]!(sample, 0));
}

/** `x in ["a", "b"]`, and `"a" in xs`. */
function membership(node: ExpressionNode, setting: Setting, terms: Terms): Formula {
  const [item, list] = childNodes(node) as [ExpressionNode, ExpressionNode];
  if (list.op === 'list') {
    const parts = childNodes(list).map((one) => compare('==', side(item, setting), side(one, setting), terms));
    const known = parts.filter((part) => part !== undefined);
    return known.length === parts.length ? { op: 'any', parts: known } : unknownTruth(node, terms);
  }
  const apart = areApart(valuesOf(item, setting), elementsOf(valuesOf(list, setting)));
  return apart ? fixed(false) : unknownTruth(node, terms);
}

/** Macros with a condition inside that does not depend on the element. */
function quantified(node: ExpressionNode, setting: Setting): Formula | undefined {
  const binding = bindingOf(node);
  if (!binding || !['all', 'exists', 'exists_one', 'bind'].includes(binding.macro)) return undefined;
  const { macro, variable, over, inside } = binding;
  const list = valuesOf(over, setting);
  const truth = decide(inside[0]!, withName(setting, variable, macro === 'bind' ? list : elementsOf(list)));
  if (truth.yes && truth.no) return undefined;
  const filled = macro === 'bind' || (list.kind === 'list' && list.atLeast > 0);
  if (filled && macro !== 'exists_one') return fixed(truth.yes);
  if (macro === 'all') return truth.yes ? fixed(true) : undefined;
  return truth.yes ? undefined : fixed(false);
}
