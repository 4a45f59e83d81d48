/** The tests that a file declares, with their titles and groups. */
import { argumentsOf, calleeOf, isFunction, type Node, partsOf, unwrapAwaited } from './syntax.ts';
import { literal } from './test-declarations.ts';
import { isHook, isModifier, roleOf, skipWord, type TestRole } from './test-names.ts';
import type { Names } from './test-scan.ts';

export interface Found {
  readonly title: readonly string[];
  readonly template?: string;
  readonly parent?: number;
  readonly isGroup: boolean;
  readonly isGuessed: boolean;
  readonly skipped?: string;
  /** What is run for it. */
  readonly body?: Node;
  readonly at: number;
}

interface Open {
  readonly node: Node;
  readonly parent?: number;
}

/** Tests and groups in the order of the file, and what is run around tests. */
export function collectCases(
  program: Node,
  names: Names,
): { readonly cases: readonly Found[]; readonly hooks: readonly Node[] } {
  const cases: Found[] = [];
  const hooks: Node[] = [];
  const open: Open[] = [{ node: program }];
  for (let at = open.pop(); at; at = open.pop()) {
    let { parent } = at;
    if (at.node.type === 'CallExpression') {
      if (isHookCall(at.node)) hooks.push(...argumentsOf(at.node).slice(0, 2));
      const found = caseOf(at.node, parent, names);
      if (found) parent = cases.push(found) - 1;
    }
    const parts = partsOf(at.node);
    for (let i = parts.length - 1; i >= 0; i--) open.push({ node: parts[i]!, parent });
  }
  return { cases, hooks };
}

const isHookCall = (call: Node): boolean => {
  const { root, members } = calleeOf(call);
  return isHook(members.at(-1) ?? String(root['name'] ?? ''));
};

function caseOf(call: Node, parent: number | undefined, names: Names): Found | undefined {
  const given = argumentsOf(call);
  const body = given
    .slice(1)
    .findLast((one) => isFunction(unwrapAwaited(one)) || one.type === 'Identifier' || one.type === 'CallExpression');
  const { root, members } = calleeOf(call);
  const name = String(root['name'] ?? '');
  const role = roleIn(name, members, names, 0);
  const isEach = members.some((member) => member === 'each' || member === 'for' || member === 'prop');
  const title = titleOf(given[0], isEach);
  const base = { ...title, ...(parent === undefined ? {} : { parent }), at: call.start };
  if (role !== undefined) {
    if (!title || (!body && title.title.length > 1 && !isFunction(unwrapAwaited(given[0])))) return undefined;
    const own = isFunction(unwrapAwaited(given[0])) ? unwrapAwaited(given[0]) : body;
    const skipped = skipWord(name, members) ?? skipOption(given) ?? (own ? undefined : 'no body');
    const isGuessed = own !== undefined && role === 'case' && !isKnown(own, names);
    return {
      ...base,
      title: title.title,
      isGroup: role === 'group',
      isGuessed,
      ...(skipped === undefined ? {} : { skipped }),
      body: own,
    };
  }
  const text = literal(given[0]);
  if (text === undefined || !body || !isFunction(unwrapAwaited(body)) || isHook(name)) return undefined;
  return { ...base, title: [text], isGroup: false, isGuessed: true };
}

/** Whether the function that is run can be looked into. */
function isKnown(body: Node, { declared }: Names): boolean {
  const inner = unwrapAwaited(body);
  const name = inner?.type === 'Identifier' ? String(inner['name']) : undefined;
  return isFunction(inner) || (name !== undefined && declared.has(name));
}

/** What `it.skip`, `test.describe` or an extension of them declares. */
function roleIn(name: string, members: readonly string[], names: Names, depth: number): TestRole | undefined {
  if (!members.every(isModifier)) return undefined;
  const named = members.findLast((member) => roleOf(member) !== undefined);
  const own = roleOf(name) ?? (depth < 3 ? extended(name, names, depth) : undefined);
  if (own === undefined) return undefined;
  return named === undefined ? own : roleOf(named);
}

/** The role of a name that stands for an extension: `const it = base.extend({ … })`. */
function extended(name: string, names: Names, depth: number): TestRole | undefined {
  const init = unwrapAwaited(names.declared.get(name)?.[0]);
  if (!init || !/^(?:Call|Member)Expression$/.test(init.type)) return undefined;
  const { root, members } = calleeOf(init.type === 'CallExpression' ? init : { ...init, callee: init });
  return roleIn(
    String(root['name'] ?? ''),
    members.filter((member) => member !== 'extend'),
    names,
    depth + 1,
  );
}

/** `{ skip: true }` among the arguments. */
function skipOption(given: readonly Node[]): string | undefined {
  for (const option of given.slice(0, 3)) {
    if (option.type !== 'ObjectExpression') continue;
    for (const property of option['properties'] as Node[]) {
      const key = String((property['key'] as Node | undefined)?.['name'] ?? '');
      const value = (property['value'] as Node | undefined)?.['value'];
      if ((key === 'skip' || key === 'todo') && (value === true || (typeof value === 'string' && value !== '')))
        return key;
    }
  }
  return undefined;
}

/** What testing libraries fill in. */
const placeholder = /%[sdifjoOcp#$%]|\$(?:#|[A-Za-z_][\w.]*)/;

/** Pieces of the title; undefined when the first argument is none. */
function titleOf(
  node: Node | undefined,
  isEach: boolean,
): { readonly title: readonly string[]; readonly template?: string } | undefined {
  if (node === undefined) return undefined;
  const pieces = piecesOf(node);
  const template = pieces.length === 1 ? pieces[0] : undefined;
  if (!isEach || template === undefined || !placeholder.test(template)) return { title: pieces };
  return { title: template.split(placeholder), template };
}

/** What a text surely holds, in its order: one piece when it is all known. */
function piecesOf(node: Node): string[] {
  const pieces = [''];
  const add = (text: string): void => {
    pieces[pieces.length - 1] += text;
  };
  const open: (Node | string)[] = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (typeof at === 'string') {
      add(at);
      continue;
    }
    const inner = unwrapAwaited(at);
    const text = literal(inner);
    if (text !== undefined) add(text);
    else if (inner?.type === 'BinaryExpression' && inner['operator'] === '+')
      open.push(inner['right'] as Node, inner['left'] as Node);
    else if (inner?.type === 'TemplateLiteral') {
      const expressions = inner['expressions'] as Node[];
      const quasis = (inner['quasis'] as { value: { cooked?: string } }[]).map(({ value }) => value.cooked ?? '');
      for (let i = quasis.length - 1; i >= 0; i--) {
        open.push(quasis[i]!);
        if (i > 0) open.push(expressions[i - 1]!);
      }
    } else pieces.push('');
  }
  return pieces;
}
