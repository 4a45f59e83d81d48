/** Handler modules as people write them: what they export, and which files belong to them. */
import { describe, expect, it } from 'vitest';
import { readModules } from '../../compiler/bind/index.ts';
import type { ModuleExport, ModuleFacts, ModuleSummary } from '../../compiler/model/index.ts';
import { digestBytes, digestValue } from '../../runtime/core/digest.ts';
import { checkFiles } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

/** The module `main` of a workspace with `files`, whose first one it is unless `path` says otherwise. */
async function read(files: Files, path = Object.keys(files)[0]!): Promise<ModuleSummary> {
  const facts = new Map<string, ModuleFacts>();
  const { modules } = await readModules(
    { main: path },
    {
      read: (name) => {
        const text = files[name];
        if (text === undefined) return undefined;
        const bytes = new TextEncoder().encode(text);
        return { path: name, digest: digestBytes(bytes), size: bytes.length, bytes: () => bytes };
      },
      exists: (name) => files[name] !== undefined,
      isOutput: () => false,
      near: () => undefined,
      known: (key) => facts.get(key),
      // What is kept between builds has gone through JSON.
      survives: async () => false,
      keep: (key, found) => facts.set(key, JSON.parse(JSON.stringify(found))),
    },
  );
  return modules[0]!;
}

const exportsOf = async (text: string, path = 'h.ts'): Promise<Record<string, ModuleExport['type']>> =>
  Object.fromEntries((await read({ [path]: text })).exports.map(({ name, type }) => [name, type]));

describe('exports of one file', () => {
  it.each<[title: string, text: string, exports: Record<string, ModuleExport['type']>]>([
    ['a function', 'export function a() {}', { a: 'function' }],
    ['an asynchronous arrow function', 'export const f = async () => {};', { f: 'function' }],
    ['a generic arrow function', 'export const f = <T,>(x: T): T => x;', { f: 'function' }],
    ['a generator', 'export function* g() {}', { g: 'function' }],
    ['a function with a type', 'export const f: Handler = (input) => input;', { f: 'function' }],
    ['a function that satisfies a type', 'export const f = (() => 1) satisfies Handler;', { f: 'function' }],
    ['several in one declaration', 'export const a = () => 1, b = 2;', { a: 'function', b: 'value' }],
    ['a renamed function', 'function a() {}\nexport { a as b };', { b: 'function' }],
    ['a name that is text', "const a = () => 1;\nexport { a as 'a-b' };", { 'a-b': 'function' }],
    ['a class', 'export class C { run() {} }', { C: 'class' }],
    ['an abstract class', 'export abstract class C {}', { C: 'class' }],
    ['a class expression', 'export const C = class {};', { C: 'class' }],
    [
      'values',
      'export const a = 1, b = {}, c = [], d = `x`, e = -1, g = 1 + 2;',
      {
        a: 'value',
        b: 'value',
        c: 'value',
        d: 'value',
        e: 'value',
        g: 'value',
      },
    ],
    ['an enumeration', 'export enum E { A }', { E: 'value' }],
    ['a namespace', 'export namespace N { export const a = 1; }', { N: 'value' }],
    [
      'a function with a namespace of its name',
      'export function f() {}\nexport namespace f { export const a = 1; }',
      {
        f: 'function',
      },
    ],
    ['the result of a call', 'export const f = wrap(async () => {});', { f: 'unknown' }],
    ['a variable that can change', 'export let f = null;\nf = () => {};', { f: 'unknown' }],
    ['parts of an object', 'export const { a, b: [c] } = make();', { a: 'unknown', c: 'unknown' }],
    ['something imported', "import { a } from 'x';\nexport { a };", { a: 'unknown' }],
    ['a default function', 'export default function () {}', { default: 'function' }],
    ['a default function with a name', 'export default async function run() {}', { default: 'function' }],
    ['a default arrow function', 'export default async () => 1;', { default: 'function' }],
    ['a default class', 'export default class {}', { default: 'class' }],
    ['a default object', 'export default { run() {} };', { default: 'value' }],
    ['a declared function as default', 'const run = () => 1;\nexport default run;', { default: 'function' }],
    ['re-exports', "export { a, b as c, default as d } from './x.ts';", { a: 'unknown', c: 'unknown', d: 'unknown' }],
    ['all of another module under a name', "export * as ns from './x.ts';", { ns: 'value' }],
    [
      'types only',
      "export type T = 1; export interface I {} export type { A } from './a.ts'; export declare const d: 1;",
      {},
    ],
    ['a type beside a function', "export { type T, f } from './x.ts';", { f: 'unknown' }],
    ['nothing', 'const a = 1;', {}],
  ])('%s', async (_, text, exports) => {
    expect(await exportsOf(text)).toEqual(exports);
  });

  it('shows the overloads of a function as one export, at the first of them', async () => {
    const { exports } = await read({
      'h.ts': '\nexport function f(a: string): void;\nexport function f(a: unknown) {}\n',
    });
    expect(exports).toEqual([{ name: 'f', type: 'function', line: 2, column: 17 }]);
  });

  it('counts columns in UTF-16 units, after a byte order mark too', async () => {
    const { exports } = await read({ 'h.ts': '\uFEFF/* é😀 */ export const café = () => 1;' });
    expect(exports).toEqual([{ name: 'café', type: 'function', line: 1, column: 24 }]);
  });

  it('reads JSX and plain JavaScript', async () => {
    expect(await exportsOf('export const View = () => <p>hello</p>;', 'h.tsx')).toEqual({ View: 'function' });
    expect(await exportsOf('export const f = async () => {};', 'h.mjs')).toEqual({ f: 'function' });
  });
});

