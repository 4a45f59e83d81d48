/** The imports of the project's own modules, type imports and dynamic ones included. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Path (relative to the root) → text, of every module in the compiler, the runtime and the site. */
export function sources(): Map<string, string> {
  const files = ['compiler', 'runtime', 'site'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
      .filter((name) => /\.(?:ts|js)$/.test(name) && !name.endsWith('.d.ts')),
  );
  return new Map(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** The same of the tools. */
export const toolSources = (): Map<string, string> =>
  new Map(
    readdirSync(join(root, 'tools'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => [`tools/${name.replaceAll('\\', '/')}`, readFileSync(join(root, 'tools', name), 'utf8')]),
  );

/** Path → the paths it imports. */
export function importGraph(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  return new Map([...texts].map(([file, text]) => [file, importsOf(file, text)]));
}

export function importsOf(file: string, text: string): string[] {
  const own = requestsOf(file, text).filter((request) => request.startsWith('.'));
  return [
    ...new Set(own.map((request) => relative(root, join(root, dirname(file), request)).replaceAll('\\', '/'))),
  ].sort();
}

/** Node's own modules that a file imports, without `node:`. */
export function builtinsOf(file: string, text: string): string[] {
  const names = requestsOf(file, text).map((request) => request.replace(/^node:/, ''));
  return names.filter((name) => builtinModules.includes(name));
}

/** All that a file imports, as it is written there. */
function requestsOf(file: string, text: string): string[] {
  const { module } = parseSync(file, text);
  const requests = [
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports.flatMap((statement) => statement.entries.map((entry) => entry.moduleRequest?.value)),
    ...module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
    ...[...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map((match) => match[1]),
  ];
  return requests.filter((request) => typeof request === 'string');
}

/** One circle of imports for each group of modules that import one another. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    state.set(file, 'open');
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

/** The names that a file exports, types included. */
export function exportsOf(file: string, text: string): string[] {
  const entries = parseSync(file, text).module.staticExports.flatMap((statement) => statement.entries);
  return entries.flatMap(({ exportName: { kind, name } }) => (kind === 'Default' ? ['default'] : name ? [name] : []));
}

/** What a file imports, or exports from elsewhere: `path name`; of a module that it imports as a whole, every name that it mentions. */
export function usesOf(file: string, text: string): string[] {
  const { module } = parseSync(file, text);
  const path = (request: string): string => relative(root, join(root, dirname(file), request)).replaceAll('\\', '/');
  const uses: string[] = [];
  const use = (request: string, name: string | null | undefined): void => {
    if (request.startsWith('.')) uses.push(...(name ? [name] : words(text)).map((word) => `${path(request)} ${word}`));
  };
  for (const { moduleRequest, entries } of module.staticImports)
    for (const { importName } of entries)
      use(moduleRequest.value, importName.kind === 'Default' ? 'default' : importName.name);
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, importName } of entries) if (moduleRequest) use(moduleRequest.value, importName.name);
  for (const [, request] of text.matchAll(/\bimport\(\s*'(\.[^']+)'\s*\)/g)) use(request!, undefined);
  return uses;
}

const words = (text: string): string[] => [...new Set([...(text.match(/[\w$]+/g) ?? []), 'default'])];
