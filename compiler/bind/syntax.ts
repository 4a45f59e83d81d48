/** The syntax tree of a module as plain nodes. Nothing here recurses: sources may nest deeper than the stack is. */

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The parts of a node that are evaluated: no types, and no names of properties. In the order of the text. */
export function partsOf(node: Node): Node[] {
  if (node.type.startsWith('TS')) return isNode(node['expression']) ? [node['expression']] : [];
  const names = node['computed'] === true ? undefined : unevaluated[node.type];
  return nodesInFields(node, (field) => typeFields.has(field) || names?.has(field) === true);
}

const unevaluated: Readonly<Record<string, ReadonlySet<string>>> = {
  MemberExpression: new Set(['property']),
  Property: new Set(['key']),
  MethodDefinition: new Set(['key']),
  PropertyDefinition: new Set(['key']),
};

/** The nodes in the fields of one, in the order in which it lists them. */
function nodesInFields(node: Node, isLeftOut?: (field: string) => boolean): Node[] {
  const found: Node[] = [];
  for (const [field, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null || isLeftOut?.(field)) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) found.push(item);
    } else if (isNode(value)) found.push(value);
  }
  return found;
}

const typeFields = new Set(['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType', 'implements']);

/** Visits a node and everything below it, types and names included; what is below a node for which `visit` gives `false` is left out. */
export function walk(root: Node, visit: (node: Node) => boolean | undefined): void {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (visit(node) === false) continue;
    for (const child of nodesInFields(node)) stack.push(child);
  }
}

const assertions = new Set([
  ...['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression'],
  'ParenthesizedExpression',
]);

/** What stands inside parentheses and assertions of type, however many there are. */
export function unwrap(node: unknown): Node | undefined {
  let inner = node;
  while (isNode(inner) && assertions.has(inner.type)) inner = inner['expression'];
  return isNode(inner) ? inner : undefined;
}

/** Without `await` and the brackets of `?.` around it, too: for those who ask what is called, not when. */
export function unwrapAwaited(node: unknown): Node | undefined {
  let inner = unwrap(node);
  while (inner?.type === 'AwaitExpression' || inner?.type === 'ChainExpression')
    inner = unwrap(inner['argument'] ?? inner['expression']);
  return inner;
}

/** The name of an identifier. */
export const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : undefined;

/** The name of a member that is written as a name or as a text. */
export function memberName(node: Node): string | undefined {
  const property = node['property'];
  if (node['computed'] !== true) return nameOf(property);
  return isNode(property) && typeof property['value'] === 'string' ? property['value'] : undefined;
}

/** A list of nodes under a field. */
export const nodesIn = (node: Node, field: string): readonly Node[] =>
  ((node[field] as readonly unknown[] | undefined) ?? []).filter(isNode);

const functionKinds = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration']);

/** Whether it is one that has a body of its own: a declaration, or a function as a value. */
export const isFunction = (node: Node | undefined): node is Node => node !== undefined && functionKinds.has(node.type);

/** What is called: `it.each(table)` is `it` with the member `each`, and `calls` are the inner calls. */
interface Callee {
  readonly root: Node;
  readonly members: readonly string[];
  readonly calls: readonly Node[];
}

export function calleeOf(call: Node): Callee {
  const members: string[] = [];
  const calls: Node[] = [];
  let at = unwrapAwaited(call['callee'] as Node)!;
  for (let steps = 0; steps < maxChain; steps++) {
    if (at.type === 'MemberExpression') {
      const property = at['property'] as Node;
      members.unshift(at['computed'] === true ? '' : String(property['name'] ?? ''));
      at = unwrapAwaited(at['object'] as Node)!;
    } else if (at.type === 'CallExpression') {
      calls.push(at);
      at = unwrapAwaited(at['callee'] as Node)!;
    } else if (at.type === 'TaggedTemplateExpression') at = unwrapAwaited(at['tag'] as Node)!;
    else break;
  }
  return { root: at, members, calls };
}

/** Longer chains of calls and members are not followed to their roots. */
const maxChain = 200;

export const argumentsOf = (call: Node): readonly Node[] => (call['arguments'] ?? []) as Node[];

/** Whether an expression says the same whatever happens. */
export function isConstant(expression: Node): boolean {
  const open = [expression];
  for (let node = unwrapAwaited(open.pop()); node; node = unwrapAwaited(open.pop())) {
    if (node.type === 'Identifier' && constants.has(String(node['name']))) continue;
    if (!constantKinds.has(node.type)) return false;
    for (const part of partsOf(node)) open.push(part);
  }
  return true;
}

const constants = new Set(['undefined', 'NaN', 'Infinity']);
const constantKinds = new Set([
  ...['Literal', 'TemplateLiteral', 'TemplateElement', 'UnaryExpression', 'BinaryExpression', 'LogicalExpression'],
  ...['ConditionalExpression', 'ArrayExpression', 'ObjectExpression', 'Property', 'SpreadElement'],
]);