describe('modules that cannot be read', () => {
  it.each([
    ['a syntax error', 'h.ts', 'export const a = 1;\nexport const = 2;', 'unexpected token'],
    ['types in JavaScript', 'h.js', 'export const a: number = 1;', 'missing initializer'],
    ['CommonJS', 'h.cjs', 'module.exports = { a() {} };', 'CommonJS'],
    ['CommonJS in TypeScript', 'h.ts', 'const a = 1;\nexport = a;', 'CommonJS'],
    ['another language', 'h.py', 'def a(): pass', 'neither TypeScript nor JavaScript'],
  ])('%s', async (_, path, text, error) => {
    const module = await read({ [path]: text });
    expect(module.error).toContain(error);
    expect(module).toMatchObject({ exists: true, exports: [] });
    expect(module.files).toHaveLength(1);
  });

  it('says where the syntax breaks', async () => {
    const { errorAt } = await read({ 'h.ts': 'export const a = 1;\nexport const = 2;' });
    expect(errorAt).toEqual({ line: 2, column: 14 });
  });

  const outside = 'its path leads out of the workspace';
  it.each([
    ['missing.ts', undefined],
    ['../outside.ts', outside],
    ['/etc/h.ts', outside],
  ])('%s does not exist', async (path, unreadable) => {
    const module = await read({ 'h.ts': '', '../outside.ts': 'export const a = 1;' }, path);
    const nothing = { digest: '', exists: false, exports: [], locals: [], functions: [], files: [] };
    expect(module).toEqual({ alias: 'main', path, ...nothing, unreadable });
  });
});

