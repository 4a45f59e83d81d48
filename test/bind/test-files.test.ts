/** Test files as people write them: their tests, and whether these can find anything wrong. */
import { describe, expect, it } from 'vitest';
import { readTest, type TestFacts } from '../../compiler/bind/test-facts.ts';
import type { Assertion } from '../../compiler/model/linked.ts';

function read(text: string, path = 'a.test.ts'): Promise<TestFacts> {
  const bytes = new TextEncoder().encode(text);
  const file = { path, digest: '', size: bytes.length, bytes: () => bytes };
  return readTest(file, async () => true);
}

const titlesOf = async (text: string): Promise<string[]> => {
  const { cases, error } = await read(text);
  expect(error).toBeUndefined();
  return cases.map(({ title, parent, isGroup, isGuessed, skipped }) =>
    [
      isGroup ? 'group' : isGuessed ? 'perhaps' : 'test',
      title.join('…'),
      ...(parent === undefined ? [] : [`in ${cases[parent]!.title.join('…')}`]),
      ...(skipped === undefined ? [] : [`(${skipped})`]),
    ].join(' '),
  );
};

describe('tests and groups', () => {
  it.each([
    [
      'of all names',
      "it('a', f); test('b', () => {}); specify('c', function () {});",
      ['perhaps a', 'test b', 'test c'],
    ],
    [
      'in groups',
      "describe('g', () => { context('h', () => { it('a', () => {}) }) })",
      ['group g', 'group h in g', 'test a in h'],
    ],
    [
      'that are skipped',
      "it.skip('a', () => {}); xit('b', () => {}); it.todo('c'); describe.skip('d', () => {});",
      ['test a (skip)', 'test b (xit)', 'test c (todo)', 'group d (skip)'],
    ],
    [
      'that an option skips',
      "test('a', { skip: true }, () => {}); test('b', { todo: 'later' }, () => {}); test('c', { skip: onWindows }, () => {});",
      ['test a (skip)', 'test b (todo)', 'test c'],
    ],
    ['without a body', "it('a');", ['test a (no body)']],
    ['that a condition skips', "it.skipIf(ci)('a', () => {}); it.runIf(ci)('b', () => {});", ['test a', 'test b']],
    [
      'that run alone',
      "it.only('a', () => {}); fit('b', () => {}); it.concurrent.only('c', async () => {});",
      ['test a', 'test b', 'test c'],
    ],
    ['of a template', "it.each([1, 2])('adds %i to $name', (n) => {});", ['test adds … to …']],
    ['of a table', "it.each`a | b\n${1} | ${2}`('$a and $b', ({ a }) => {});", ['test … and …']],
    [
      'with computed titles',
      "it(`a ${n} b`, () => {}); it(name, () => {}); it('a' + 'b' + c, () => {}); describe(Thing, () => {});",
      ['test a … b', 'test …', 'test ab…', 'group …'],
    ],
    ['with plain templates', 'it(`a`, () => {}); it("a\\u0062", () => {});', ['test a', 'test ab']],
    [
      'of node:test',
      "import test from 'node:test'; test('a', async (t) => { await t.test('b', () => {}); });",
      ['test a', 'perhaps b in a'],
    ],
    [
      'of Playwright',
      "test.describe('g', () => { test.beforeEach(() => {}); test('a', async ({ page }) => {}); });",
      ['group g', 'test a in g'],
    ],
    [
      'of an extension',
      "const mine = test.extend({ db: 1 }); mine('a', () => {}); mine.skip('b', () => {});",
      ['test a', 'test b (skip)'],
    ],
    ['of functions that nobody knows', "scenario('a', () => { run(); });", ['perhaps a']],
    ['that are none', "expect('a'); it.each([1]); describe; test.setTimeout(5); beforeEach(() => {});", []],
  ])('%s', async (_, text, titles) => {
    expect(await titlesOf(text)).toEqual(titles);
  });
});

/** What the one test in the text asserts. */
async function assertsOf(body: string, around = ''): Promise<Assertion | undefined> {
  const { cases, error } = await read(`${around}\nit('a', async (t) => {\n${body}\n});\n`);
  expect(error).toBeUndefined();
  return cases.find(({ title }) => title[0] === 'a')?.asserts;
}

