/** Where an expression compares, adds or subtracts what is measured in different units. */
import { childNodes, type ExpressionNode } from '../../../runtime/core/cel.ts';
import type { Metric } from '../../model/document.ts';
import { bindingOf } from '../expression-nodes.ts';
import { valuesOf } from './part-values.ts';
import { isSame, scaled, type Unit } from './units.ts';
import { type Names, onlyValue } from './values.ts';

export interface UnitMismatch {
  /** The operand at fault, and the one that it does not go with. */
  readonly node: ExpressionNode;
  readonly other: ExpressionNode;
  /** The unit of the operand; undefined for a number that is written as if it were in another unit. */
  readonly unit?: Unit;
  readonly otherUnit: Unit;
  /** The number, when it is one. */
  readonly number?: number;
  /** Where both stand. */
  readonly within: ExpressionNode;
}

/** The units that something may be in. `plain`: a number without any, which goes with everything; undefined: nobody knows. */
type Units = readonly Unit[] | 'plain' | undefined;

type UsedMetric = Pick<Metric, 'unit' | 'type' | 'goal'>;

interface Inquiry {
  readonly metrics: ReadonlyMap<string, UsedMetric>;
  readonly names: Names;
  readonly bound: ReadonlyMap<string, Units>;
  readonly found: UnitMismatch[];
}

/** All of them, from left to right. */
export function unitMismatches(
  tree: ExpressionNode,
  metrics: ReadonlyMap<string, UsedMetric>,
  names: Names,
): readonly UnitMismatch[] {
  const found: UnitMismatch[] = [];
  unitsOf(tree, { metrics, names, bound: new Map(), found });
  return found.sort((a, b) => a.node.start - b.node.start);
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

function unitsOf(node: ExpressionNode, inquiry: Inquiry): Units {
  const binding = bindingOf(node);
  if (binding) {
    const of = unitsOf(binding.over, inquiry);
    const within = { ...inquiry, bound: new Map([...inquiry.bound, [binding.variable, of]]) };
    const inside = binding.inside.map((part) => unitsOf(part, within));
    return binding.macro === 'filter'
      ? of
      : binding.macro === 'bind' || binding.macro === 'map'
        ? inside.at(-1)
        : undefined;
  }
  const children = childNodes(node);
  const units = children.map((child) => unitsOf(child, inquiry));
  switch (node.op) {
    case 'value':
      return typeof node.args === 'number' || typeof node.args === 'bigint' ? 'plain' : undefined;
    case 'id':
      return unitsOfName(String(node.args), inquiry);
    case '*':
    case '/':
      return product(node, children, units, inquiry);
    case '+':
    case '-':
      return together(node, children, units, [0, 1], inquiry);
    case '?:':
      return together(node, children, units, [1, 2], inquiry);
    case 'list':
      return units.length === 0 ? undefined : units.reduce((a, b) => (a === b || b === 'plain' ? a : undefined));
    case 'in':
      together(node, children, units, [0, 1], inquiry);
      return undefined;
    case '-_':
      return units[0];
    case 'call':
      return ['double', 'int'].includes(String((node.args as readonly unknown[])[0])) ? units[0] : undefined;
    default:
      if (comparisons.has(node.op)) compare(node, children, units, inquiry);
      return undefined;
  }
}

function unitsOfName(name: string, { metrics, bound }: Inquiry): Units {
  if (bound.has(name)) return bound.get(name);
  const metric = metrics.get(name);
  return metric && metric.unit !== 'bool' ? [metric.unit] : undefined;
}

/** The units that the two operands at `places` share; reports them when they share none. */
function together(
  node: ExpressionNode,
  children: readonly ExpressionNode[],
  units: readonly Units[],
  [one, two]: readonly [number, number],
  { found }: Inquiry,
): Units {
  const [a, b] = [units[one], units[two]];
  if (a === undefined || b === undefined) return undefined;
  if (a === 'plain') return b;
  if (b === 'plain') return a;
  const shared = a.filter((unit) => b.some((other) => isSame(unit, other)));
  if (shared.length > 0) return shared;
  found.push({ node: children[two]!, other: children[one]!, unit: b[0]!, otherUnit: a[0]!, within: node });
  return undefined;
}

/** A plain number scales or converts; what is divided by its own unit is plain, and a share of something has its unit. */
function product(
  { op }: ExpressionNode,
  children: readonly ExpressionNode[],
  units: readonly Units[],
  { names }: Inquiry,
): Units {
  const [a, b] = units;
  if (a === undefined || b === undefined) return undefined;
  if (b === 'plain') return a === 'plain' ? a : scaledBy(a, onlyValue(valuesOf(children[1]!, names)), op === '/');
  if (op === '/')
    return a !== 'plain' && a.some((unit) => b.some((other) => isSame(unit, other))) ? 'plain' : undefined;
  if (a === 'plain') return scaledBy(b, onlyValue(valuesOf(children[0]!, names)), false);
  if (a.some((unit) => isSame(unit, 'ratio'))) return b;
  return b.some((unit) => isSame(unit, 'ratio')) ? a : undefined;
}

function scaledBy(units: readonly Unit[], by: unknown, divided: boolean): Units {
  if (typeof by !== 'number' || by === 0) return units;
  return [...new Set(units.flatMap((unit) => scaled(unit, divided ? 1 / by : by)))];
}

function compare(
  node: ExpressionNode,
  children: readonly ExpressionNode[],
  units: readonly Units[],
  inquiry: Inquiry,
): void {
  together(node, children, units, [0, 1], inquiry);
  for (const [measured, written] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const number = onlyValue(valuesOf(children[written]!, inquiry.names));
    const unit = units[measured];
    if (typeof number !== 'number' || unit === undefined || unit === 'plain' || units[written] !== 'plain') continue;
    const [node1, other] = [children[written]!, children[measured]!];
    const seemsOther =
      readsAsPercent(number, other, unit, inquiry) || readsAsRatio(number, node, measured, other, inquiry);
    if (seemsOther) inquiry.found.push({ node: node1, other, otherUnit: unit[0]!, number, within: node });
  }
}

/** More than the whole, of what runs from 0 to 1. What is beyond 100 is no percentage either, and never the case. */
function readsAsPercent(number: number, measured: ExpressionNode, units: readonly Unit[], { names }: Inquiry): boolean {
  const values = valuesOf(measured, names);
  const isShare = units.every((unit) => isSame(unit, 'ratio')) && values.kind === 'number' && values.high <= 1;
  return isShare && number > 1 && number <= 100;
}

/** So far below the goal of a metric in percent that the number must be a share: 0.8 where the goal is 80. */
function readsAsRatio(
  number: number,
  { op }: ExpressionNode,
  measured: number,
  { op: kind, args }: ExpressionNode,
  { metrics, bound }: Inquiry,
): boolean {
  const name = String(args);
  const metric = kind === 'id' && !bound.has(name) ? metrics.get(name) : undefined;
  if (metric?.unit !== 'percent' || number <= 0 || number >= 1) return false;
  const isLeast = measured === 0 ? op.startsWith('>') : op.startsWith('<');
  const isMost = measured === 0 ? op.startsWith('<') : op.startsWith('>');
  const { atLeast, atMost, equals } = metric.goal ?? {};
  const goal = op === '==' ? equals : isLeast ? atLeast : isMost ? atMost : undefined;
  return typeof goal === 'number' && goal >= 10;
}
