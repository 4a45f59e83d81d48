/** Parts of a parsed expression: their text, and the names in them. */
import { childNodes, type ExpressionNode, parseExpression } from '../../runtime/core/cel.ts';

const quoted = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;

/**
 * The text of `node`, in which every parenthesis has its partner. The parser leaves out parentheses around a node, also
 * where its first or last part has them: `(a) == b` starts at `a`.
 */
export function sourceOf(text: string, node: ExpressionNode): string {
  let { start, end } = node;
  let opened = 0;
  let unopened = 0;
  for (const char of text.slice(start, end).replace(quoted, '')) {
    if (char === '(') opened++;
    else if (char === ')' && opened > 0) opened--;
    else if (char === ')') unopened++;
  }
  for (; unopened > 0 && start > 0; unopened--) start = Math.max(0, text.lastIndexOf('(', start - 1));
  for (; opened > 0 && end < text.length; opened--) end = text.indexOf(')', end) + 1;
  return text.slice(start, end);
}

/** The same on one line, shortened. */
export function quoteSource(text: string, node: ExpressionNode, limit = 100): string {
  const line = sourceOf(text, node).replace(/\s+/g, ' ');
  return `\`${line.length > limit ? `${line.slice(0, limit - 1)}…` : line}\``;
}

/** A call of a macro that binds a variable for some of its arguments. */
export interface Binding {
  readonly macro: string;
  readonly over: ExpressionNode;
  readonly variable: string;
  /** The arguments that see the variable. */
  readonly inside: readonly ExpressionNode[];
}

const iterating = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** `xs.all(x, …)` and its like, and `cel.bind(x, value, …)`. */
export function bindingOf(node: ExpressionNode): Binding | undefined {
  if (node.op !== 'rcall') return undefined;
  const [macro, receiver, [variable, ...rest]] = node.args as [string, ExpressionNode, ExpressionNode[]];
  if (variable?.op !== 'id') return undefined;
  const name = String(variable.args);
  if (iterating.has(macro) && rest.length > 0) return { macro, over: receiver, variable: name, inside: rest };
  if (macro === 'bind' && receiver.op === 'id' && receiver.args === 'cel' && rest.length === 2)
    return { macro, over: rest[0]!, variable: name, inside: [rest[1]!] };
  return undefined;
}

/** The names that stand for variables, without those that macros bind. */
function freeNames(node: ExpressionNode): Set<string> {
  if (node.op === 'id') return new Set([String(node.args)]);
  const binding = bindingOf(node);
  if (!binding) return new Set(childNodes(node).flatMap((child) => [...freeNames(child)]));
  const inside = binding.inside.flatMap((part) => [...freeNames(part)]).filter((name) => name !== binding.variable);
  return new Set([...freeNames(binding.over), ...inside]);
}

/** The same of an expression as written, sorted; none of one that does not parse. */
export function namesIn(text: string): string[] {
  const tree = parseExpression(text);
  return tree ? [...freeNames(tree)].sort() : [];
}
