/** What the names of a test file stand for, and how it reaches other code. */
import { compareText } from '../base/text.ts';
import { argumentsOf, calleeOf, isFunction, isNode, type Node, partsOf, unwrapAwaited } from './syntax.ts';
import { leadsAnywhere, roleOf } from './test-names.ts';
import type { Names } from './test-scan.ts';

interface Declarations {
  readonly names: Names;
  /** Relative specifiers, sorted. */
  readonly imports: readonly string[];
  readonly isOpen: boolean;
}

/** Functions that every program has and that reach code which no import names. */
const outward = new Set(['fetch', 'WebSocket', 'XMLHttpRequest', 'Worker', 'EventSource', 'eval', 'Function']);

/** Calls that load the module in their first argument. */
const loading = new Set(['require', 'importActual', 'importMock', 'requireActual', 'requireMock']);

export function namesOf(program: Node): Declarations {
  const imports = new Map<string, string>();
  const declared = new Map<string, Node[]>();
  const parameters = new Set<string>();
  const contexts = new Set<string>();
  const specifiers = new Set<string>();
  let isOpen = false;
  const load = (specifier: string | undefined): void => {
    if (specifier?.startsWith('.')) specifiers.add(specifier);
    else if (specifier === undefined || leadsAnywhere(specifier)) isOpen = true;
  };
  const declare = (name: string, node: Node): void => {
    const known = declared.get(name);
    if (known) known.push(node);
    else declared.set(name, [node]);
  };
  const open = [program];
  for (let node = open.pop(); node; node = open.pop()) {
    const { source } = node as { source?: Node | null };
    if (/^(?:Import|Export\w*)Declaration$/.test(node.type) && source) {
      if (node['importKind'] === 'type' || node['exportKind'] === 'type') continue;
      load(String(source['value']));
      for (const { local } of (node['specifiers'] ?? []) as { local?: Node }[])
        if (node.type === 'ImportDeclaration' && local) imports.set(String(local['name']), String(source['value']));
      continue;
    }
    if (node.type === 'ImportExpression') load(literal(source ?? undefined));
    else if (node.type === 'CallExpression') {
      const loaded = loadedBy(node);
      if (loaded) load(loaded.specifier);
      const context = contextOf(node);
      if (context !== undefined) contexts.add(context);
    } else if (node.type === 'Identifier') isOpen ||= outward.has(String(node['name']));
    else if (node.type === 'MemberExpression')
      isOpen ||= (node['object'] as Node).type === 'MetaProperty' && isLoader(node);
    else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      if (isNode(node['id'])) declare(String(node['id']['name']), node);
    } else if (node.type === 'VariableDeclarator' && isNode(node['init'])) {
      const specifier = importedBy(unwrapAwaited(node['init'])!);
      for (const name of namesIn(node['id'] as Node)) {
        if (specifier === undefined) declare(name, node['init']);
        else imports.set(name, specifier);
      }
    } else if (node.type === 'AssignmentExpression') {
      const [left, right] = [node['left'] as Node, node['right'] as Node];
      if (left.type === 'Identifier') declare(String(left['name']), right);
    }
    for (const parameter of (node['params'] ?? []) as Node[])
      for (const name of namesIn(parameter)) parameters.add(name);
    for (const part of partsOf(node)) open.push(part);
  }
  return { names: { imports, declared, parameters, contexts }, imports: [...specifiers].sort(compareText), isOpen };
}

/** `import.meta.glob` and what else finds modules by a pattern. */
const isLoader = (node: Node): boolean =>
  /^(?:glob|globEager|resolve)$/.test(String((node['property'] as Node)['name']));

/** The text of a literal; undefined for anything else. */
export function literal(node: Node | undefined): string | undefined {
  const inner = unwrapAwaited(node);
  if (inner?.type === 'Literal' && typeof inner['value'] === 'string') return inner['value'];
  const quasis = inner?.type === 'TemplateLiteral' ? (inner['quasis'] as Node[]) : [];
  return quasis.length === 1 ? (quasis[0]!['value'] as { cooked?: string }).cooked : undefined;
}

function loadedBy(call: Node): { readonly specifier: string | undefined } | undefined {
  const { root, members, calls } = calleeOf(call);
  const name = members.at(-1) ?? String(root['name'] ?? '');
  if (calls.length > 0 || !loading.has(name)) return undefined;
  return { specifier: literal(argumentsOf(call)[0]) };
}

/** The module that a declaration takes its value from: `require('…')`, `await import('…')`. */
function importedBy(init: Node): string | undefined {
  if (init.type === 'ImportExpression') return literal(init['source'] as Node);
  return init.type === 'CallExpression' ? loadedBy(init)?.specifier : undefined;
}

/** The first parameter of what a test or a hook is given to call. */
function contextOf(call: Node): string | undefined {
  const { root, members } = calleeOf(call);
  const names = [String(root['name'] ?? ''), ...members];
  if (!names.some((name) => roleOf(name) !== undefined)) return undefined;
  const [parameter] = (argumentsOf(call).findLast((one) => isFunction(one))?.['params'] ?? []) as Node[];
  return parameter?.type === 'Identifier' ? String(parameter['name']) : undefined;
}

/** The names that a pattern declares. */
function namesIn(pattern: Node): string[] {
  const names: string[] = [];
  const open = [pattern];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'Identifier') names.push(String(node['name']));
    else if (node.type === 'AssignmentPattern') open.push(node['left'] as Node);
    else if (node.type === 'Property') open.push(node['value'] as Node);
    else if (/^(?:Object|Array)Pattern$|^RestElement$/.test(node.type)) open.push(...partsOf(node).slice(0, maxNames));
  }
  return names;
}

/** More names than this are in no pattern that a person wrote. */
const maxNames = 1000;
