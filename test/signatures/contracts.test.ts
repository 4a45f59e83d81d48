/** Handlers and rollbacks against what the runtime calls them with, as the TypeScript compiler judges it. */
import { describe, expect, it } from 'vitest';
import { mismatches, oneHandler } from '../support/signatures.ts';
import { diagnose } from '../support/workspace.ts';

/** A module, fields of its beat, and what is said. */
type Case = readonly [title: string, module: string, fields: readonly string[], said: string];

const wrong: readonly Case[] = [
  [
    'an input under another name',
    'export const compile = (c: { input: { packages: string[] } }) => {};',
    ['with: { package: [ui] }'],
    'takes `{ packages: string[] }` as `input`, but the beat gives `{ package: ["ui"] }` without `packages`',
  ],
  [
    'inputs that the beat does not give',
    'export const compile = (c: { input: { a: string; b: number } }) => {};',
    [],
    'takes `{ a: string; b: number }` as `input`, but the beat gives `{}` without `a`, `b`',
  ],
  [
    'an input of another type, deep inside',
    'export const compile = (c: { input: { a: { b: { c: string } } } }) => {};',
    ['with: { a: { b: { c: 3 } } }'],
    'takes `string` as `input.a.b.c`, but the beat gives `number`',
  ],
  [
    'a value that the handler does not know',
    "export const compile = (c: { input: { mode: 'fast' | 'safe' } }) => {};",
    ['with: { mode: quick }'],
    'takes `"fast" | "safe"` as `input.mode`, but the beat gives `"quick"`',
  ],
  [
    'an input of the symphony in another type',
    'export const compile = (c: { inputs: { dry_run: string } }) => {};',
    [],
    'takes `string` as `inputs.dry_run`, but the beat gives `boolean`',
  ],
  [
    'something else than a context',
    'export const compile = (packages: string[]) => {};',
    [],
    'takes `string[]`, but is called with a context',
  ],
  [
    'a member that no context has',
    'export const compile = (c: { userName: string }) => {};',
    [],
    'takes `{ userName: string }`, but its context has no `userName`',
  ],
  [
    'a second argument',
    'export const compile = (c: object, second: string) => {};',
    [],
    'takes 2 arguments, but is called with one, its context',
  ],
  [
    'the context of a rollback in a handler',
    'export const compile = (c: { output: { path: string } }) => {};',
    [],
    'takes `{ output: { path: string } }`, but its context has no `output`',
  ],
  [
    'an event, where the beat emits none',
    "export const compile = (c: { emit(event: 'shop.open'): void }) => {};",
    [],
    'emits `"shop.open"`, but under `emits` the beat declares nothing',
  ],
  [
    'an event, where the beat emits another',
    "export const compile = (c: { emit: (event: 'shop.open') => void }) => {};",
    ['emits: [build.done]'],
    'emits `"shop.open"`, but under `emits` the beat declares `"build.done"`',
  ],
  [
    'a metric that is not measured here',
    "export const compile = (c: { measure(metric: 'weight', value: number): void }) => {};",
    [],
    'measures `"weight"`, but under `measures` the beat declares nothing',
  ],
  [
    'evidence without content',
    'export const compile = (c: { evidence: (id: string) => void }) => {};',
    [],
    'calls `evidence` with too few arguments',
  ],
  [
    'overloads of which none fits',
    'export function compile(c: { input: { a: string } }): void;\nexport function compile(c: { input: { b: string } }): void;\nexport function compile() {}',
    [],
    'takes `{ a: string }` as `input`, but the beat gives `{}` without `a`',
  ],
  [
    'a type parameter that is bounded',
    'export const compile = <T extends { a: string }>(c: { input: T }): T => c.input;',
    [],
    'takes `{ a: string }` as `input`, but the beat gives `{}` without `a`',
  ],
  [
    'an object where syntax does not tell',
    'export const compile = Object.assign({}, { run: 3 });',
    [],
    'is `{ run: number }`, which cannot be called',
  ],
  [
    'a result that JSON cannot hold',
    'export const compile = () => 3n;',
    [],
    'gives back `bigint`, which cannot be written as JSON',
  ],
  [
    'such a result later, and inside',
    'export const compile = async () => ({ sizes: [1n] });',
    [],
    'gives back `bigint`, which cannot be written as JSON',
  ],
  [
    'a function as the result',
    'export const compile = () => () => 1;',
    [],
    'gives back `() => number`, which cannot be written as JSON',
  ],
  [
    'two things at once',
    'export const compile = (c: { input: { a: string } }) => 1n;',
    [],
    'takes `{ a: string }` as `input`, but the beat gives `{}` without `a`, and gives back `bigint`, which cannot be written as JSON',
  ],
  [
    'a rollback that wants more than it gets',
    'export const compile = () => {};\nexport const back = (c: { attempt: number }) => {};',
    ['rollback: build#back'],
    'takes `{ attempt: number }`, but its context has no `attempt`',
  ],
  [
    'a default export',
    'export const compile = () => {};\nexport default (c: { userName: string }) => {};',
    ['rollback: build#default'],
    'takes `{ userName: string }`, but its context has no `userName`',
  ],
];

