/**
 * Which of two expressions is the stronger one, as far as their structure tells: conditions joined by `&&`, `||`, `!` and
 * `? :`, and limits such as `metric >= 0.98`. Of everything else it is only known whether it is the same.
 */
import { childNodes, type ExpressionNode, parseExpression } from '../../runtime/core/cel.ts';

/** What the second is, compared with the first. */
export type Relation = 'same' | 'weaker' | 'stronger' | 'partly weaker' | 'unknown';

interface Bound {
  /** What is compared, in one way of writing it. */
  readonly subject: string;
  readonly op: '<' | '<=' | '>' | '>=' | '==' | '!=';
  readonly value: number;
}

interface Formula {
  /** The same for what means the same. */
  readonly key: string;
  /** None: always true. */
  readonly all?: readonly Formula[];
  /** None: never true. */
  readonly any?: readonly Formula[];
  readonly bound?: Bound;
}

/** Two expressions of the greatest size would otherwise be compared part by part for a long time. */
const maxSteps = 20_000;

export function compareConditions(was: string, is: string): Relation {
  const [before, after] = [formulaOf(was), formulaOf(is)];
  if (!before || !after) return was.trim() === is.trim() ? 'same' : 'unknown';
  if (before.key === after.key) return 'same';
  const budget = { left: maxSteps };
  const [weaker, stronger] = [implies(before, after, budget), implies(after, before, budget)];
  if (weaker && stronger) return 'same';
  if (weaker || stronger) return weaker ? 'weaker' : 'stronger';
  return isPartlyWeaker(before, after, budget) ? 'partly weaker' : 'unknown';
}

/** Whether the metrics and values that `text` is about are those that `other` is about. */
export const namesSame = (text: string, other: string): boolean => subjectsIn(text) === subjectsIn(other);

function subjectsIn(text: string): string {
  const tree = parseExpression(text);
  const names = new Set<string>();
  const visit = (node: ExpressionNode): void => {
    if (node.op === 'id') names.add(String(node.args));
    for (const child of childNodes(node)) visit(child);
  };
  if (tree) visit(tree);
  return [...names].sort().join(' ');
}

function formulaOf(text: string): Formula | undefined {
  const tree = parseExpression(text);
  return tree && formula(tree);
}

const flipped = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;
const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const;

/** `isNegated`: of what is true where the node is not. So `!` is left only where nothing is known of what it is before. */
function formula(node: ExpressionNode, isNegated = false): Formula {
  if (node.op === '&&' || node.op === '||') {
    const parts = partsOf(node, node.op).map((part) => formula(part, isNegated));
    return joined((node.op === '&&') === isNegated ? '||' : '&&', parts);
  }
  if (node.op === '!_') return formula(node.args as ExpressionNode, !isNegated);
  if (node.op === 'value' && typeof node.args === 'boolean') return joined(node.args === isNegated ? '||' : '&&', []);
  const choice = node.op === '?:' ? choiceOf(node, isNegated) : undefined;
  if (choice) return choice;
  const bound = boundOf(node);
  const one = bound ? limited(bound) : { key: keyOf(node) };
  return isNegated ? negated(one) : one;
}

const limited = (bound: Bound): Formula => ({ key: `${bound.subject} ${bound.op} ${bound.value}`, bound });

/** Of a formula without parts. */
function negated({ key, bound }: Formula): Formula {
  if (bound) return limited({ ...bound, op: opposite[bound.op] });
  return { key: key.startsWith('not ') ? key.slice(4) : `not ${key}` };
}

/** Parts joined by an operator, those of parts with the same operator among them; no parts are `true` or `false`. */
function joined(op: '&&' | '||', parts: readonly Formula[]): Formula {
  const inner = (one: Formula): readonly Formula[] | undefined => (op === '&&' ? one.all : one.any);
  const stop = parts.find((one) => (op === '&&' ? one.any : one.all)?.length === 0);
  if (stop) return stop;
  const flat = parts.flatMap((one) => inner(one) ?? [one]);
  const keys = [...new Set(flat.map(({ key }) => key))].sort();
  if (keys.length === 1) return flat[0]!;
  const key = keys.length === 0 ? String(op === '&&') : `(${keys.join(` ${op} `)})`;
  return op === '&&' ? { key, all: flat } : { key, any: flat };
}

