/**
 * Where a condition holds because there is no data. What was not measured has no value, and nothing that names it holds;
 * but zero divided by zero is no number either, and is unlike every number.
 */
import { childNodes, type ExpressionNode, evaluateExpression } from '../../../runtime/core/cel.ts';
import { namesIn } from '../expression-nodes.ts';
import { probeVariables } from '../variables.ts';
import { decide, nameOf } from './decide.ts';
import { valuesOf } from './part-values.ts';
import type { Truth } from './terms.ts';
import type { Names, Values } from './values.ts';

interface EmptyQuotient {
  /** The comparison that it decides. */
  readonly node: ExpressionNode;
  readonly quotient: ExpressionNode;
  readonly divisor: ExpressionNode;
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);

/** `node` and everything below it. */
const allNodes = (node: ExpressionNode): ExpressionNode[] => [node, ...childNodes(node).flatMap(allNodes)];

const canBeZero = (values: Values): boolean => values.kind === 'number' && values.low <= 0 && values.high >= 0;

/** True for a quotient of two measured numbers that can both be zero. Whole numbers divided by zero are an error. */
function canBeEmpty({ op, ...node }: ExpressionNode, names: Names): boolean {
  if (op !== '/') return false;
  const sides = childNodes({ op, ...node }).map((side) => valuesOf(side, names));
  return sides.every(canBeZero) && !sides.every((side) => side.kind === 'number' && side.whole);
}

/** How far it is settled that a condition holds. */
const certainty = ({ yes, no }: Truth): number => (yes ? (no ? 1 : 2) : 0);

/** The comparisons with such a quotient that help the condition `tree` to hold when it is no number. */
export function emptyQuotients(tree: ExpressionNode, names: Names): EmptyQuotient[] {
  const compared = allNodes(tree).filter(({ op }) => comparisons.has(op));
  return compared.flatMap((node) => {
    const quotient = allNodes(node).find((part) => canBeEmpty(part, names));
    if (!quotient || isGuarded(quotient, node, compared)) return [];
    const given = (value: boolean): number =>
      certainty(decide(tree, { ...names, given: new Map([[node, value]]), decided: new Map() }));
    const whenEmpty = node.op === '!=';
    const divisor = childNodes(quotient)[1]!;
    return given(whenEmpty) > given(!whenEmpty) ? [{ node, quotient, divisor }] : [];
  });
}

/** Whether another comparison asks about one side of the quotient. */
function isGuarded(quotient: ExpressionNode, node: ExpressionNode, compared: readonly ExpressionNode[]): boolean {
  const sides = new Set(childNodes(quotient).map(nameOf));
  const others = compared.filter((other) => other !== node);
  return others.some((other) => childNodes(other).some((side) => sides.has(nameOf(side))));
}

/** What a probe sees where there is nothing to see, and the name with which an expectation asks whether there is. */
const nothing: Readonly<Record<string, { readonly ask: string; readonly values: Readonly<Record<string, unknown>> }>> =
  {
    file: { ask: 'exists', values: { exists: false, size: 0n, text: '' } },
    run: { ask: 'exit', values: { exit: 1n, stdout: '', stderr: '' } },
    http: { ask: 'status', values: { status: 500n, body: '', latency_ms: 0 } },
  };

/** Names of what was measured of an answer, not of what is in it. */
const notContent = new Set(['latency_ms']);

/** Whether an expectation over a `look` holds where there is nothing, without having asked. */
export function holdsForNothing(text: string, look: keyof typeof probeVariables): boolean {
  const { ask, values } = nothing[look]!;
  const names = namesIn(text);
  if (names.includes(ask) || names.every((name) => notContent.has(name))) return false;
  const result = evaluateExpression(text, probeVariables[look], values);
  return 'value' in result && result.value === true;
}
