/** What is seen in the bodies of handlers: whether they do work, and whether they tell anybody of it. */
import { parseSync } from 'oxc-parser';
import { expect, it } from 'vitest';
import type { Node } from '../../compiler/bind/syntax.ts';
import { scopeOf, vacuityOf } from '../../compiler/bind/vacuity.ts';
import type { ModuleFunction } from '../../compiler/model/code.ts';
import { domain, symphony, workspace } from '../../compiler/rules/example.ts';
import { checkFiles } from '../support/workspace.ts';

async function functionsOf(module: string, more: Readonly<Record<string, string>> = {}) {
  const result = await checkFiles({
    'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { h: h.ts }'),
    'h.ts': module,
    'domain.yaml': domain(),
    'play.yaml': symphony(),
    ...more,
  });
  if (!('index' in result)) throw new Error('the workspace cannot be read');
  const found = result.index.lookup.module('h')!;
  expect(found.error).toBeUndefined();
  return found.functions;
}

/** `work` when it may be any; else what it does, with `?` when that is only likely. */
function told({ vacuous }: ModuleFunction): string {
  return vacuous ? `${vacuous.does.join(' ') || 'nothing'}${vacuous.probable ? '?' : ''}` : 'work';
}

it.each<[expected: string, ...modules: string[]]>([
  [
    'nothing',
    'export function f() {}',
    'export const f = async () => {};',
    'export const f = async () => undefined;',
    'export default function () {}',
    'export async function f(context: { input: object }): Promise<void> { ; }',
    'export const f = ({ input }) => { const { path } = input; const copy = `${path}!`; };',
    "export function f() { 'use strict'; return; }",
    'const other = () => {};\nexport const f = other;',
    'function noop() {}\nexport async function f() { await noop(); return noop(); }',
    'export const f = (async () => {}) satisfies Handler;',
    'export function f(): void;\nexport function f(a?: string): void {}',
  ],
  [
    'returns',
    'export const f = () => ({ ok: true });',
    'export const f = async () => { return Promise.resolve({ done: [1, -2, null] }); };',
    "const result = { a: { b: 'c' } };\nexport const f = () => result;",
    'export const f = () => { const n = 2 * 3; return `${n}`; };',
    'export const f = () => (true ? "a" : "b") as const;',
    'export const f = () => Object.freeze({ ok: !0 });',
  ],
  [
    'invents?',
    'export const f = () => ({ at: new Date().toISOString() });',
    'export const f = () => Math.random() > 0.1;',
  ],
  [
    'logs',
    'export const f = ({ log, input }) => { log.info(`with ${input.path}`); };',
    'export const f = (context) => context.log.warn("soon", { a: 1 });',
    "export const f = async () => console.log('done', String(1));",
  ],
  [
    'sleeps',
    'export const f = () => new Promise((resolve) => setTimeout(resolve, 100));',
    'export const f = async () => { await new Promise((r) => { setTimeout(() => r({ ok: true }), Math.random() * 9); }); };',
    "import { setTimeout as sleep } from 'node:timers/promises';\nexport const f = () => sleep(5);",
    'const wait = (ms: number) => new Promise((r) => setTimeout(r, ms));\nexport const f = async () => { await wait(3); };',
  ],
  [
    'sets?',
    'let done = false;\nexport const f = () => { done = true; };',
    'const state = { n: 0 };\nexport const f = () => { state.n++; };',
    'export const f = (context) => { context.state.done = true; };',
  ],
  [
    'logs returns sleeps',
    'export const f = async ({ log }) => { log.info("a"); await new Promise((r) => setTimeout(r, 1)); return { ok: true }; };',
  ],
  [
    'work',
    'export const f = ({ input }) => input;',
    'export const f = (input) => ({ ...input, ok: true });',
    'export const f = () => build();',
    'export const f = async () => { await build; return { ok: true }; };\nlet build = start();',
    'export const f = ({ log }) => { log.info(build()); };',
    'export const f = () => { for (const a of []) a; };',
    'export const f = ({ input }) => { if (input.a) return { ok: true }; return { ok: false }; };',
    "export const f = () => { throw new Error('not implemented'); };",
    'export const f = () => { process.exitCode = 1; };',
    'export const f = () => new Worker("x");',
    'export function* f() {}',
    'export const f = (a = build()) => {};',
    'export const f = ({ a = build() }) => {};',
    'export function f() { return f(); }',
    "import { a } from './a.ts';\nexport const f = () => a;",
    'export const f = () => { delete cache.a; };\nconst cache = { a: 1 };',
    'export const f = () => ({ get: build() });',
    'export const f = async ({ emit }) => { emit("a"); };',
    'export const f = (context) => { context.items.push(1); };',
    'export const f = () => { tag`a`; };',
    `export const f = () => ${'!'.repeat(60)}true;`,
  ],
])('%s', async (expected, ...modules) => {
  for (const module of modules) {
    const [found] = await functionsOf(module, { 'a.ts': 'export const a = 1;\n' });
    expect(found && told(found), module).toBe(expected);
  }
});

