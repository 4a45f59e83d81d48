/** What the syntax of one handler module says. Read with oxc-parser and never executed. */
import type { ParseResult } from 'oxc-parser';
import type { Position } from '../model/diagnostic.ts';
import type { SourceText } from '../model/document.ts';
import type { LocalFunction, ModuleExport, ModuleFacts } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';
import { functionsOf } from './module-functions.ts';
import { importsOf } from './module-imports.ts';
import { parseModule, type Trial } from './parse-module.ts';
import { unwrap } from './syntax.ts';

/** A statement `export * from '…'`. */
interface StarExport {
  readonly specifier: string;
  readonly line: number;
  readonly column: number;
}

export interface FileFacts extends ModuleFacts {
  readonly stars?: readonly StarExport[];
}

type StaticExport = ParseResult['module']['staticExports'][number]['entries'][number];

/** Parses a module of TypeScript or JavaScript. What prevents that is `error`. */
export async function readFacts(file: SourceFile, survives: Trial): Promise<FileFacts> {
  if (file.path.endsWith('.json')) return { exports: [], imports: [] };
  const failed = (error: string, errorAt?: Position): FileFacts => ({ exports: [], imports: [], error, errorAt });
  const module = await parseModule(file, survives);
  if ('error' in module) return failed(module.error, module.errorAt);
  const { parsed, source } = module;
  const { text } = source;
  const entries = parsed.module.staticExports
    .flatMap((statement) => statement.entries)
    .filter((entry) => !entry.isType);
  if (entries.length === 0 && isCommonJs(parsed, text)) {
    return failed('it is a CommonJS module, whose exports only running it would tell; use `export`');
  }
  const stars = entries
    .filter((entry) => entry.importName.kind === 'AllButDefault')
    .map((entry) => star(entry, source));
  const exports = exportsOf(entries, declaredTypes(parsed), source);
  const exported = new Set(entries.map((entry) => entry.localName.name));
  const locals = localFunctions(parsed, source).filter(({ name }) => !exported.has(name));
  const functions = functionsOf(parsed, source);
  return {
    exports,
    imports: importsOf(parsed, source),
    end: source.position(text.length),
    ...(functions.length === 0 ? {} : { functions }),
    ...(locals.length === 0 ? {} : { locals }),
    ...(stars.length === 0 ? {} : { stars }),
  };
}

const isCommonJs = ({ module, program }: ParseResult, text: string): boolean =>
  program.body.some((statement) => statement.type === 'TSExportAssignment') ||
  (!module.hasModuleSyntax && /\b(?:module\.)?exports\b/.test(text));

function star(entry: StaticExport, source: SourceText): StarExport {
  const { line, column } = source.position(entry.start);
  return { specifier: entry.moduleRequest?.value ?? '', line, column };
}

/** The overloads of a function are one export, shown at the first of them. */
function exportsOf(
  entries: readonly StaticExport[],
  types: ReadonlyMap<string, ModuleExport['type']>,
  source: SourceText,
): ModuleExport[] {
  const found = new Map<string, ModuleExport>();
  for (const entry of entries) {
    const name = entry.exportName.kind === 'Default' ? 'default' : entry.exportName.name;
    if (!name || found.has(name)) continue;
    const { line, column } = source.position(entry.exportName.start ?? entry.start);
    found.set(name, { name, type: typeOf(entry, types), line, column });
  }
  return [...found.values()];
}

function typeOf(entry: StaticExport, types: ReadonlyMap<string, ModuleExport['type']>): ModuleExport['type'] {
  if (entry.moduleRequest) return entry.importName.kind === 'All' ? 'value' : 'unknown';
  const local = entry.localName.name ?? (entry.exportName.kind === 'Default' ? 'default' : '');
  return types.get(local) ?? 'unknown';
}

/** The kind of each name declared at the top of the module, as far as its syntax tells. */
function declaredTypes({ program }: ParseResult): Map<string, ModuleExport['type']> {
  const types = new Map<string, ModuleExport['type']>();
  const declare = (name: string, type: ModuleExport['type']): void => {
    if (types.get(name) !== 'function') types.set(name, type);
  };
  for (const statement of program.body) {
    const declaration = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
    if (statement.type === 'ExportDefaultDeclaration') types.set('default', expressionType(statement.declaration));
    if (declaration.type === 'FunctionDeclaration' && declaration.id) declare(declaration.id.name, 'function');
    if (declaration.type === 'ClassDeclaration' && declaration.id) declare(declaration.id.name, 'class');
    if (declaration.type === 'TSEnumDeclaration') declare(declaration.id.name, 'value');
    if (declaration.type === 'TSModuleDeclaration' && declaration.id.type === 'Identifier')
      declare(declaration.id.name, 'value');
    if (declaration.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier') continue;
      const type = expressionType(init);
      declare(id.name, type === 'function' || declaration.kind === 'const' ? type : 'unknown');
    }
  }
  return types;
}

/** Functions at the top of the module, with where their statements begin. */
function localFunctions({ program }: ParseResult, source: SourceText): LocalFunction[] {
  return program.body.flatMap((statement) => {
    const at = (name: string, start: number): LocalFunction => ({
      name,
      ...source.position(start),
      statement: source.position(statement.start),
    });
    if (statement.type === 'FunctionDeclaration' && statement.id) return [at(statement.id.name, statement.id.start)];
    if (statement.type !== 'VariableDeclaration') return [];
    return statement.declarations.flatMap(({ id, init }) =>
      id.type === 'Identifier' && expressionType(init) === 'function' ? [at(id.name, id.start)] : [],
    );
  });
}

function expressionType(expression: unknown): ModuleExport['type'] {
  switch (unwrap(expression)?.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return 'function';
    case 'ClassExpression':
    case 'ClassDeclaration':
      return 'class';
    case 'Literal':
    case 'TemplateLiteral':
    case 'ObjectExpression':
    case 'ArrayExpression':
    case 'UnaryExpression':
    case 'BinaryExpression':
      return 'value';
    default:
      return 'unknown';
  }
}
