/** What handlers import: which of it can be found, which is declared, and how a declaration is added. */
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { applyEdits } from '../support/edits.ts';
import { seenIn } from '../support/mistakes.ts';
import { diagnose } from '../support/workspace.ts';

const files = (imports: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { h: handlers/h.ts }'),
  'handlers/h.ts': `${imports}\nexport const f = () => start();\n`,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: h#f', 'timeout: 5s'))) }),
  ...more,
});

const codes = ['UNRESOLVED_IMPORT', 'DEPENDENCY_UNDECLARED', 'VERSION_CONSTRAINT_VIOLATED', 'LOCKFILE_MISSING'];
const told = async (content: Record<string, string>): Promise<string[]> =>
  (await seenIn(content, ...codes)).map(({ code, at }) => `${code} ${at}`);

const lock = (...names: string[]): string =>
  JSON.stringify({ packages: Object.fromEntries([['', {}], ...names.map((name) => [name, { version: '2.9.1' }])]) });

describe('a relative import', () => {
  const there = {
    'handlers/a.ts': '',
    'handlers/b.mts': '',
    'handlers/c.d.ts': '',
    'handlers/d.json': '{}',
    'handlers/e/index.mjs': '',
    'handlers/f/package.json': '{}',
    'handlers/g.wasm': '',
    'handlers/i.tsx': '',
    'h.js': '',
  };
  it.each([
    ...['./a', './a.js', './a.ts', './a.ts?raw', './b.mjs', './b.mts', './c.js', './c', './d.json', './e', './f'],
    ...['./g.wasm', './i.jsx', './i.js', '../h.js', '../handlers/a.ts', '../out/types/index.js', '../out/gone.ts'],
  ])('finds %s', async (specifier) => {
    expect(await told(files(`import '${specifier}';`, there))).toEqual([]);
  });
  it.each(['./z', './a.mjs', './d', './e/other', '..', '../outer/types.js', './a.tsx'])(
    'does not find %s',
    async (specifier) => {
      const found = await told(files(`import '${specifier}';`, there));
      const isJson = specifier === './d';
      expect(found).toEqual(isJson ? [] : [`UNRESOLVED_IMPORT handlers/h.ts:1 ${specifier}`]);
    },
  );
  it.each([
    "import type { T } from './z.ts';",
    "export * from './z.ts';",
    "export { z } from './z.ts';",
    "const z = await import('./z.ts');",
    "import { type T, z } from './z.ts';\nimport './z.ts';",
  ])('is told once, where it stands: %s', async (statement) => {
    const found = await told(files(statement));
    expect(found).toEqual(['UNRESOLVED_IMPORT handlers/h.ts:1 ./z.ts']);
  });
  it.each([
    "import('./z.ts').catch(() => undefined);",
    "await import('./z.ts').then(use, () => undefined);",
    "try { await import('./z.ts'); } catch (error) { start(error); }",
    'await import(name);',
    'await import(`./${name}.ts`);',
    "// import './z.ts';",
  ])('is not told where the code goes on without it: %s', async (statement) => {
    expect(await told(files(statement))).toEqual([]);
  });
  it('is told in whatever file the handlers lead to, once for all of them', async () => {
    const content = files("import './a.ts';\nimport './b.ts';", {
      'handlers/a.ts': "import '../lib/z.ts';\n",
      'handlers/b.ts': "import './a.ts';\n",
    });
    const [first, ...more] = await seenIn(content, 'UNRESOLVED_IMPORT');
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      at: 'handlers/a.ts:1 ../lib/z.ts',
      message: 'the import of `../lib/z.ts` cannot be resolved: it does not exist',
    });
  });
});

