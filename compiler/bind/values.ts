/** What an expression is made of, when computing it does nothing: literals, the clock or chance, or what else is there. */
import { isFunction, memberName, type Node, nameOf, nodesIn, unwrap } from './syntax.ts';

/** `read`: from elsewhere, such as an input. */
export type ValueKind = 'constant' | 'chance' | 'read';
export type Known = (name: string) => ValueKind;

const kinds: readonly ValueKind[] = ['constant', 'chance', 'read'];
export const worseValue = (a: ValueKind, b: ValueKind): ValueKind => (kinds.indexOf(a) > kinds.indexOf(b) ? a : b);

/** Nobody writes constants that nest deeper; what does is not looked into. */
const deepest = 40;

/** Undefined when computing it may do something, or when that is not known. */
export function valueKind(expression: unknown, known: Known, depth = 0): ValueKind | undefined {
  const node = unwrap(expression);
  if (!node || depth > deepest) return undefined;
  const inner = (part: unknown): ValueKind | undefined => valueKind(part, known, depth + 1);
  switch (node.type) {
    case 'Literal':
      return 'constant';
    case 'Identifier':
      return /^(?:undefined|NaN|Infinity)$/.test(node['name'] as string) ? 'constant' : known(node['name'] as string);
    case 'TemplateLiteral':
      return worst(nodesIn(node, 'expressions'), inner);
    case 'MemberExpression':
      return worst([node['object'], ...(node['computed'] === true ? [node['property']] : [])], inner);
    case 'ChainExpression':
      return inner(node['expression']);
    case 'UnaryExpression':
      return node['operator'] === 'delete' ? undefined : inner(node['argument']);
    case 'AwaitExpression':
      return awaited(inner(node['argument']));
    case 'SpreadElement':
      return inner(node['argument']);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return worst([node['left'], node['right']], inner);
    case 'ConditionalExpression':
      return worst([node['test'], node['consequent'], node['alternate']], inner);
    case 'ArrayExpression':
      return worst(nodesIn(node, 'elements'), inner);
    case 'ObjectExpression':
      return worst(nodesIn(node, 'properties').flatMap(propertyParts), inner);
    case 'CallExpression':
      return callValue(node, inner);
    case 'NewExpression':
      if (nameOf(unwrap(node['callee'])) !== 'Date') return undefined;
      return nodesIn(node, 'arguments').length === 0 ? 'chance' : worst(nodesIn(node, 'arguments'), inner);
    default:
      return isFunction(node) ? 'read' : undefined;
  }
}

/** What comes from elsewhere may be a promise, and waiting for it is work. */
export const awaited = (value: ValueKind | undefined): ValueKind | undefined => (value === 'read' ? undefined : value);

const propertyParts = (property: Node): unknown[] =>
  property.type === 'Property'
    ? [property['value'], ...(property['computed'] === true ? [property['key']] : [])]
    : [property];

function worst(parts: readonly unknown[], inner: (part: unknown) => ValueKind | undefined): ValueKind | undefined {
  let found: ValueKind = 'constant';
  for (const part of parts) {
    const value = inner(part);
    if (value === undefined) return undefined;
    found = worseValue(found, value);
  }
  return found;
}

/** Functions of the language whose answers are the clock's, or chance. */
const chance = new Set(['Math.random', 'Date.now', 'performance.now', 'crypto.randomUUID']);
/** Objects of the language whose functions do nothing but compute. */
const computing = new Set(['Math', 'JSON', 'Number', 'String', 'Boolean']);
/** Methods that turn a value into another form. */
const converting = new Set(['toISOString', 'toString', 'toFixed', 'getTime', 'valueOf', 'toJSON']);

function callValue(node: Node, inner: (part: unknown) => ValueKind | undefined): ValueKind | undefined {
  const callee = unwrap(node['callee']);
  const args = worst(nodesIn(node, 'arguments'), inner);
  const plain = nameOf(callee);
  if (plain !== undefined) return /^(?:String|Number|Boolean|BigInt)$/.test(plain) ? args : undefined;
  if (callee?.type !== 'MemberExpression') return undefined;
  const method = memberName(callee);
  const owner = nameOf(unwrap(callee['object']));
  const full = `${owner}.${method}`;
  if (chance.has(full)) return 'chance';
  if (full === 'Promise.resolve' || full === 'Object.freeze' || (owner !== undefined && computing.has(owner)))
    return args;
  return method !== undefined && converting.has(method) ? inner(callee['object']) : undefined;
}

const logMethods = new Set(['debug', 'info', 'warn', 'error', 'log', 'trace']);

/** Whether a call is one of a console or a log: `console.log(…)`, `context.log.info(…)`. */
export function isLogging(call: Node): boolean {
  const callee = unwrap(call['callee']);
  if (callee?.type !== 'MemberExpression' || !logMethods.has(memberName(callee) ?? '')) return false;
  const owner = unwrap(callee['object']);
  const name = owner?.type === 'MemberExpression' ? memberName(owner) : nameOf(owner);
  return name === 'console' || name === 'log' || name === 'logger';
}

/** Whether an expression does nothing but wait: a promise that a timer keeps, or the sleep of `node:timers/promises`. */
export function isSleeping(node: Node, sleepers: ReadonlySet<string>, known: Known): boolean {
  const args = nodesIn(node, 'arguments');
  if (node.type === 'CallExpression') {
    const isPlain = args.every((argument) => valueKind(argument, known) !== undefined);
    return isPlain && sleepers.has(nameOf(unwrap(node['callee'])) ?? '');
  }
  if (node.type !== 'NewExpression' || nameOf(unwrap(node['callee'])) !== 'Promise') return false;
  const executor = unwrap(args[0]);
  const resolve = isFunction(executor) ? nameOf(nodesIn(executor, 'params')[0]) : undefined;
  const call = executor && onlyExpression(executor);
  if (resolve === undefined || call?.type !== 'CallExpression' || nameOf(unwrap(call['callee'])) !== 'setTimeout')
    return false;
  const [callback, ...more] = nodesIn(call, 'arguments');
  return resolves(unwrap(callback), resolve, known) && more.every((part) => valueKind(part, known) !== undefined);
}

/** `resolve`, or a function that does nothing but call it with a constant. */
function resolves(callback: Node | undefined, resolve: string, known: Known): boolean {
  if (nameOf(callback) === resolve) return true;
  const call = isFunction(callback) ? onlyExpression(callback) : undefined;
  if (call?.type !== 'CallExpression' || nameOf(unwrap(call['callee'])) !== resolve) return false;
  return nodesIn(call, 'arguments').every((argument) => {
    const value = valueKind(argument, known);
    return value === 'constant' || value === 'chance';
  });
}

/** The one expression that a function consists of. */
function onlyExpression(fn: Node): Node | undefined {
  const body = unwrap(fn['body']);
  if (body?.type !== 'BlockStatement') return body;
  const [only, ...more] = nodesIn(body, 'body');
  if (!only || more.length > 0) return undefined;
  return unwrap(only.type === 'ReturnStatement' ? only['argument'] : only['expression']);
}
