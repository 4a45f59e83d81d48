/** Handler modules, read with oxc-parser and never executed: what they export, and what they import from the workspace. */
import type { ParseResult } from 'oxc-parser';
import { digestValue } from '../../runtime/core/digest.ts';
import { joinPath, parentOf, staysInside } from '../base/path.ts';
import { compareText, sourceText } from '../base/text.ts';
import type { ModuleExport, ModuleFacts, ModuleSummary } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';

export interface ModuleReader {
  /** Undefined when there is no such file in the workspace or it cannot be read. */
  readonly read: (path: string) => SourceFile | undefined;
  /** The exports and workspace imports of a file by its digest, kept between builds. */
  readonly known: (digest: string) => ModuleFacts | undefined;
  readonly keep: (digest: string, facts: ModuleFacts) => void;
}

export async function readModules(
  handlers: Readonly<Record<string, string>>,
  reader: ModuleReader,
): Promise<ModuleSummary[]> {
  const modules: ModuleSummary[] = [];
  for (const [alias, path] of Object.entries(handlers).sort(([a], [b]) => compareText(a, b))) {
    modules.push(await readModule(alias, joinPath(path), reader));
  }
  return modules;
}

async function readModule(alias: string, path: string, reader: ModuleReader): Promise<ModuleSummary> {
  const root = staysInside(path) ? reader.read(path) : undefined;
  if (!root) return { alias, path, digest: '', exists: false, exports: [], files: [] };
  const files = new Map<string, string>();
  const queue = [root];
  const own = await factsOf(root, reader);
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (files.has(file.path)) continue;
    files.set(file.path, file.digest);
    const { imports } = file === root ? own : await factsOf(file, reader);
    for (const specifier of imports) {
      const found = resolveImport(file.path, specifier, reader);
      if (found) queue.push(found);
    }
  }
  const closure = [...files]
    .map(([name, digest]) => ({ path: name, digest }))
    .sort((a, b) => compareText(a.path, b.path));
  const digest = closure.length === 1 ? root.digest : digestValue(closure);
  return { alias, path, digest, exists: true, error: own.error, exports: own.exports, files: closure };
}

/** Relative imports as Node and TypeScript resolve them: the path itself, `.js` for `.ts`, an extension, an index. */
function resolveImport(from: string, specifier: string, reader: ModuleReader): SourceFile | undefined {
  const base = joinPath(parentOf(from), specifier);
  if (!staysInside(base)) return undefined;
  const swapped = base.replace(/\.([cm]?)js$/, '.$1ts');
  for (const candidate of new Set([
    base,
    swapped,
    `${base}.ts`,
    `${base}.js`,
    `${base}/index.ts`,
    `${base}/index.js`,
  ])) {
    const file = /\.[cm]?[jt]sx?$|\.json$/.test(candidate) ? reader.read(candidate) : undefined;
    if (file) return file;
  }
  return undefined;
}

async function factsOf(file: SourceFile, reader: ModuleReader): Promise<ModuleFacts> {
  const key = `${file.digest} ${file.path.slice(file.path.lastIndexOf('.'))}`;
  const known = reader.known(key);
  if (known) return known;
  const facts = await parseModule(file);
  reader.keep(key, facts);
  return facts;
}

async function parseModule(file: SourceFile): Promise<ModuleFacts> {
  if (file.path.endsWith('.json')) return { exports: [], imports: [] };
  const { parseSync } = await import('oxc-parser');
  const text = new TextDecoder().decode(file.bytes());
  const parsed = parseSync(file.path, text);
  const fatal = parsed.errors.find((error) => error.severity === 'Error');
  if (fatal) return { exports: [], imports: [], error: fatal.message };
  const source = sourceText(file.path, text);
  const types = declaredTypes(parsed);
  const exports = parsed.module.staticExports
    .flatMap((statement) => statement.entries)
    .flatMap((entry): ModuleExport[] => {
      if (entry.isType) return [];
      const name = entry.exportName.kind === 'Default' ? 'default' : entry.exportName.name;
      if (!name) return [];
      const { line, column } = source.position(entry.exportName.start ?? entry.start);
      const local = entry.localName.name ?? (entry.exportName.kind === 'Default' ? 'default' : undefined);
      const type = entry.moduleRequest || local === undefined ? 'unknown' : (types.get(local) ?? 'unknown');
      return [{ name, type, line, column }];
    });
  const requests = [
    ...parsed.module.staticImports,
    ...parsed.module.staticExports.flatMap((statement) => statement.entries),
  ];
  const imports = requests.map((request) => request.moduleRequest?.value).filter((value) => value?.startsWith('.'));
  return { exports, imports: [...new Set(imports as string[])].sort(compareText) };
}

type Expression = { type: string; expression?: Expression } | null | undefined;

/** The kind of each name declared at the top of the module, as far as its syntax tells. */
function declaredTypes(parsed: ParseResult): Map<string, ModuleExport['type']> {
  const types = new Map<string, ModuleExport['type']>();
  for (const statement of parsed.program.body) {
    const declaration = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
    if (statement.type === 'ExportDefaultDeclaration')
      types.set('default', expressionType(statement.declaration as Expression));
    if (declaration.type === 'FunctionDeclaration' && declaration.id) types.set(declaration.id.name, 'function');
    if (declaration.type === 'ClassDeclaration' && declaration.id) types.set(declaration.id.name, 'class');
    if (declaration.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier') types.set(id.name, expressionType(init as Expression));
    }
  }
  return types;
}

function expressionType(init: Expression): ModuleExport['type'] {
  switch (init?.type) {
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
      return 'value';
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return expressionType(init.expression);
    default:
      return 'unknown';
  }
}