describe('a package', () => {
  const manifest = (fields: object): Record<string, string> => ({ 'package.json': JSON.stringify(fields) });
  const undeclared = ['DEPENDENCY_UNDECLARED handlers/h.ts:1 yaml', 'LOCKFILE_MISSING package.json:1 '];

  it.each<[title: string, fields: object, statement: string, expected: string[]]>([
    ['not declared', {}, "import 'yaml';", undeclared],
    ['declared', { dependencies: { yaml: '*' } }, "import 'yaml';", undeclared.slice(1)],
    ['declared for development', { devDependencies: { yaml: '*' } }, "import 'yaml/util';", undeclared.slice(1)],
    ['that is optional', { optionalDependencies: { yaml: '*' } }, "import 'yaml';", undeclared.slice(1)],
    ['that is a peer', { peerDependencies: { yaml: '*' } }, "import 'yaml';", undeclared.slice(1)],
    ['of which only the types are declared', { devDependencies: { '@types/yaml': '*' } }, "import 'yaml';", undeclared],
    ['whose types are enough', { devDependencies: { '@types/yaml': '*' } }, "import type { A } from 'yaml';", []],
    ['with a scope', { devDependencies: { '@types/a__b': '*' } }, "import type { A } from '@a/b';", []],
    ['by the name of the package itself', { name: 'yaml' }, "import 'yaml';", []],
    ['of Node', {}, "import 'node:anything';\nimport 'fs/promises';\nimport 'bun:test';", []],
    ['at an address', {}, "import 'https://example.com/x.js';\nimport 'data:text/javascript,1';", []],
  ])('%s', async (_, fields, statement, expected) => {
    const found = await told(files(statement, manifest(fields)));
    expect(found.map((one) => one.replace(/(package\.json:1 ).*/, '$1').replace('yaml/util', 'yaml'))).toEqual(
      expected,
    );
  });

  it.each<[title: string, locked: string, declared: object, expected: string[]]>([
    ['locked', lock('node_modules/yaml'), { dependencies: { yaml: '^2.0.0' } }, []],
    ['not locked', lock(), { dependencies: { yaml: '^2.0.0' } }, ['UNRESOLVED_IMPORT handlers/h.ts:1 yaml']],
    [
      'locked for another one only',
      lock('node_modules/a/node_modules/yaml'),
      { dependencies: { yaml: '^2.0.0' } },
      ['UNRESOLVED_IMPORT handlers/h.ts:1 yaml'],
    ],
    ['that is a peer and may be missing', lock(), { peerDependencies: { yaml: '^2.0.0' } }, []],
    ['in a lockfile of an older form', '{ "dependencies": {} }', { dependencies: { yaml: '^2.0.0' } }, []],
    ['in a lockfile that is damaged', '{ "packages": [', { dependencies: { yaml: '^2.0.0' } }, []],
    ['not declared, and not locked', lock(), {}, ['DEPENDENCY_UNDECLARED handlers/h.ts:1 yaml']],
  ])('%s', async (_, locked, declared, expected) => {
    const content = files("import 'yaml';", { ...manifest(declared), 'package-lock.json': locked });
    expect(await told(content)).toEqual(expected);
  });

  it('nothing is said without a package.json, with one that is damaged, and beside one of somebody else', async () => {
    expect(await told(files("import 'yaml';"))).toEqual([]);
    expect(await told(files("import 'yaml';", { 'package.json': '{ "name": ' }))).toEqual([]);
    const nested = files("import 'yaml';", { ...manifest({}), 'handlers/package.json': '{ "dependencies": {} }' });
    expect(await told(nested)).toEqual([]);
  });

  it('of the same workspace needs no declaration at its root, and one in its neighbours', async () => {
    const content = files("import '@us/a';\nimport '../packages/b/index.ts';", {
      ...manifest({ workspaces: ['packages/*', '!packages/old'] }),
      'packages/a/package.json': '{ "name": "@us/a" }',
      'packages/b/package.json': '{ "name": "@us/b" }',
      'packages/b/index.ts': "import '@us/a';\nimport '@us/old';\n",
      'packages/old/package.json': '{ "name": "@us/old" }',
      'package-lock.json': lock('node_modules/@us/a'),
    });
    expect(await told(content)).toEqual([
      'DEPENDENCY_UNDECLARED packages/b/index.ts:1 @us/a',
      'DEPENDENCY_UNDECLARED packages/b/index.ts:2 @us/old',
    ]);
  });

  it('is told once, with the other places', async () => {
    const content = files("import type { A } from 'yaml';\nimport './a.ts';", {
      ...manifest({}),
      'handlers/a.ts': "import 'yaml';\n",
      'package-lock.json': lock(),
    });
    expect(await seenIn(content, 'DEPENDENCY_UNDECLARED')).toMatchObject([
      { at: 'handlers/a.ts:1 yaml', notes: ['handlers/h.ts:1 yaml: imported here, too'] },
    ]);
  });
});

