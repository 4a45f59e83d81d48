/** What the workspace around a handler means for its types: options, aliases, packages, JavaScript, strange names. */
import { expect, it } from 'vitest';
import { mismatches, oneHandler } from '../support/signatures.ts';
import type { Files } from '../support/temp.ts';

const config = (options: object, rest: object = {}): Files => ({
  'tsconfig.json': JSON.stringify({ compilerOptions: options, ...rest }),
});

const wanting = 'takes `{ a: string }` as `input`, but the beat gives `{}` without `a`';

it('finds modules under the aliases of tsconfig.json, wherever those stand', async () => {
  const module = "import type { Wants } from '@lib/wants';\nexport const compile = (c: { input: Wants }) => {};\n";
  const files = { ...oneHandler(module), 'lib/wants.ts': 'export type Wants = { a: string };\n' };
  expect(await mismatches(files)).toEqual([]);
  const paths = { '@lib/*': ['./lib/*'] };
  const said = ['takes `Wants` as `input`, but the beat gives `{}` without `a`'];
  expect(await mismatches({ ...files, ...config({ paths }) })).toEqual(said);
  const base = { 'config/base.json': JSON.stringify({ compilerOptions: { paths: { '@lib/*': ['../lib/*'] } } }) };
  expect(await mismatches({ ...files, ...base, ...config({}, { extends: './config/base.json' }) })).toEqual(said);
});

it('is as strict as tsconfig.json says', async () => {
  const files = oneHandler('export const compile = (c: { input: { a: string } }) => {};\n', ['with: { a: null }']);
  expect(await mismatches(files)).toEqual(['takes `string` as `input.a`, but the beat gives `null`']);
  expect(await mismatches({ ...files, ...config({ strict: false }) })).toEqual([]);
});

it('works with options that would write or refuse, and with a broken tsconfig.json', async () => {
  const files = oneHandler('export const compile = (c: { input: { a: string } }) => {};\n');
  const options = {
    composite: true,
    outDir: 'dist',
    rootDir: 'src',
    noEmit: false,
    module: 'commonjs',
    allowJs: false,
  };
  expect(await mismatches({ ...files, ...config(options, { include: ['src'] }) })).toEqual([wanting]);
  expect(await mismatches({ ...files, 'tsconfig.json': '{ "compilerOptions": ' })).toEqual([wanting]);
  expect(await mismatches({ ...files, ...config({}, { extends: './missing.json' }) })).toEqual([wanting]);
});

it('knows the ambient declarations that tsconfig.json takes in', async () => {
  const files = {
    ...oneHandler('export const compile = (c: { input: Wants }) => {};\n'),
    'types/wants.d.ts': 'interface Wants { a: string }\n',
  };
  expect(await mismatches(files)).toEqual([]);
  expect(await mismatches({ ...files, ...config({}, { include: ['types'] }) })).toEqual([
    'takes `Wants` as `input`, but the beat gives `{}` without `a`',
  ]);
});

it('knows the types of packages that are installed', async () => {
  const module = "import { wrap } from 'wrapping';\nexport const compile = wrap();\n";
  const files = {
    ...oneHandler(module),
    'node_modules/wrapping/package.json': '{"name":"wrapping","version":"1.0.0","types":"./index.d.ts"}',
    'node_modules/wrapping/index.d.ts': 'export declare const wrap: () => (c: { input: { a: string } }) => void;\n',
  };
  expect(await mismatches(files)).toEqual([wanting]);
});

it('judges JavaScript by the types that are inferred or told in comments', async () => {
  const judge = (module: string, path = 'handlers/build.js') => mismatches(oneHandler(module, [], path));
  expect(
    await judge('export const compile = async ({ input, log }) => { log.info(input.anything); return 3; };\n'),
  ).toEqual([]);
  expect(await judge('export const compile = async () => 10n;\n')).toEqual([
    'gives back `bigint`, which cannot be written as JSON',
  ]);
  expect(
    await judge('/** @param {{ input: { a: string } }} c */\nexport const compile = (c) => c;\n', 'handlers/build.mjs'),
  ).toEqual([wanting]);
});

it('lets declarations beside JavaScript speak for it', async () => {
  const files = {
    ...oneHandler('export const compile = () => {};\n', [], 'handlers/build.js'),
    'handlers/build.d.ts': 'export declare const compile: (c: { input: { a: string } }) => void;\n',
  };
  expect(await mismatches(files)).toEqual([wanting]);
});

it('survives hostile names', async () => {
  const id = 'a\'b"c`d${e}*/\\u2028';
  const path = 'handlers/it\'s "ünïcode" ${x} `y`.ts';
  const module = `const f = (c: { input: { ${JSON.stringify(id)}: number } }) => {};\nexport { f as compile, f as ${JSON.stringify(id)} };\n`;
  const fields = [`with: { ${JSON.stringify(id)}: ${JSON.stringify(`${id}\u2028😀`)} }`];
  const said = await mismatches(oneHandler(module, fields, path));
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/ takes `number` as `input.*`, but the beat gives `string`$/);
});

it('sees nothing outside the workspace but packages', async () => {
  const module =
    "import type { Wants } from '../../outside.ts';\nexport const compile = (c: { input: Wants }) => {};\n";
  expect(await mismatches({ ...oneHandler(module), '../outside.ts': 'export type Wants = { a: string };\n' })).toEqual(
    [],
  );
});
