/** Helpers over the syntax tree of a module, none of which recurses: trees can be deep. */

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
  return listed(node, node['computed'] === true ? undefined : unevaluated[node.type]);
}

const unevaluated: Readonly<Record<string, ReadonlySet<string>>> = {
  MemberExpression: new Set(['property']),
  Property: new Set(['key']),
  MethodDefinition: new Set(['key']),
  PropertyDefinition: new Set(['key']),
};

function listed(node: Node, without: ReadonlySet<string> | undefined): Node[] {
  const parts: Node[] = [];
  for (const [field, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null || without?.has(field) || typeFields.has(field)) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) parts.push(item);
    } else if (isNode(value)) parts.push(value);
  }
  return parts;
}

const typeFields = new Set(['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType', 'implements']);

/** Without the brackets, assertions of type and `await` around it. */
export function bare(node: Node | undefined): Node | undefined {
  let inner = node;
  while (inner && transparent.has(inner.type)) inner = (inner['expression'] ?? inner['argument']) as Node | undefined;
  return inner;
}

const transparent = new Set([
  ...['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression'],
  ...['ParenthesizedExpression', 'ChainExpression', 'AwaitExpression'],
]);

export const isFunction = (node: Node | undefined): node is Node =>
  node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';

/** What is called: `it.each(table)` is `it` with the member `each`, and `calls` are the inner calls. */
interface Callee {
  readonly root: Node;
  readonly members: readonly string[];
  readonly calls: readonly Node[];
}

export function calleeOf(call: Node): Callee {
  const members: string[] = [];
  const calls: Node[] = [];
  let at = bare(call['callee'] as Node)!;
  for (let steps = 0; steps < maxChain; steps++) {
    if (at.type === 'MemberExpression') {
      const property = at['property'] as Node;
      members.unshift(at['computed'] === true ? '' : String(property['name'] ?? ''));
      at = bare(at['object'] as Node)!;
    } else if (at.type === 'CallExpression') {
      calls.push(at);
      at = bare(at['callee'] as Node)!;
    } else if (at.type === 'TaggedTemplateExpression') at = bare(at['tag'] as Node)!;
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
  for (let node = bare(open.pop()); node; node = bare(open.pop())) {
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