describe('an alias', () => {
  const config = (text: string): Record<string, string> => ({ 'package.json': '{}', 'tsconfig.json': text });
  const paths = '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"], "tool": ["./t.ts"], } } } // end';

  it.each<[specifier: string, more: Record<string, string>, found: boolean]>([
    ['@lib/a/b', config(paths), true],
    ['tool', config(paths), true],
    ['tool/x', config(paths), false],
    ['@lib/a', config('{ "extends": "./base" }'), false],
    ['@lib/a', { ...config('{ /* of all */ "extends": ["./base"], }'), 'base.json': paths }, true],
    ['@lib/a', { ...config('{ "extends": "./tsconfig.json" }') }, false],
    ['@lib/a', config('{ "compilerOptions": {'), false],
    ['@lib/a', config(`{ "x": ${'['.repeat(5000)}`), false],
  ])('%s', async (specifier, more, found) => {
    const seen = await seenIn(files(`import '${specifier}';`, more), 'DEPENDENCY_UNDECLARED');
    expect(seen.length).toBe(found ? 0 : 1);
  });
});

describe('a declaration is added', () => {
  async function repaired(manifest: string, statement = "import 'yaml';"): Promise<string> {
    const content = files(statement, {
      'package.json': manifest,
      'package-lock.json': lock('node_modules/yaml', 'node_modules/tar'),
    });
    const fixes = (await diagnose(content)).flatMap(({ code, fix }) =>
      code === 'DEPENDENCY_UNDECLARED' && fix ? [fix] : [],
    );
    expect(fixes.every(({ safe }) => safe)).toBe(true);
    return applyEdits(
      manifest,
      fixes.flatMap(({ edits }) => edits),
    );
  }
  it.each([
    [
      '{\n\t"dependencies": {\n\t\t"a": "1"\n\t}\n}\n',
      '{\n\t"dependencies": {\n\t\t"a": "1",\n\t\t"yaml": "^2.9.1"\n\t}\n}\n',
    ],
    ['{"dependencies":{"a":"1"}}', '{"dependencies":{"a":"1","yaml":"^2.9.1"}}'],
    ['{\r\n  "dependencies": {}\r\n}', '{\r\n  "dependencies": {\r\n    "yaml": "^2.9.1"\r\n  }\r\n}'],
    ['{\n  "name": "x"\n}\n', '{\n  "name": "x",\n  "dependencies": {\n    "yaml": "^2.9.1"\n  }\n}\n'],
    ['{}', '{\n  "dependencies": {\n    "yaml": "^2.9.1"\n  }\n}'],
    ['{ "dependencies": [] }', '{ "dependencies": [] }'],
  ])('to %j', async (before, after) => {
    expect(await repaired(before)).toBe(after);
  });
  it('of two packages where there is room for both, else of the first', async () => {
    const two = "import 'yaml';\nimport 'tar';";
    const withRoom = JSON.parse(await repaired('{ "dependencies": { "a": "1" } }', two)) as object;
    expect(withRoom).toEqual({ dependencies: { a: '1', tar: '^2.9.1', yaml: '^2.9.1' } });
    expect(JSON.parse(await repaired('{ "name": "x" }', two))).toEqual({ name: 'x', dependencies: { tar: '^2.9.1' } });
  });
  it('only in a version that is locked', async () => {
    expect(await repaired('{ "dependencies": { "a": "1" } }', "import 'zod';")).toBe(
      '{ "dependencies": { "a": "1" } }',
    );
  });
});
