/** The rules of the house, held against the code; each failure gives the reason for its rule. */
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../compiler/generated/commands.ts';
import { kinds } from '../../compiler/generated/kinds.ts';
import { rules } from '../../compiler/generated/rules.ts';
import { onRequest, targets } from '../../compiler/generated/targets.ts';
import type { Target } from '../../compiler/targets/define.ts';
import { builtinsOf, exportsOf, findCycles, importGraph, importsOf, sources, toolSources, usesOf } from './imports.ts';
import { definedOnce, effectModules, effects, layers, reservedFor, unusedExports } from './rules.ts';

const texts = sources();
const graph = importGraph(texts);

/** What is wrong with one import, or nothing. */
function judge(file: string, target: string): string | undefined {
  const rule = layers.find(({ from }) => file.startsWith(from));
  if (!rule) return `${file} lies in a folder that no rule knows; add one to test/architecture/rules.ts`;
  if (!target.startsWith(rule.from) && !rule.may.some((prefix) => target.startsWith(prefix)))
    return `${file} imports ${target}, but ${rule.because}`;
  const reserved = reservedFor.find(({ folder }) => target.startsWith(folder));
  if (reserved && !file.startsWith(reserved.folder) && !reserved.users.some((user) => file.startsWith(user)))
    return `${file} imports ${target}, but ${reserved.because}`;
  return undefined;
}

/** What is wrong with the modules of Node that a file imports. */
function judgeBuiltins(file: string, text: string): string[] {
  const { modules, allowed, because } = effectModules;
  if (allowed.some((prefix) => file.startsWith(prefix))) return [];
  const wrong = builtinsOf(file, text).filter((name) => modules.some((module) => module === name));
  return wrong.map((name) => `${file} imports ${name}, but ${because}`);
}

/** Whether the first comment of a file, at its top, says why it has so many lines. */
const givesReason = (text: string): boolean =>
  text.startsWith('/**') && /\blines\b/.test(text.slice(0, text.indexOf('*/')));

