/**
 * Whether a function does work, as far as its syntax tells. Only a body of straight statements that log, sleep, set flags
 * and give back what stands there already is told to do none; everything that is not understood counts as work.
 */
import type { Vacuity } from '../model/code.ts';
import { isFunction, memberName, type Node, nameOf, nodesIn, unwrap } from './syntax.ts';
import { awaited, isLogging, isSleeping, type Known, type ValueKind, valueKind, worseValue } from './values.ts';

/** What the top of a module declares. */
export interface ModuleScope {
  /** Names of constants that the source spells out. */
  readonly constants: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, Node>;
  /** Names under which it imports the sleep of `node:timers/promises`. */
  readonly sleepers: ReadonlySet<string>;
  /** What was read of each function, by how many calls it was reached through. */
  readonly readings: Map<Node, Map<number, Vacuity | undefined>>;
}

type Deed = Vacuity['does'][number];

/** A function under consideration. */
class Reading {
  readonly deeds = new Set<Deed>();
  probable = false;
  readonly #scope: ModuleScope;
  readonly #locals = new Map<string, ValueKind>();
  readonly #parameters: ReadonlySet<string>;
  readonly #open: ReadonlySet<Node>;

  constructor(scope: ModuleScope, fn: Node, open: ReadonlySet<Node>) {
    this.#scope = scope;
    this.#parameters = new Set(nodesIn(fn, 'params').flatMap(namesBound));
    this.#open = new Set([...open, fn]);
    for (const name of this.#parameters) this.#locals.set(name, 'read');
  }

  readonly #known: Known = (name) => this.#locals.get(name) ?? (this.#scope.constants.has(name) ? 'constant' : 'read');

  /** False at the first statement that may be work; `done` after a `return`. */
  statement(node: Node): boolean | 'done' {
    switch (node.type) {
      case 'EmptyStatement':
      case 'TSTypeAliasDeclaration':
      case 'TSInterfaceDeclaration':
        return true;
      case 'VariableDeclaration':
        return nodesIn(node, 'declarations').every((one) => this.#declare(one));
      case 'ExpressionStatement':
        return this.#effect(unwrap(node['expression']));
      case 'ReturnStatement':
        return this.gives(unwrap(node['argument'])) && 'done';
      default:
        return false;
    }
  }

  #declare(declarator: Node): boolean {
    const value = declarator['init'] ? valueKind(declarator['init'], this.#known) : 'constant';
    if (value === undefined) return false;
    const name = nameOf(declarator['id']);
    if (name !== undefined) this.#locals.set(name, value);
    for (const bound of name === undefined ? namesBound(declarator['id'] as Node) : []) this.#locals.set(bound, 'read');
    return true;
  }

  /** An expression whose value nobody takes. */
  #effect(node: Node | undefined): boolean {
    if (!node) return true;
    if (node.type === 'AwaitExpression') {
      const argument = unwrap(node['argument']);
      return (argument && this.#deed(argument)) ?? awaited(valueKind(argument, this.#known)) !== undefined;
    }
    if (node.type === 'UnaryExpression' && node['operator'] === 'void') return this.#effect(unwrap(node['argument']));
    if (node.type === 'AssignmentExpression') return this.#sets(node['left'], node['right']);
    if (node.type === 'UpdateExpression') return this.#sets(node['argument'], undefined);
    return this.#deed(node) ?? valueKind(node, this.#known) !== undefined;
  }

  #sets(left: unknown, right: unknown): boolean {
    const value = right === undefined ? 'constant' : valueKind(right, this.#known);
    if (value === undefined || value === 'read') return false;
    const name = nameOf(left);
    if (name !== undefined && this.#locals.has(name) && !this.#parameters.has(name)) {
      this.#locals.set(name, worseValue(this.#locals.get(name)!, value));
      return true;
    }
    const owner = name ?? rootOf(left);
    if (owner === undefined || !(this.#parameters.has(owner) || this.#scope.variables.has(owner))) return false;
    this.deeds.add('sets');
    this.probable = true;
    return true;
  }

  /** Logging, sleeping, or a call of a function that does no more; undefined for anything else. */
  #deed(node: Node): boolean | undefined {
    if (isSleeping(node, this.#scope.sleepers, this.#known)) {
      this.deeds.add('sleeps');
      return true;
    }
    if (node.type !== 'CallExpression') return undefined;
    const plain = nodesIn(node, 'arguments').every((argument) => valueKind(argument, this.#known) !== undefined);
    if (isLogging(node)) {
      if (plain) this.deeds.add('logs');
      return plain;
    }
    const callee = this.#scope.functions.get(nameOf(unwrap(node['callee'])) ?? '');
    if (!callee) return undefined;
    // A circle of calls is work wherever one enters it, so that what is read of a function holds for all its callers.
    if (!plain || this.#open.has(callee) || this.#open.size > 8) return false;
    const inner = readOnce(callee, this.#scope, this.#open);
    if (!inner) return false;
    for (const deed of inner.does) this.deeds.add(deed);
    this.probable ||= inner.probable === true;
    return true;
  }

  /** An expression whose value the function gives back. */
  gives(node: Node | undefined): boolean {
    if (!node) return true;
    if (node.type === 'AwaitExpression') return this.gives(unwrap(node['argument']));
    const deed = this.#deed(node);
    if (deed !== undefined) return deed;
    const value = valueKind(node, this.#known);
    if (value === undefined || value === 'read') return false;
    if (value === 'chance') this.deeds.add('invents');
    else if (!isNothing(node)) this.deeds.add('returns');
    this.probable ||= value === 'chance';
    return true;
  }
}

/** Undefined when the function may do work. */
export const vacuityOf = (fn: Node, scope: ModuleScope): Vacuity | undefined => readOnce(fn, scope, new Set());

/** Functions that call one another many times over are not read as many times. */
function readOnce(fn: Node, scope: ModuleScope, open: ReadonlySet<Node>): Vacuity | undefined {
  if (!scope.readings.has(fn)) scope.readings.set(fn, new Map());
  const byDepth = scope.readings.get(fn)!;
  if (!byDepth.has(open.size)) byDepth.set(open.size, read(fn, scope, open));
  return byDepth.get(open.size);
}

function read(fn: Node, scope: ModuleScope, open: ReadonlySet<Node>): Vacuity | undefined {
  const plainParameters = nodesIn(fn, 'params').every(isPlainPattern);
  if (fn['generator'] === true || !plainParameters) return undefined;
  const reading = new Reading(scope, fn, open);
  const body = unwrap(fn['body']);
  if (!body) return undefined;
  if (body.type !== 'BlockStatement') {
    if (!reading.gives(body)) return undefined;
  } else {
    for (const statement of nodesIn(body, 'body')) {
      const goesOn = reading.statement(statement);
      if (goesOn === false) return undefined;
      if (goesOn === 'done') break;
    }
  }
  return { does: [...reading.deeds].sort(), ...(reading.probable ? { probable: true } : {}) };
}

const isNothing = (node: Node): boolean =>
  nameOf(node) === 'undefined' || (node.type === 'UnaryExpression' && node['operator'] === 'void');

/** The name at the root of `a.b.c`. */
function rootOf(node: unknown): string | undefined {
  let inner = unwrap(node);
  while (inner?.type === 'MemberExpression') {
    if (inner['computed'] === true && memberName(inner) === undefined) return undefined;
    inner = unwrap(inner['object']);
  }
  return nameOf(inner);
}

/** No more than a name, or names in braces or brackets, without values that calls could compute. */
function isPlainPattern(pattern: Node): boolean {
  if (pattern.type === 'AssignmentPattern') {
    const value = unwrap(pattern['right']);
    return (
      value?.type === 'Literal' || (value?.type === 'ObjectExpression' && nodesIn(value, 'properties').length === 0)
    );
  }
  if (pattern.type !== 'ObjectPattern') return pattern.type === 'Identifier' || pattern.type === 'RestElement';
  return nodesIn(pattern, 'properties').every(
    (property) => property.type === 'RestElement' || (property['value'] as Node).type === 'Identifier',
  );
}

/** The names that a parameter or a variable binds; of patterns in patterns those at the outside. */
function namesBound(pattern: Node): string[] {
  const inner = pattern.type === 'AssignmentPattern' ? (pattern['left'] as Node) : pattern;
  if (inner.type === 'RestElement') return [nameOf(inner['argument']) ?? []].flat();
  if (inner.type === 'ObjectPattern')
    return nodesIn(inner, 'properties').flatMap(
      (property) => nameOf(property.type === 'RestElement' ? property['argument'] : property['value']) ?? [],
    );
  return [nameOf(inner) ?? []].flat();
}

/** The functions and constants at the top of a module; nothing that a function in it declares. */
export function scopeOf(
  declarations: ReadonlyMap<string, { readonly init?: Node; readonly constant: boolean }>,
  sleepers: ReadonlySet<string>,
): ModuleScope {
  const functions = new Map<string, Node>();
  const constants = new Set<string>();
  const known: Known = (name) => (constants.has(name) ? 'constant' : 'read');
  for (const [name, { init, constant }] of declarations) {
    if (isFunction(init)) functions.set(name, init);
    else if (constant && init && valueKind(init, known) === 'constant') constants.add(name);
  }
  const variables = new Set([...declarations.keys()].filter((name) => !functions.has(name)));
  return { constants, variables, functions, sleepers, readings: new Map() };
}