describe('assertions', () => {
  it.each<[text: string, asserts: Assertion, around?: string]>([
    ['expect(f()).toBe(1);', 'something'],
    ['await expect(f()).rejects.toThrow();', 'something'],
    ['expect(1).toBe(f());', 'something'],
    ['expect(f()).to.be.true;', 'something'],
    ['f().should.equal(1);', 'something'],
    ['assert(f());', 'something'],
    ['assert.equal(f(), 1);', 'something'],
    ['strict.equal(f(), 1);', 'something', "import { strict } from 'node:assert';"],
    ['is(f(), 1);', 'something', "import { is } from 'uvu/assert';"],
    ['fc.assert(property);', 'something', "import fc from 'fast-check';"],
    ['await request(app).get("/").expect(200);', 'something', "import request from 'supertest';"],
    ['if (f() !== 1) throw new Error("no");', 'something'],
    ['try { f(); expect.fail(); } catch {}', 'something'],
    ['try { f(); assert.fail("no"); } catch {}', 'something'],
    ['same(f(), 1);', 'something', 'function same(a, b) { expect(a).toBe(b); }'],
    ['same(f(), 1);', 'something', 'const same = (a, b) => twice(a, b); const twice = (a, b) => expect(a).toBe(b);'],
    ['list.forEach(same);', 'something', 'const same = (a) => expect(a).toBe(1);'],
    ['tools.same(f());', 'something', 'const tools = { same(a) { expect(a).toBe(1); } };'],
    ['new Page().holds();', 'something', 'class Page { holds() { expect(f()).toBe(1); } }'],
    ['holds(f());', 'something', 'let holds; holds = (a) => expect(a).toBe(1);'],
    ['expect<number>(f() as number).toBe(1 satisfies number);', 'something'],
    ['(await f())!.should.be.ok;', 'something'],
    ['t.is(f(), 1);', 'unknown'],
    ['expect.assertions(1); try { f(); } catch { expect(true).toBe(true); }', 'unknown'],
    ['page.verifyTitle("x");', 'unknown', 'const page = 1;'],
    ['holds(f());', 'unknown'],
    ['holds(f());', 'unknown', "import { holds } from 'checks';"],
    ['const { holds } = await import("./x.ts"); holds();', 'unknown'],
    ['f();', 'unknown', 'afterEach(() => { expect(state).toBe(1); });'],
    ['expect(true).toBe(true);', 'constants', "import { f } from './f.ts';"],
    [
      'await f(); expect(1 + 1).toBe(2); assert(true); expect([1, { a: -1 }]).toEqual([]);',
      'constants',
      "import { f } from './f.ts';",
    ],
    ['', 'nothing'],
    ['await f();', 'nothing', "import { f } from './f.ts';"],
    [
      'const result = await f(); console.log(result); JSON.stringify(result);',
      'nothing',
      "import { f } from './f.ts';",
    ],
    ['expect(f());', 'nothing', "import { f } from './f.ts';"],
    ['expect.any(Number);', 'nothing'],
    ['vi.fn(); setTimeout(() => {}, 1);', 'nothing', "import { vi } from 'vitest';"],
    [
      'same(f());',
      'nothing',
      "import { f } from './f.ts'; function same(a) { return a; } function other() { expect(f()).toBe(1); }",
    ],
    ['const expected: Expected = { expect: 1 }; type Expect = { assert(): void };', 'nothing'],
    ['again();', 'nothing', 'function again() { once(); } function once() { again(); }'],
  ])('%s', async (body, asserts, around) => {
    expect(await assertsOf(body, around)).toBe(asserts);
  });
  it('of what is imported are left to who knows it', async () => {
    const { cases } = await read(
      "import { f } from './f.ts';\nit('a', () => { g(); });\nconst g = () => f();\nit('b', () => {});\n",
    );
    expect(cases.map(({ usesModules }) => usesModules)).toEqual([true, undefined]);
  });
  it('of a test whose function is made elsewhere are unknown', async () => {
    const { cases } = await read("it('a', makeTest(1)); it('b', named); function named() { expect(f()).toBe(1); }");
    expect(cases.map(({ asserts }) => asserts)).toEqual(['unknown', 'something']);
  });
});

describe('what a test file reaches', () => {
  it.each<[text: string, imports: string[], isOpen: boolean]>([
    ["import { a } from './a.ts'; export * from '../b.js';", ['../b.js', './a.ts'], false],
    ["const a = require('./a'); const b = await import('./b.ts');", ['./a', './b.ts'], false],
    ["const real = await vi.importActual('./a.ts');", ['./a.ts'], false],
    ["import type { A } from './a.ts'; import type { B } from 'b';", [], false],
    ["import { it } from 'vitest'; import fs from 'node:fs'; import assert from 'assert';", [], false],
    ["import { execFile } from 'node:child_process';", [], true],
    ["import { a } from 'my-handlers';", [], true],
    ["import { a } from '@/handlers';", [], true],
    ['await import(path);', [], true],
    ['require(path);', [], true],
    ["await fetch('http://127.0.0.1');", [], true],
    ["const modules = import.meta.glob('./*.ts');", [], true],
  ])('%s', async (text, imports, isOpen) => {
    const facts = await read(text);
    expect([facts.imports, facts.isOpen === true]).toEqual([imports, isOpen]);
  });
});

describe('a test file that means harm', () => {
  it.each([
    ['a long chain', `it('a', () => { expect(1)${'.a()'.repeat(5_000)}; });`],
    ['a long sum as title', `it(${"'a' + ".repeat(900)}'b', () => {});`],
    ['many names', `const { ${Array.from({ length: 5_000 }, (_, i) => `a${i}`).join(', ')} } = x;\nit('a', () => {});`],
    ['one name for everything', `${'a = () => a();\n'.repeat(5_000)}${"it('b', () => a());\n".repeat(5_000)}`],
    [
      'functions that call one another',
      `${Array.from({ length: 3_000 }, (_, i) => `const f${i} = () => f${(i + 1) % 3_000}();\nit('${i}', () => f${i}());\n`).join('')}`,
    ],
  ])('%s', async (_, text) => {
    const { cases, error } = await read(text);
    expect(error).toBeUndefined();
    expect(cases.length).toBeGreaterThan(0);
  });
});