/**
 * `c ? x : y` is `c && x || !c && y`, and shorter where `x` or `y` is `true` or `false`. Undefined where `c` would have to
 * be written twice and is itself made of parts: choices in choices would grow without end.
 */
function choiceOf(node: ExpressionNode, isNegated: boolean): Formula | undefined {
  const [condition, first, second] = childNodes(node) as [ExpressionNode, ExpressionNode, ExpressionNode];
  const [x, y] = [formula(first, isNegated), formula(second, isNegated)];
  if (x.all?.length === 0) return joined('||', [formula(condition), y]);
  if (x.any?.length === 0) return joined('&&', [formula(condition, true), y]);
  if (y.all?.length === 0) return joined('||', [formula(condition, true), x]);
  if (y.any?.length === 0) return joined('&&', [formula(condition), x]);
  const c = formula(condition);
  if (c.all || c.any) return undefined;
  return joined('||', [joined('&&', [c, x]), joined('&&', [negated(c), y])]);
}

/** The parts of a chain of one operator, however it is bracketed. Not by recursion: a chain is as deep as it is long. */
function partsOf(node: ExpressionNode, op: string): ExpressionNode[] {
  const parts: ExpressionNode[] = [];
  const left = [node];
  for (let at = left.pop(); at; at = left.pop()) {
    if (at.op === op) left.push(...childNodes(at).reverse());
    else parts.push(at);
  }
  return parts;
}

function boundOf(node: ExpressionNode): Bound | undefined {
  if (!Object.hasOwn(flipped, node.op)) return undefined;
  const op = node.op as keyof typeof flipped;
  const [left, right] = childNodes(node) as [ExpressionNode, ExpressionNode];
  const [first, second] = [numberOf(left), numberOf(right)];
  if (first === undefined && second !== undefined) return { subject: keyOf(left), op, value: second };
  if (first !== undefined && second === undefined) return { subject: keyOf(right), op: flipped[op], value: first };
  return undefined;
}

function numberOf({ op, args }: ExpressionNode): number | undefined {
  if (op === 'value' && (typeof args === 'number' || typeof args === 'bigint')) return Number(args);
  const inner = op === '-_' ? numberOf(args as ExpressionNode) : undefined;
  return inner === undefined ? undefined : -inner;
}

/** The tree as text, whatever white space and brackets it was written with. */
function keyOf(node: ExpressionNode): string {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
    if (typeof value === 'object' && value !== null && 'op' in value) return keyOf(value as ExpressionNode);
    return typeof value === 'bigint' ? `${value}` : (JSON.stringify(value) ?? '');
  };
  return `${node.op}(${text(node.args)})`;
}

/** True only when whatever makes `a` true makes `b` true. */
function implies(a: Formula, b: Formula, budget: { left: number }): boolean {
  if (a.key === b.key) return true;
  if (budget.left-- <= 0) return false;
  if (b.all) return b.all.every((part) => implies(a, part, budget));
  if (a.any) return a.any.every((part) => implies(part, b, budget));
  if (b.any?.some((part) => implies(a, part, budget))) return true;
  if (a.all) return a.all.some((part) => implies(part, b, budget));
  return a.bound !== undefined && b.bound !== undefined && boundImplies(a.bound, b.bound);
}

function boundImplies(a: Bound, b: Bound): boolean {
  if (a.subject !== b.subject) return false;
  if (a.op === '==') return holds(a.value, b);
  if (b.op === '!=') return !holds(b.value, a);
  if (b.op === '==' || a.op[0] !== b.op[0]) return false;
  if (a.value === b.value) return a.op === b.op || b.op.length === 2;
  return a.op[0] === '>' ? a.value > b.value : a.value < b.value;
}

function holds(value: number, { op, value: than }: Bound): boolean {
  if (op === '==' || op === '!=') return (value === than) === (op === '==');
  if (value === than) return op.length === 2;
  return op[0] === '>' ? value > than : value < than;
}

/** Whether a limit that had to hold has given way to a weaker one, whatever else has changed. */
function isPartlyWeaker(was: Formula, is: Formula, budget: { left: number }): boolean {
  const [before, after] = [was.all ?? [was], is.all ?? [is]];
  return before.some(
    (old) =>
      old.bound !== undefined &&
      !implies(is, old, budget) &&
      after.some(
        (one) => one.bound !== undefined && one.bound.subject === old.bound!.subject && implies(old, one, budget),
      ),
  );
}
