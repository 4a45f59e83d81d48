/** Handler modules, read and never executed: what they export, and what they import from the workspace. */
import { digestValue } from '../../runtime/core/digest.ts';
import { joinPath, staysInside } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import type { CodeFile, CodeImport, FunctionFacts, ModuleFunction } from '../model/code.ts';
import type { ModuleExport, ModuleSummary } from '../model/index.ts';
import type { SourceFile } from '../model/source.ts';
import { type FileFacts, readFacts } from './module-facts.ts';
import { type FileReader, type Resolution, resolveImport } from './module-resolve.ts';
import type { Trial } from './parse-module.ts';

interface ModuleReader extends FileReader {
  /** A path that exists and is much like one that does not. */
  readonly near: (path: string) => string | undefined;
  /** The facts of a file by its digest, kept between builds. */
  readonly known: (digest: string) => FileFacts | undefined;
  readonly keep: (digest: string, facts: FileFacts) => void;
  readonly survives: Trial;
}

interface HandlerModules {
  /** By alias. */
  readonly modules: readonly ModuleSummary[];
  /** All files that belong to them, by path. */
  readonly code: readonly CodeFile[];
}

/** A file with where its imports lead. */
interface ReadFile {
  readonly file: SourceFile;
  readonly facts: FileFacts;
  readonly imports: readonly CodeImport[];
  readonly targets: ReadonlyMap<string, Resolution>;
  readonly functions: ReadonlyMap<string, FunctionFacts>;
}

export async function readModules(
  handlers: Readonly<Record<string, string>>,
  reader: ModuleReader,
): Promise<HandlerModules> {
  const files = new Map<string, ReadFile>();
  const modules: ModuleSummary[] = [];
  for (const [alias, path] of Object.entries(handlers).sort(([a], [b]) => compareText(a, b))) {
    modules.push(await readModule(alias, joinPath(path), reader, files));
  }
  const code = [...files.values()].map(({ file, imports }) => ({ path: file.path, imports }));
  return { modules, code: code.sort((a, b) => compareText(a.path, b.path)) };
}

async function readModule(
  alias: string,
  path: string,
  reader: ModuleReader,
  files: Map<string, ReadFile>,
): Promise<ModuleSummary> {
  const root = staysInside(path) ? reader.read(path) : { problem: 'its path leads out of the workspace' };
  if (!root || 'problem' in root) {
    const why = root ? { unreadable: root.problem } : { near: reader.near(path) };
    return { alias, path, digest: '', exists: false, ...why, exports: [], locals: [], functions: [], files: [] };
  }
  const closure = new Map<string, ReadFile>();
  const queue = [root];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (closure.has(file.path)) continue;
    const read = files.get(file.path) ?? (await readFile(file, reader));
    files.set(file.path, read);
    closure.set(file.path, read);
    for (const { file: target } of read.targets.values()) if (target) queue.push(target);
  }
  const listed = [...closure.values()]
    .map(({ file }) => ({ path: file.path, digest: file.digest }))
    .sort((a, b) => compareText(a.path, b.path));
  const digest = listed.length === 1 ? root.digest : digestValue(listed);
  const { error, errorAt, locals = [], end } = closure.get(root.path)!.facts;
  const exports = exportsOf(root.path, closure, new Set());
  const functions = exports.flatMap(({ name }) => functionBehind(root.path, name, closure, new Set()) ?? []);
  const traced = [...closure.values()].some(({ imports }) => imports.some(isTracing));
  const found = { exports, locals, functions, end, ...(traced ? { traced } : {}), files: listed };
  return { alias, path, digest, exists: true, error, errorAt, ...found };
}

const isTracing = ({ specifier, types }: CodeImport): boolean => !types && specifier.startsWith('@opentelemetry/');

async function readFile(file: SourceFile, reader: ModuleReader): Promise<ReadFile> {
  const facts = await factsOf(file, reader);
  const targets = new Map<string, Resolution>();
  const imports = facts.imports.map((request): CodeImport => {
    if (!/^\.\.?(?:\/|$)/.test(request.specifier)) return request;
    const found = resolveImport(file.path, request, reader);
    targets.set(request.specifier, found);
    const { file: target, problem } = found;
    return { ...request, ...(target ? { target: target.path } : {}), ...(problem === undefined ? {} : { problem }) };
  });
  const functions = new Map((facts.functions ?? []).map((one) => [one.name, one]));
  return { file, facts, imports, targets, functions };
}

/**
 * The exports of a file with those of `export *`, which stand where that statement stands. When their names cannot be
 * known (a package, a file that cannot be read), one export is named `*`.
 */
function exportsOf(path: string, closure: ReadonlyMap<string, ReadFile>, seen: Set<string>): ModuleExport[] {
  const { facts, targets } = closure.get(path)!;
  const found = new Map(facts.exports.map((item) => [item.name, item]));
  seen.add(path);
  for (const { specifier, line, column } of facts.stars ?? []) {
    const target = targets.get(specifier)?.file?.path;
    if (target !== undefined && seen.has(target)) continue;
    const known = target !== undefined && closure.get(target)!.facts.error === undefined;
    const more: ModuleExport[] = known
      ? exportsOf(target, closure, seen)
      : [{ name: '*', type: 'unknown', line, column }];
    for (const item of more) {
      if (item.name !== 'default' && !found.has(item.name)) found.set(item.name, { ...item, line, column });
    }
  }
  return [...found.values()];
}

/** The function that an export stands for, in whichever file of the closure it is written. */
function functionBehind(
  start: string,
  name: string,
  closure: ReadonlyMap<string, ReadFile>,
  seen: Set<string>,
): ModuleFunction | undefined {
  let [path, wanted] = [start, name];
  for (;;) {
    if (seen.has(`${path} ${wanted}`)) return undefined;
    seen.add(`${path} ${wanted}`);
    const { facts, functions, targets } = closure.get(path)!;
    const own = functions.get(wanted);
    if (own && !own.from) return { ...own, name, file: path, ...(wanted === name ? {} : { written: wanted }) };
    if (!own) {
      if (wanted === 'default' || facts.exports.some((item) => item.name === wanted)) return undefined;
      return throughStars(path, wanted, closure, seen, name);
    }
    const target = targets.get(own.from!.specifier)?.file;
    if (!target) return undefined;
    [path, wanted] = [target.path, own.from!.name];
  }
}

function throughStars(
  path: string,
  wanted: string,
  closure: ReadonlyMap<string, ReadFile>,
  seen: Set<string>,
  name: string,
): ModuleFunction | undefined {
  const { facts, targets } = closure.get(path)!;
  for (const { specifier } of facts.stars ?? []) {
    const target = targets.get(specifier)?.file;
    const found = target && functionBehind(target.path, wanted, closure, seen);
    if (found) return { ...found, name };
  }
  return undefined;
}

async function factsOf(file: SourceFile, reader: ModuleReader): Promise<FileFacts> {
  const key = `${file.digest} ${file.path.slice(file.path.lastIndexOf('.'))}`;
  const known = reader.known(key);
  if (known) return known;
  const facts = await readFacts(file, reader.survives);
  reader.keep(key, facts);
  return facts;
}
