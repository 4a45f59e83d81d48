/** What one stretch of a test file does by itself: what it judges, and what it refers to. */
import type { Assertion } from '../model/linked.ts';
import { argumentsOf, calleeOf, isConstant, type Node, partsOf, unwrapAwaited } from './syntax.ts';
import {
  isAssertModule,
  isGlobal,
  isHook,
  isJudging,
  isPreparing,
  isTestPackage,
  leadsAnywhere,
  mayJudge,
  roleOf,
} from './test-names.ts';

/** What the names of a file stand for. */
export interface Names {
  /** What a name is imported from. */
  readonly imports: ReadonlyMap<string, string>;
  /** The declarations of a name, wherever in the file. */
  readonly declared: ReadonlyMap<string, readonly Node[]>;
  /** Parameters of functions; `contexts` are those by which tests are given their own tools. */
  readonly parameters: ReadonlySet<string>;
  readonly contexts: ReadonlySet<string>;
}

export interface Scanned {
  readonly asserts: Assertion;
  /** Names that are declared in the file. */
  readonly refers: ReadonlySet<string>;
  /** Whether it uses what another file of the workspace exports. */
  readonly usesModules: boolean;
}

const order: readonly Assertion[] = ['nothing', 'constants', 'unknown', 'something'];

/** The one that could find more wrong. */
export const stronger = (a: Assertion, b: Assertion): Assertion => (order.indexOf(b) > order.indexOf(a) ? b : a);

export function scan(root: Node, names: Names): Scanned {
  let asserts: Assertion = 'nothing';
  let usesModules = false;
  const refers = new Set<string>();
  const judged = new Set<Node>();
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'ThrowStatement') asserts = 'something';
    else if (node.type === 'ImportExpression') asserts = stronger(asserts, 'unknown');
    else if (node.type === 'MemberExpression' && isJudging(propertyOf(node)) && !isMatcherOnly(node))
      asserts = stronger(asserts, 'something');
    else if (node.type === 'Identifier') {
      const name = String(node['name']);
      const from = names.imports.get(name);
      if (names.declared.has(name)) refers.add(name);
      else if (from?.startsWith('.')) usesModules = true;
      else if (from !== undefined && leadsAnywhere(from)) asserts = stronger(asserts, 'unknown');
    } else if (node.type === 'CallExpression') {
      if (!judged.has(node)) asserts = stronger(asserts, judgement(node, names));
      for (const call of calleeOf(node).calls) judged.add(call);
    } else if (node.type === 'ExpressionStatement') {
      const call = unwrapAwaited(node['expression'] as Node);
      // `expect(value);` compares nothing.
      if (call?.type === 'CallExpression' && (call['callee'] as Node)['name'] === 'expect') judged.add(call);
    }
    const parts = partsOf(node);
    for (let i = parts.length - 1; i >= 0; i--) open.push(parts[i]!);
  }
  return { asserts, refers, usesModules };
}

const propertyOf = (node: Node): string =>
  node['computed'] === true ? '' : String((node['property'] as Node)['name'] ?? '');

/** `expect.any(…)` and the like, and the calls of `expect` that are judged as a whole. */
function isMatcherOnly(node: Node): boolean {
  let at: Node | undefined = node;
  while (at && (at.type === 'MemberExpression' || at.type === 'CallExpression'))
    at = unwrapAwaited((at.type === 'MemberExpression' ? at['object'] : at['callee']) as Node);
  return at?.type === 'Identifier' && isJudging(String(at['name']));
}

function judgement(call: Node, { imports, declared, parameters, contexts }: Names): Assertion {
  const { root, members, calls } = calleeOf(call);
  if (root.type !== 'Identifier')
    return members.some((name) => isJudging(name)) ? 'something' : members.some(mayJudge) ? 'unknown' : 'nothing';
  const name = String(root['name']);
  const from = imports.get(name);
  const isOwn = declared.has(name) || from?.startsWith('.') === true;
  if (contexts.has(name)) return members.length > 0 || argumentsOf(call).length > 0 ? 'unknown' : 'nothing';
  if (isJudging(name) || (from !== undefined && isAssertModule(from))) return judgementOf(call, name, members, calls);
  if (members.some((member) => isJudging(member))) return 'something';
  if (members.some(mayJudge)) return 'unknown';
  if (isOwn || parameters.has(name) || isGlobal(name) || isHook(name) || roleOf(name)) return 'nothing';
  return from !== undefined && (isTestPackage(from) || !leadsAnywhere(from)) ? 'nothing' : 'unknown';
}

function judgementOf(call: Node, name: string, members: readonly string[], calls: readonly Node[]): Assertion {
  const [first = ''] = members;
  if (name === 'expect' && calls.length === 0) {
    if (first === 'assertions' || first === 'hasAssertions') return 'unknown';
    if (isPreparing(first)) return 'nothing';
  }
  const given = [call, ...calls].flatMap((one) => argumentsOf(one));
  const fails = members.some((member) => /^(?:fail|unreachable)/.test(member)) || /^fail/.test(name);
  return given.length > 0 && !fails && given.every((one) => isConstant(one)) ? 'constants' : 'something';
}
