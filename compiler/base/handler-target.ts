/** Why a handler reference leads to no function. */
import type { BoundDocument, HandlerReference } from '../model/bound.ts';
import type { LocalFunction, ModuleSummary } from '../model/index.ts';
import { nearestIn } from './near-names.ts';
import { normalize } from './path.ts';
import { list, nearest } from './text.ts';

/** What a function may be called: nothing else of a document gets into code. */
const functionName = /^(?!(?:await|delete|export|import|return|typeof|function)$)[A-Za-z_][A-Za-z0-9_]{2,}$/;

/** A function that throws until somebody has written it; undefined for what is no name of a function. */
export const skeletonOf = (name: string): string | undefined =>
  functionName.test(name)
    ? `export async function ${name}() {\n  throw new Error('${name} is not implemented');\n}\n`
    : undefined;

export interface MissingTarget {
  /**
   * What is missing: a module of that name, or the export of one. `reported`: the module is declared and cannot be used,
   * which is said where it is declared.
   */
  readonly what: 'module' | 'export' | 'reported';
  readonly problem: string;
  /** The reference with the nearest name that exists. */
  readonly near?: string;
  /** What to do, when no name is near. */
  readonly help?: string;
  /** The part of the reference that is wrong, as offsets in its text. */
  readonly start: number;
  readonly end: number;
  /** The module that an export of this name could be added to. */
  readonly module?: ModuleSummary;
  /** A function of that name which the module does not export. */
  readonly local?: LocalFunction;
}

/** Undefined when the export exists, when several modules export a bare name, or when nobody can know. */
export function missingTarget(node: HandlerReference, bound: BoundDocument): MissingTarget | undefined {
  if (node.export && node.exportName !== '*') return undefined;
  if (node.moduleName === undefined) return missingBareName(node, bound);
  const cut = node.moduleName.length;
  const { module } = node;
  if (!module) return unknownAlias(node, node.moduleName, bound);
  const at = { what: 'export', start: cut + 1, end: node.text.length } as const;
  if (!isUsable(module)) {
    return { ...at, what: 'reported', problem: `the module \`${module.path}\` cannot be used`, start: 0, end: cut };
  }
  if (isOpen(module) && node.exportName !== '*') return undefined;
  const name = code(node.exportName);
  const local = module.locals.find((one) => one.name === node.exportName);
  if (local) return { ...at, problem: `${name} is declared in ${code(module.path)} but not exported`, module, local };
  const near = nearestIn(namesOf(module), node.exportName);
  const problem = `${code(module.path)} has no export ${name}`;
  return { ...at, problem, near: near && `${node.moduleName}#${near}`, help: exportsOf(module), module };
}

const code = (name: string): string => `\`${name}\``;

/** At most so many names are listed. */
const listed = 8;

function exportsOf(module: ModuleSummary): string | undefined {
  const names = namesOf(module);
  if (names.length === 0) return 'it exports no function';
  return names.length > listed ? undefined : `it exports ${list(names.map(code))}`;
}

/** Whether the functions it exports are known. */
export const isUsable = (module: ModuleSummary): boolean => module.exists && module.error === undefined;

/** An alias that is not declared, or a path where an alias belongs. */
function unknownAlias(node: HandlerReference, alias: string, bound: BoundDocument): MissingTarget {
  const { lookup } = bound;
  const aliases = lookup.moduleAliases();
  const near = aliasOfPath(alias, bound) ?? nearest(alias, aliases);
  return {
    what: 'module',
    problem: `the workspace declares no handler module ${code(alias)}`,
    near: near && `${near}#${node.exportName}`,
    help: isPath(alias) && lookup.fileExists(normalize(alias)) ? declareIt(alias) : declareOne(aliases),
    start: 0,
    end: Math.max(1, alias.length),
  };
}

const isPath = (text: string): boolean => /[/.]/.test(text);

const withoutExtension = (path: string): string => normalize(path).replace(/\.[cm]?[jt]sx?$/, '');

function aliasOfPath(path: string, bound: BoundDocument): string | undefined {
  if (!isPath(path)) return undefined;
  const modules = modulesOf(bound);
  return modules.find((module) => withoutExtension(module.path) === withoutExtension(path))?.alias;
}

const declareIt = (path: string): string =>
  `handlers are named by alias: declare one for ${code(normalize(path))} under \`handlers\` in \`symphony.yaml\``;

function declareOne(aliases: readonly string[]): string {
  const known =
    aliases.length > 0 && aliases.length <= listed
      ? `; there ${aliases.length === 1 ? 'is' : 'are'} ${list(aliases.map(code))}`
      : '';
  return `declare it under \`handlers\` in \`symphony.yaml\`, and write the module${known}`;
}

function missingBareName(node: HandlerReference, bound: BoundDocument): MissingTarget | undefined {
  if (node.exporters.length > 0) return undefined;
  const at = { start: 0, end: node.text.length };
  const modules = modulesOf(bound);
  const name = code(node.exportName);
  const split = /^([\w-]+)[.:/](\w+)$/.exec(node.text);
  const named = split ? bound.lookup.module(split[1]!) : undefined;
  if (split && named && isUsable(named)) {
    const names = namesOf(named);
    const meant = names.includes(split[2]!) ? split[2] : nearest(split[2]!, names);
    const problem = `no handler module exports ${name}`;
    return { ...at, what: 'export', problem, near: meant && `${named.alias}#${meant}`, help: exportsOf(named) };
  }
  if (modules.length === 0) {
    const problem = `the workspace declares no handler module that could export ${name}`;
    return { ...at, what: 'module', problem, help: declareOne([]) };
  }
  const unusable = modules.find((module) => !isUsable(module));
  if (unusable) return { ...at, what: 'reported', problem: `the module \`${unusable.path}\` cannot be used` };
  const near = nearestIn(allNames(bound), node.exportName);
  return { ...at, what: 'export', problem: `no handler module exports ${name}`, near };
}

/** Whether it re-exports names that are not known. */
const isOpen = (module: ModuleSummary): boolean => module.exports.some((item) => item.name === '*');

const callable = new WeakMap<ModuleSummary | BoundDocument, readonly string[]>();

function namesOf(module: ModuleSummary): readonly string[] {
  const functions = () => module.exports.filter(({ name, type }) => name !== '*' && type !== 'class');
  const known = callable.get(module) ?? functions().map(({ name }) => name);
  callable.set(module, known);
  return known;
}

/** Those of all modules, for one document. */
function allNames(bound: BoundDocument): readonly string[] {
  const known = callable.get(bound) ?? [...new Set(modulesOf(bound).flatMap(namesOf))];
  callable.set(bound, known);
  return known;
}

const modulesOf = (bound: BoundDocument): ModuleSummary[] =>
  bound.lookup
    .moduleAliases()
    .map((alias) => bound.lookup.module(alias))
    .filter((module): module is ModuleSummary => module !== undefined);

/** Whether there is a module in which the export could be looked for. */
export const hasModule = (node: HandlerReference, bound: BoundDocument): boolean =>
  node.moduleName === undefined ? modulesOf(bound).length > 0 : node.module !== undefined;
