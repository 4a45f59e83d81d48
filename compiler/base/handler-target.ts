/** Why a handler reference leads to no function. */
import type { BoundDocument, HandlerReference } from '../model/bound.ts';
import type { ModuleSummary } from '../model/index.ts';
import { staysInside } from './path.ts';
import { nearest } from './text.ts';

export interface MissingTarget {
  /** What is missing: the module, or the export of one that exists. */
  readonly what: 'module' | 'export';
  readonly problem: string;
  /** The reference with the nearest name that exists. */
  readonly near?: string;
  /** The part of the reference that is wrong, as offsets in its text. */
  readonly start: number;
  readonly end: number;
  /** The module that an export of this name could be added to. */
  readonly module?: ModuleSummary;
}

/** Undefined when the export exists, when several modules export a bare name, or when nobody can know. */
export function missingTarget(node: HandlerReference, bound: BoundDocument): MissingTarget | undefined {
  if (node.export && node.exportName !== '*') return undefined;
  if (node.moduleName === undefined) return missingBareName(node, bound);
  const cut = node.moduleName.length;
  const { module } = node;
  if (!module) return unknownAlias(node, node.moduleName, bound);
  if (!module.exists) {
    const why = staysInside(module.path) ? 'does not exist' : 'lies outside the workspace';
    return { what: 'module', problem: `the module \`${module.path}\` ${why}`, start: 0, end: cut };
  }
  const at = { what: 'export', start: cut + 1, end: node.text.length } as const;
  if (module.error !== undefined) {
    return { ...at, problem: `the exports of \`${module.path}\` are not known: ${module.error}` };
  }
  if (isOpen(module) && node.exportName !== '*') return undefined;
  const near = nearest(node.exportName, namesOf(module));
  const problem = `\`${module.path}\` has no export \`${node.exportName}\``;
  return { ...at, problem, near: near && `${node.moduleName}#${near}`, module };
}

function unknownAlias(node: HandlerReference, alias: string, bound: BoundDocument): MissingTarget {
  const near = nearest(alias, bound.lookup.moduleAliases());
  return {
    what: 'module',
    problem: `the workspace declares no handler module \`${alias}\``,
    near: near && `${near}#${node.exportName}`,
    start: 0,
    end: Math.max(1, alias.length),
  };
}

function missingBareName(node: HandlerReference, bound: BoundDocument): MissingTarget | undefined {
  if (node.exporters.length > 0) return undefined;
  const at = { start: 0, end: node.text.length };
  const modules = modulesOf(bound).filter((module) => module.exists);
  const name = `\`${node.exportName}\``;
  if (modules.length === 0) {
    return { ...at, what: 'module', problem: `no handler module of the workspace exists that could export ${name}` };
  }
  const unread = modules.find((module) => module.error !== undefined);
  const but = unread ? ` (the exports of \`${unread.path}\` are not known: ${unread.error})` : '';
  const near = nearest(node.exportName, new Set(modules.flatMap(namesOf)));
  return { ...at, what: 'export', problem: `no handler module exports ${name}${but}`, near };
}

/** Whether it re-exports names that are not known. */
const isOpen = (module: ModuleSummary): boolean => module.exports.some((item) => item.name === '*');

const namesOf = (module: ModuleSummary): string[] =>
  module.exports.filter((item) => item.name !== '*' && item.type !== 'class').map((item) => item.name);

const modulesOf = (bound: BoundDocument): ModuleSummary[] =>
  bound.lookup
    .moduleAliases()
    .map((alias) => bound.lookup.module(alias))
    .filter((module): module is ModuleSummary => module !== undefined);

/** Whether there is a module in which the export could be looked for. */
export const hasModule = (node: HandlerReference, bound: BoundDocument): boolean =>
  node.moduleName === undefined
    ? node.exporters.length > 0 || modulesOf(bound).some((module) => module.exists)
    : node.module?.exists === true;
