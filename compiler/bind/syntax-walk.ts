/** The syntax tree of a module as plain nodes, walked without recursion: sources may nest deeper than the stack is. */

import { isNode, type Node } from './syntax.ts';

export type SyntaxNode = Node;

/** The nodes right below one, in the order in which its fields list them. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) found.push(item);
    } else if (isNode(value)) found.push(value);
  }
  return found;
}

/** Visits a node and everything below it; what is below a node for which `visit` gives `false` is left out. */
export function walk(root: SyntaxNode, visit: (node: SyntaxNode) => boolean | undefined): void {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (visit(node) === false) continue;
    for (const child of childrenOf(node)) stack.push(child);
  }
}

const transparent = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ParenthesizedExpression',
]);

/** What stands inside parentheses and assertions, however many there are. */
export function unwrap(node: unknown): SyntaxNode | undefined {
  let inner = node;
  while (isNode(inner) && transparent.has(inner.type)) inner = inner['expression'];
  return isNode(inner) ? inner : undefined;
}

/** The name of an identifier. */
export const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : undefined;

/** The name of a member that is written as a name or as a text. */
export function memberName(node: SyntaxNode): string | undefined {
  const property = node['property'];
  if (node['computed'] !== true) return nameOf(property);
  return isNode(property) && typeof property['value'] === 'string' ? property['value'] : undefined;
}

/** A list of nodes under a field. */
export const nodesIn = (node: SyntaxNode, field: string): readonly SyntaxNode[] =>
  ((node[field] as readonly unknown[] | undefined) ?? []).filter(isNode);

const functions = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration']);

export const isFunction = (node: SyntaxNode | undefined): node is SyntaxNode =>
  node !== undefined && functions.has(node.type);