describe('export *', () => {
  it('brings the names of the other file, shown where the statement stands, without its default', async () => {
    const { exports } = await read({
      'h.ts': "export const own = () => 1;\nexport * from './b.ts';\n",
      'b.ts': 'export function b() {}\nexport const own = 1;\nexport default 1;\n',
    });
    expect(exports).toEqual([
      { name: 'own', type: 'function', line: 1, column: 14 },
      { name: 'b', type: 'function', line: 2, column: 1 },
    ]);
  });

  it('ends in a circle', async () => {
    const { exports } = await read({
      'a.ts': "export * from './b.ts';\nexport class A {}",
      'b.ts': "export * from './a.ts';\nexport class B {}",
    });
    expect(exports.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it.each([
    ['a package', { 'h.ts': "export * from 'lodash';" }],
    ['a file that is not there', { 'h.ts': "export * from './gone.ts';" }],
    ['a file that cannot be parsed', { 'h.ts': "export * from './b.ts';", 'b.ts': 'export const = 1;' }],
    ['a package, through another file', { 'h.ts': "export * from './b.ts';", 'b.ts': "export * from 'lodash';" }],
  ] as [string, Files][])('of %s leaves the names open', async (_, files) => {
    expect((await read(files)).exports).toEqual([{ name: '*', type: 'unknown', line: 1, column: 1 }]);
  });

  it('of types brings nothing', async () => {
    expect(await exportsOf("export type * from './b.ts';")).toEqual({});
  });
});

describe('what belongs to a module', () => {
  const files: Files = {
    'handlers/h.ts':
      "import './a.js';\nimport type { T } from './types';\nimport lib from 'lib';\nexport { x } from '../lib';\nconst y = await import('./lazy.ts');\nconst z = await import(name);",
    'handlers/a.ts': "import data from './data.json' with { type: 'json' };",
    'handlers/types.ts': 'export type T = 1;',
    'handlers/data.json': '{}',
    'handlers/lazy.ts': "import './h.ts';",
    'handlers/other.ts': 'export const other = 1;',
    'lib/index.ts': 'export const x = 1;',
  };

  it('is what it imports from the workspace, each with its digest, and a digest over all of them', async () => {
    const module = await read(files);
    expect(module.files.map(({ path }) => path)).toEqual([
      'handlers/a.ts',
      'handlers/data.json',
      'handlers/h.ts',
      'handlers/lazy.ts',
      'handlers/types.ts',
      'lib/index.ts',
    ]);
    expect(module.files[0]!.digest).toBe(digestBytes(files['handlers/a.ts']!));
    expect(module.digest).toBe(digestValue(module.files));
  });

  it('changes its digest with any of them and with no other file', async () => {
    const { digest } = await read(files);
    expect((await read({ ...files, 'handlers/data.json': '[]' })).digest).not.toBe(digest);
    expect((await read({ ...files, 'handlers/other.ts': '' })).digest).toBe(digest);
  });

  it('is the file alone, with its own digest, when it imports nothing', async () => {
    const module = await read({ 'h.ts': 'export const a = 1;' });
    expect(module.digest).toBe(digestBytes('export const a = 1;'));
  });

  it.each([
    ["import '../../outside.ts';"],
    ["export * from '../outside.ts';"],
    ["await import('../outside.ts');"],
    ["import '/etc/passwd.ts';"],
    ["import 'file:///etc/passwd.ts';"],
  ])('never lies outside the workspace: %s', async (text) => {
    const module = await read({ 'h.ts': text, '../outside.ts': '', '../../outside.ts': '', '/etc/passwd.ts': '' });
    expect(module.files.map(({ path }) => path)).toEqual(['h.ts']);
  });

  it('takes a file before a folder, and its own kind before others', async () => {
    const module = await read({
      'h.ts': "import './a';\nimport './b.jsx';\nimport './c.mjs';\nimport './d';",
      'a.ts': '',
      'a.js': '',
      'a/index.ts': '',
      'b.tsx': '',
      'c.mts': '',
      'd/index.js': '',
    });
    expect(module.files.map(({ path }) => path)).toEqual(['a.ts', 'b.tsx', 'c.mts', 'd/index.js', 'h.ts']);
  });
});

it('reads the modules of a workspace, sorted by alias', async () => {
  const result = await checkFiles({
    'symphony.yaml':
      'apiVersion: symphonyc/v1\nkind: Workspace\nid: w\ntitle: W\nsources: [d.yaml]\nhandlers: { b: h/b.ts, a: ./h/a.ts }\n',
    'd.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\nid: d\ntitle: D\nstatus: active\nnamespace: d\n',
    'h/a.ts': "export * from './b.ts';",
    'h/b.ts': 'export const run = () => 1;',
  });
  if (!('index' in result)) throw new Error('the workspace cannot be read');
  const { lookup } = result.index;
  expect(lookup.moduleAliases()).toEqual(['a', 'b']);
  expect(lookup.exporters('run').map(({ path }) => path)).toEqual(['h/a.ts', 'h/b.ts']);
  expect(lookup.module('a')?.files.map(({ path }) => path)).toEqual(['h/a.ts', 'h/b.ts']);
});
