/** The functions that a module exports, as far as rules ask what is in them. */
import type { ParseResult } from 'oxc-parser';
import type { FunctionFacts } from '../model/code.ts';
import type { SourceText } from '../model/document.ts';
import { isFunction, isNode, type Node, nameOf, nodesIn, unwrap, walk } from './syntax.ts';
import { isSilent } from './telemetry-use.ts';
import { type ModuleScope, scopeOf, vacuityOf } from './vacuity.ts';

/** What the top of a module declares under a name. */
interface Declaration {
  /** The value; a function stands for itself. */
  readonly init?: Node;
  readonly constant: boolean;
  /** The whole declaration: a use of the name inside it is none. */
  readonly node: Node;
}

interface Imported {
  readonly specifier: string;
  readonly name: string;
}

/** One entry a function whose body is here, or that comes from a named export of another module. */
export function functionsOf(parsed: ParseResult, source: SourceText): FunctionFacts[] {
  const program = parsed.program as unknown as Node;
  const declared = declarationsOf(program);
  const imported = importedNames(parsed);
  const scope = scopeOf(declared, sleepersIn(imported));
  const found = new Map<string, FunctionFacts>();
  const usedNames = usesIn(program, declared);
  for (const entry of parsed.module.staticExports.flatMap(({ entries }) => entries)) {
    const name = entry.exportName.kind === 'Default' ? 'default' : entry.exportName.name;
    if (!name || entry.isType || found.has(name)) continue;
    const place = source.position(entry.exportName.start ?? entry.start);
    if (entry.moduleRequest) {
      if (entry.importName.kind === 'Name' && entry.importName.name)
        found.set(name, {
          name,
          ...place,
          from: { specifier: entry.moduleRequest.value, name: entry.importName.name },
        });
      continue;
    }
    const local = entry.localName.name ?? 'default';
    const origin = originOf(local, declared, imported);
    if (origin && 'specifier' in origin) found.set(name, { name, ...place, from: origin });
    else if (origin) found.set(name, { name, ...place, ...bodyFacts(origin.fn, scope, usedNames.has(local)) });
  }
  return [...found.values()];
}

const bodyFacts = (fn: Node, scope: ModuleScope, used: boolean): Partial<FunctionFacts> => {
  const vacuous = vacuityOf(fn, scope);
  return {
    ...(vacuous ? { vacuous } : {}),
    ...(isSilent(fn) ? { silent: true } : {}),
    ...(used ? { usedHere: true } : {}),
  };
};

/** The function behind a name, or the import it stands for: `const f = other` leads on. */
function originOf(
  start: string,
  declared: ReadonlyMap<string, Declaration>,
  imported: ReadonlyMap<string, Imported>,
): { readonly fn: Node } | Imported | undefined {
  const seen = new Set<string>();
  for (let name: string | undefined = start; name !== undefined && !seen.has(name); ) {
    seen.add(name);
    const declaration: Declaration | undefined = declared.get(name);
    if (!declaration) return imported.get(name);
    if (isFunction(declaration.init)) return { fn: declaration.init };
    name = declaration.constant ? nameOf(declaration.init) : undefined;
  }
  return undefined;
}

function importedNames({ module }: ParseResult): Map<string, Imported> {
  const imported = new Map<string, Imported>();
  for (const { moduleRequest, entries } of module.staticImports) {
    for (const { importName, localName, isType } of entries) {
      const name = importName.kind === 'Default' ? 'default' : importName.kind === 'Name' ? importName.name : undefined;
      if (name && !isType) imported.set(localName.value, { specifier: moduleRequest.value, name });
    }
  }
  return imported;
}

const sleepersIn = (imported: ReadonlyMap<string, Imported>): ReadonlySet<string> =>
  new Set(
    [...imported]
      .filter(([, { specifier, name }]) => /^(?:node:)?timers\/promises$/.test(specifier) && name === 'setTimeout')
      .map(([local]) => local),
  );

/** The overloads of a function have no body; the one that has counts. */
function declarationsOf(program: Node): Map<string, Declaration> {
  const declared = new Map<string, Declaration>();
  for (const statement of nodesIn(program, 'body')) {
    const node = isNode(statement['declaration']) ? statement['declaration'] : statement;
    if (statement.type === 'ExportDefaultDeclaration')
      declared.set('default', { init: unwrap(node), constant: true, node });
    const name = nameOf(node['id']);
    if (node.type === 'FunctionDeclaration' && name !== undefined)
      declared.set(name, { init: node, constant: true, node });
    if (node.type !== 'VariableDeclaration') continue;
    for (const declarator of nodesIn(node, 'declarations')) {
      const bound = nameOf(declarator['id']);
      if (bound === undefined) continue;
      declared.set(bound, { init: unwrap(declarator['init']), constant: node['kind'] === 'const', node: declarator });
    }
  }
  return declared;
}

/** The declared names that occur outside their own declaration and the list of exports. */
function usesIn(program: Node, declared: ReadonlyMap<string, Declaration>): Set<string> {
  const used = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'ExportSpecifier') return false;
    const name = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? (node['name'] as string) : undefined;
    const own = name === undefined ? undefined : declared.get(name)?.node;
    if (own && !(own.start <= node.start && node.end <= own.end)) used.add(name!);
    return undefined;
  });
  return used;
}