it('follows what is passed on, to the file where it is written', async () => {
  const functions = await functionsOf(
    "export { a as one, default as two } from './a.ts';\nimport { b } from './a.ts';\nconst alias = b;\nexport { alias as three };\nexport * from './c.ts';\nexport { gone } from './a.ts';\n",
    {
      'a.ts': 'export const a = () => {};\nexport default function two() { return 1; }\nexport const b = () => a();\n',
      'c.ts': "export * from './h.ts';\nexport const four = () => { start(); };\n",
    },
  );
  expect(functions.map((one) => `${one.name} ${one.file}:${one.line}:${one.column} ${told(one)}`)).toEqual([
    'one a.ts:1:14 nothing',
    'two a.ts:2:8 returns',
    'three a.ts:3:14 nothing',
    'four c.ts:2:14 work',
  ]);
});

it('follows no circle for ever', async () => {
  const circle = "export { f } from './a.ts';\nexport * from './a.ts';\n";
  expect(await functionsOf(circle, { 'a.ts': "export { f } from './h.ts';\nexport * from './h.ts';\n" })).toEqual([]);
  const calls = 'const g = () => h();\nconst h = () => g();\nexport const f = () => g();\n';
  expect((await functionsOf(calls)).map(told)).toEqual(['work']);
});

it('does not go where the stack does not reach', async () => {
  const deep = `export const f = () => 1${' + 1'.repeat(20_000)};\n`;
  const result = await checkFiles({
    'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { h: h.ts }'),
    'h.ts': deep,
    'domain.yaml': domain(),
    'play.yaml': symphony(),
  });
  expect('index' in result).toBe(true);
});

it.each<[silent: boolean, ...functions: string[]]>([
  [
    true,
    '() => build()',
    '({ input, signal }) => build(input, signal)',
    '(context) => build(context.input)',
    '(context) => { const { input } = context; return build(input); }',
    'async function ({ input: { path } }) { await build(path); }',
  ],
  [
    false,
    '({ log }) => build(log)',
    '({ emit: publish }) => build(publish)',
    '({ ...rest }) => build(rest)',
    '({ [key]: value }) => build(value)',
    '(context) => { context.log.info("a"); }',
    '(context) => { context["measure"]("a", 1); }',
    '(context) => { context[name]("a", 1); }',
    '(context) => build(context)',
    '(context) => build({ ...context })',
    '(context) => { const { measure } = context; measure("a", 1); }',
    '(context) => { const all = context; build(all); }',
    '(...all) => build(all)',
    'function () { return build(arguments); }',
  ],
])('leaves the channels of the context alone: %s', async (silent, ...functions) => {
  for (const text of functions) {
    const [found] = await functionsOf(`export const f = ${text};\n`);
    expect(found?.silent === true, text).toBe(silent);
  }
});

it.each<[used: boolean, module: string]>([
  [false, 'export function f() { return f(); }'],
  [false, 'const f = () => start();\nexport { f };'],
  [true, 'export const f = () => start();\nexport const g = () => f();'],
  [true, 'export const f = () => start();\nrun({ f });'],
])('is used in its own module: %s, %s', async (used, module) => {
  expect((await functionsOf(module))[0]!.usedHere === true).toBe(used);
});

/** Counts how often it is asked. */
class Asked<Key, Value> extends Map<Key, Value> {
  times = 0;
  override get(key: Key): Value | undefined {
    this.times++;
    return super.get(key);
  }
}

it.each([
  ['logs', "console.log('done');"],
  ['work', 'start();'],
])('reads functions that call one another many times over a few times each: %s', (expected, last) => {
  const calls = (i: number): string => (i === 7 ? last : `f${i + 1}();`.repeat(5));
  const text = Array.from({ length: 8 }, (_, i) => `function f${i}() { ${calls(i)} }\n`).join('');
  const { body } = parseSync('h.ts', text).program as unknown as { body: Node[] };
  const scope = scopeOf(new Map(body.map((init, i) => [`f${i}`, { init, constant: true }])), new Set());
  const functions = new Asked(scope.functions);
  functions.times = 0;
  const found = body.map((fn) => vacuityOf(fn, { ...scope, functions })?.does.join(' ') ?? 'work');
  expect(found).toEqual(body.map(() => expected));
  expect(functions.times).toBeLessThan(9 * 8 * 5);
});

it('tells the same of functions in a circle, whichever is asked first', async () => {
  const found = await functionsOf(
    'export function a() { b(); }\nexport function b() { a(); }\nexport function c() { b(); }\nexport function String() { return String(); }',
  );
  expect(found.map(told)).toEqual(['work', 'work', 'work', 'work']);
});
