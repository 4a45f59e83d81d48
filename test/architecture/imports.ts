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