describe('the architecture', () => {
  it('lets each folder import only what its rule allows', () => {
    const wrong = [...graph].flatMap(([file, targets]) => targets.map((target) => judge(file, target)));
    expect(wrong.filter(Boolean)).toEqual([]);
  });
  it('has no circle of imports, types included', () => {
    expect(findCycles(graph).map((cycle) => cycle.join(' → '))).toEqual([]);
  });
  it('keeps effects at the edge', () => {
    const own = [...texts].filter(([file]) => !file.startsWith('compiler/generated/') && !file.startsWith('site/'));
    const wrong = effects.flatMap(({ pattern, allowed, because }) =>
      own
        .filter(([file, text]) => pattern.test(text) && !allowed.some((prefix) => file.startsWith(prefix)))
        .map(([file]) => `${file} has ${pattern}, but ${because}`),
    );
    expect(wrong).toEqual([]);
    expect(own.flatMap(([file, text]) => judgeBuiltins(file, text))).toEqual([]);
  });
  it('has one definition of what must be the same everywhere', () => {
    const again = definedOnce.flatMap(({ pattern, allowed, because }) =>
      [...texts]
        .filter(([file, text]) => pattern.test(text) && !allowed.includes(file) && !/^site\/|\/generated\//.test(file))
        .map(([file]) => `${file} has ${pattern}, but ${because}`),
    );
    expect(again).toEqual([]);
  });
  it('exports nothing that no other file uses', () => {
    const tools = toolSources();
    const used = new Set([...texts, ...tools].flatMap(([file, text]) => usesOf(file, text)));
    const unused = [...texts]
      .filter(([file]) => !/^site\/|\/generated\//.test(file))
      .flatMap(([file, text]) => exportsOf(file, text).map((name) => `${file} ${name}`))
      .filter((name) => !used.has(name) && !unusedExports.some(({ names }) => names.includes(name)));
    expect(unused).toEqual([]);
  });
  it('has no file over 400 lines that does not give its reason at the top', () => {
    const long = [...texts]
      .filter(([file]) => !file.startsWith('compiler/generated/') && !file.startsWith('runtime/generated/'))
      .filter(([, text]) => text.split('\n').length > 400);
    expect(long.filter(([, text]) => !givesReason(text)).map(([file]) => file)).toEqual([]);
  });
});

describe('names', () => {
  const named = (folder: string, suffix: string): string[] =>
    [...texts.keys()].filter(
      (file) => file.startsWith(folder) && file.endsWith(suffix) && !basename(file).startsWith('define'),
    );

  it('of rules are those of their files, in the folder of their dimension', () => {
    const files = named('compiler/rules/', '.rule.ts').map((file) => [
      basename(dirname(file)),
      basename(file, '.rule.ts').toUpperCase().replaceAll('-', '_'),
    ]);
    expect(files.sort()).toEqual(rules.map((rule) => [rule.dimension, rule.code]).sort());
  });
  it('of kinds are those of their folders', () => {
    expect(kinds.map((kind) => kind.kind.toLowerCase()).sort()).toEqual(
      named('compiler/kinds/', '/index.ts')
        .map((file) => basename(dirname(file)))
        .sort(),
    );
    expect(kinds.map((kind) => kind.schema)).toEqual(kinds.map((kind) => kind.kind.toLowerCase()));
  });
  it('of targets are those of their folders', async () => {
    const ids = await Promise.all(
      Object.entries(targets).map(async ([folder, load]) => [folder, ((await load()) as { id: string }).id]),
    );
    expect(ids.filter(([folder, id]) => folder !== id)).toEqual([]);
  });
  it('of targets that are made on request only are those that say so', async () => {
    const all: readonly Target[] = await Promise.all(Object.values(targets).map((load) => load()));
    expect(all.filter((target) => target.onRequest).map(({ id }) => id)).toEqual(onRequest);
  });
  it('of commands are those of their files', async () => {
    const ids = await Promise.all(
      Object.entries(commands).map(async ([file, load]) => [file, ((await load()) as { name: string }).name]),
    );
    expect(ids.filter(([file, name]) => file !== name)).toEqual([]);
  });
});

describe('the architecture test itself', () => {
  it('takes a reason from the comment at the top alone', () => {
    expect(givesReason('/** A machine. */\nconst lines = 1;\n/** More lines. */\n')).toBe(false);
    expect(givesReason('/** A machine,\n * of many lines. */\n')).toBe(true);
  });
  it('sees a phase that imports another, also a type', () => {
    const text = "import type { load } from '../load/index.ts';\n";
    expect(importsOf('compiler/check/x.ts', text).map((target) => judge('compiler/check/x.ts', target))).toEqual([
      expect.stringContaining('not its neighbours'),
    ]);
  });
  it.each([
    "import { readFileSync } from 'fs';",
    "import fs from 'node:fs';",
    "export const load = () => import('node:fs/promises');",
    "export { spawn } from 'child_process';",
  ])('sees an effect in %s', (text) => {
    expect(judgeBuiltins('compiler/check/x.ts', text)).toHaveLength(1);
  });
  it('sees what a file exports and what it uses of others', () => {
    const text = "export const a = 1;\nexport type B = 2;\nexport { c } from './c.ts';\nexport default a;\n";
    expect(exportsOf('compiler/base/x.ts', text)).toEqual(['a', 'B', 'c', 'default']);
    expect(usesOf('compiler/base/x.ts', text)).toEqual(['compiler/base/c.ts c']);
    const importing = "import d, { e as f } from '../d.ts';\nconst { g } = await import('./g.ts');\n";
    const uses = usesOf('compiler/base/x.ts', importing);
    expect(uses).toEqual(expect.arrayContaining(['compiler/d.ts default', 'compiler/d.ts e', 'compiler/base/g.ts g']));
    expect(uses).not.toContain('compiler/d.ts f');
  });
  it('sees a phase that imports a registry', () => {
    expect(judge('compiler/check/x.ts', 'compiler/generated/rules.ts')).toContain('a phase knows the model');
  });
  it('sees a circle, also through a type and a dynamic import', () => {
    const circle = new Map([
      ['compiler/base/a.ts', importsOf('compiler/base/a.ts', "import type { B } from './b.ts';")],
      ['compiler/base/b.ts', importsOf('compiler/base/b.ts', "export const load = () => import('./a.ts');")],
    ]);
    expect(findCycles(circle)).toEqual([['compiler/base/a.ts', 'compiler/base/b.ts', 'compiler/base/a.ts']]);
  });
});
