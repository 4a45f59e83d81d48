/** Handler modules, read and never executed: what they export, and what they import from the workspace. */
import { digestValue } from '../../runtime/core/digest.ts';
import { joinPath, staysInside } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import type { ModuleExport, ModuleSummary } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';
import { type FileFacts, readFacts } from './module-facts.ts';
import type { Trial } from './parse-module.ts';
import { type ReadFile, resolveImport } from './resolve-import.ts';

interface ModuleReader {
  readonly read: ReadFile;
  /** A path that exists and is much like one that does not. */
  readonly near: (path: string) => string | undefined;
  /** The exports and workspace imports of a file by its digest, kept between builds. */
  readonly known: (digest: string) => FileFacts | undefined;
  readonly keep: (digest: string, facts: FileFacts) => void;
  readonly survives: Trial;
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
  const root = staysInside(path) ? reader.read(path) : { problem: 'its path leads out of the workspace' };
  if (!root || 'problem' in root) {
    const why = root ? { unreadable: root.problem } : { near: reader.near(path) };
    return { alias, path, digest: '', exists: false, ...why, exports: [], locals: [], files: [] };
  }
  const files = new Map<string, string>();
  const queue = [root];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (files.has(file.path)) continue;
    files.set(file.path, file.digest);
    const { imports } = await factsOf(file, reader);
    for (const specifier of imports) {
      const found = resolveImport(file.path, specifier, reader.read);
      if (found) queue.push(found);
    }
  }
  const closure = [...files]
    .map(([name, digest]) => ({ path: name, digest }))
    .sort((a, b) => compareText(a.path, b.path));
  const digest = closure.length === 1 ? root.digest : digestValue(closure);
  const { error, errorAt, locals = [] } = await factsOf(root, reader);
  const exports = await exportsOf(root, reader, new Set());
  return { alias, path, digest, exists: true, error, errorAt, exports, locals, files: closure };
}

/**
 * The exports of a file with those of `export *`, which stand where that statement stands. When their names cannot be
 * known (a package, a file that cannot be read), one export is named `*`.
 */
async function exportsOf(file: SourceFile, reader: ModuleReader, seen: Set<string>): Promise<ModuleExport[]> {
  const { exports, stars = [] } = await factsOf(file, reader);
  const found = new Map(exports.map((item) => [item.name, item]));
  seen.add(file.path);
  for (const { specifier, line, column } of stars) {
    const target = specifier.startsWith('.') ? resolveImport(file.path, specifier, reader.read) : undefined;
    if (target && seen.has(target.path)) continue;
    const known = target !== undefined && (await factsOf(target, reader)).error === undefined;
    const more: ModuleExport[] = known
      ? await exportsOf(target, reader, seen)
      : [{ name: '*', type: 'unknown', line, column }];
    for (const item of more) {
      if (item.name !== 'default' && !found.has(item.name)) found.set(item.name, { ...item, line, column });
    }
  }
  return [...found.values()];
}

async function factsOf(file: SourceFile, reader: ModuleReader): Promise<FileFacts> {
  const key = `${file.digest} ${file.path.slice(file.path.lastIndexOf('.'))}`;
  const known = reader.known(key);
  if (known) return known;
  const facts = await readFacts(file, reader.survives);
  reader.keep(key, facts);
  return facts;
}