const right: readonly (readonly [title: string, module: string, fields?: readonly string[]])[] = [
  ['no parameter', 'export const compile = () => {};'],
  [
    'synchronous and asynchronous',
    'export const compile = () => ({ a: 1 });\nexport const back = async () => 4;',
    ['rollback: build#back'],
  ],
  [
    'lists that can be changed',
    'export const compile = (c: { input: { packages: string[] } }) => {};',
    ['with: { packages: [ui, core] }'],
  ],
  [
    'a list of one form',
    'export const compile = (c: { input: { pair: [string, number] } }) => {};',
    ['with: { pair: [a, 2] }'],
  ],
  [
    'the value of each',
    "export const compile = (c: { input: { to: 'en' | 'fr' | 'de' }; step: `a[${string}]` }) => {};",
    ['each: { to: [en, de] }'],
  ],
  [
    'every member, loosely',
    'export const compile = (c: { emit: (e: string, p?: object) => void; measure(m: string, v: number): void; evidence: (i: string, c: string) => Promise<void>; signal: AbortSignal; attempt: number; dynamics: string; log: { warn: (text: unknown) => void } }) => {};',
  ],
  ['a type parameter', 'export const compile = <T>(c: { input: T }): T => c.input;'],
  [
    'one overload that fits',
    'export function compile(c: { input: { a: string } }): void;\nexport function compile(c: { input: object }): void;\nexport function compile() {}',
  ],
  ['an optional second parameter', 'export const compile = (c: object, second?: string) => {};'],
  ['any', 'export const compile: any = 3 as any;'],
  ['an untyped function', 'export const compile: Function = () => {};'],
  [
    'an interface as the result',
    'interface R { a: string; next?: R; when: Date }\nexport const compile = (): R => ({ a: "", when: new Date(0) });',
  ],
  [
    'a rollback that reads what was given',
    'export const compile = () => ({ path: "x" });\nexport const back = (c: { output?: { path: string }; reason: string }) => c.output?.path;',
    ['rollback: build#back'],
  ],
  [
    'a mistake in its own code',
    'const count: number = "three";\nexport const compile = () => ({ count, other: missing });',
  ],
  [
    'a package that is not installed',
    "import type { H } from 'not-installed';\nimport { wrap } from 'neither';\nexport const compile: H = wrap((c: { input: { x: 1 } }) => 1n);",
  ],
  ['whatever a package exports', "export * from 'not-installed';"],
  [
    'the types that a build writes',
    "import type { Handlers } from '../out/types/index.js';\nexport const compile: Handlers['play']['b'] = () => {};",
  ],
];

describe('is a mismatch:', () => {
  it.each(wrong)('%s', async (_, module, fields, said) => {
    expect(await mismatches(oneHandler(module, fields))).toEqual([said]);
  });
});

describe('is none:', () => {
  it.each(right.map(([title, module, fields = []]) => [title, module, fields] as const))(
    '%s',
    async (_, module, fields) => {
      expect(await mismatches(oneHandler(module, fields))).toEqual([]);
    },
  );
});

it('shows the handler and what it asks for', async () => {
  const module =
    '// é 😀\ninterface Wants { packages: string[] }\nexport const compile = (c: { input: Wants }) => {};\n';
  const [found] = (await diagnose(oneHandler(module))).filter(({ code }) => code === 'SIGNATURE_MISMATCH');
  expect(found!.related).toEqual([
    {
      file: 'handlers/build.ts',
      range: { start: { line: 3, column: 14 }, end: { line: 3, column: 21 } },
      message: 'the handler',
    },
    {
      file: 'handlers/build.ts',
      range: { start: { line: 2, column: 19 }, end: { line: 2, column: 27 } },
      message: 'declared here',
    },
  ]);
});

it('leaves to others what is no function or not there, and counts it as violated', async () => {
  for (const module of [
    'export class compile {}',
    'export const other = () => {};',
    'export const compile = () => {',
  ]) {
    const found = await diagnose(oneHandler(module));
    expect(found.map(({ code }) => code)).not.toContain('SIGNATURE_MISMATCH');
    expect(found.filter(({ severity }) => severity === 'critical')).toHaveLength(1);
  }
});

it('tells a class behind another name', async () => {
  const module = "import { Compile as compile } from './c.ts';\nexport { compile };\n";
  const files = { ...oneHandler(module), 'handlers/c.ts': 'export class Compile { run() {} }\n' };
  expect(await mismatches(files)).toEqual(['is `typeof Compile`, which cannot be called']);
});

it('maps each of 200 handlers to its own finding', async () => {
  const numbers = Array.from({ length: 200 }, (_, i) => i);
  const functions = numbers.map(
    (i) => `export const run${i} = (c: { input: { n: ${i % 3 === 0 ? i : `'x'`} } }) => {};\n`,
  );
  const beats = numbers.map(
    (i) => `      - id: b${i}\n        handler: build#run${i}\n        timeout: 1s\n        with: { n: ${i} }\n`,
  );
  const base = oneHandler(`${functions.join('')}export const compile = () => {};\n`);
  const files = { ...base, 'play.yaml': `${String(base['play.yaml']).trimEnd()}\n${beats.join('')}` };
  const found = (await diagnose(files)).filter(({ code }) => code === 'SIGNATURE_MISMATCH');
  expect(found.map(({ subject }) => subject).sort()).toEqual(
    numbers
      .filter((i) => i % 3 > 0)
      .map((i) => `play/one/b${i}`)
      .sort(),
  );
});
