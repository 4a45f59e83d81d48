/** Answers are kept as long as nothing changes that they rest on: every edit gives what a check without a cache gives. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { keepCompiler } from '../../compiler/cli/kept-compiler.ts';
import type { CompilerProcess, Host } from '../../compiler/host/host.ts';
import { nodeHost } from '../../compiler/host/node.ts';
import { hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { digestTree, tempWorkspace } from '../support/temp.ts';

const header = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: ${id}\nstatus: active\n`;

const symphony = (id: string, handler: string, fields = 'with: { a: x }'): string =>
  `${header('Symphony', id)}domain: build\nmovements:\n  - id: one\n    title: One\n    beats:\n      - id: only\n        handler: ${handler}\n        timeout: 5s\n        ${fields}\n`;

/** Two symphonies with a module each; the modules share one. */
const files = {
  'symphony.yaml': `${header('Workspace', 'w')}sources: [d.yaml, symphonies/*.yaml]\nhandlers: { one: handlers/one.ts, two: handlers/two.ts }\n`,
  'd.yaml': `${header('Domain', 'build')}owner: team\nnamespace: build\n`,
  'symphonies/first.yaml': symphony('first', 'one#run'),
  'symphonies/second.yaml': symphony('second', 'two#run'),
  'handlers/one.ts':
    "import type { Wants } from '../lib/wants.ts';\nexport const run = (c: { input: Wants }): void => console.log(c.input.a);\n",
  'handlers/two.ts':
    "import { note } from 'noting';\nexport const run = (c: { input: { a: string; b?: Extra } }): void => note(c.input.a);\n",
  'lib/wants.ts': 'export interface Wants { a: string }\n',
};

/** A host that counts how often it starts the compiler; the last process it gave. */
function countingHost() {
  const started: CompilerProcess[] = [];
  const startCompiler = async (): Promise<CompilerProcess | undefined> => {
    const process = await nodeHost.startCompiler();
    if (process) started.push(process);
    return process;
  };
  return { host: hostWith(testEnvironment(), { ...nodeHost, startCompiler }), started };
}

/** Each step starts processes, on machines that may be busy. */
const patience = 240_000;

const kept: { end(): void }[] = [];
afterEach(() => {
  for (const compiler of kept.splice(0)) compiler.end();
});

async function verdictOf(cwd: string, host: Host, ...argv: readonly string[]): Promise<string> {
  const { out, err } = await runCli(['check', '--format', 'json', ...argv], { cwd, host });
  if (out === '') throw new Error(err);
  return out;
}

/** Each edit, and how many mismatches there are after it. */
const edits: readonly (readonly [title: string, mismatches: number, edit: (root: string) => void])[] = [
  ['a comment in a handler', 0, (root) => appendFileSync(join(root, 'handlers/one.ts'), '// more\n')],
  [
    'another contract',
    1,
    (root) => write(root, 'symphonies/first.yaml', symphony('first', 'one#run', 'with: { b: x }')),
  ],
  ['a comment in a definition', 1, (root) => appendFileSync(join(root, 'symphonies/first.yaml'), '# more\n')],
  [
    'a shared module that wants something else',
    0,
    (root) => write(root, 'lib/wants.ts', 'export interface Wants { b: string }\n'),
  ],
  ['the other handler wants a number', 1, (root) => replace(root, 'handlers/two.ts', 'a: string', 'a: number')],
  ['and a string again', 0, (root) => replace(root, 'handlers/two.ts', 'a: number', 'a: string')],
  [
    'a tsconfig.json that is strict',
    0,
    (root) => write(root, 'tsconfig.json', '{ "compilerOptions": { "strict": true }, "include": ["types"] }\n'),
  ],
  ['a null', 1, (root) => write(root, 'symphonies/first.yaml', symphony('first', 'one#run', 'with: { b: null }'))],
  ['and is not any more', 0, (root) => replace(root, 'tsconfig.json', 'true', 'false')],
  [
    'a package is installed',
    0,
    (root) => {
      write(
        root,
        'node_modules/noting/package.json',
        '{ "name": "noting", "version": "1.0.0", "types": "./index.d.ts" }',
      );
      write(root, 'node_modules/noting/index.d.ts', 'export declare const note: (text: string) => void;\n');
    },
  ],
  [
    'the handler is one of the package',
    1,
    (root) =>
      write(root, 'handlers/two.ts', "export { handler as run } from 'noting';\n// more\n") ??
      write(
        root,
        'node_modules/noting/index.d.ts',
        'export declare const handler: (c: { input: { z: 1 } }) => void;\n',
      ),
  ],
  [
    'which is installed again',
    0,
    (root) =>
      write(
        root,
        'node_modules/noting/index.d.ts',
        'export declare const handler: (c: { input: { a: string } }) => void;\n',
      ),
  ],
  ['and removed', 0, (root) => rmSync(join(root, 'node_modules'), { recursive: true })],
  [
    'and is a folder of the workspace',
    1,
    (root) => {
      write(root, 'packages/noting/package.json', '{ "name": "noting", "version": "1.0.0", "types": "./index.ts" }');
      write(root, 'packages/noting/index.ts', 'export const handler = (c: { input: { y: 1 } }): void => {};\n');
      mkdirSync(join(root, 'node_modules'));
      symlinkSync('../packages/noting', join(root, 'node_modules/noting'));
    },
  ],
  ['in which something changes', 0, (root) => replace(root, 'packages/noting/index.ts', 'y: 1', 'a: string')],
  [
    'a global type that nobody has',
    0,
    (root) => {
      rmSync(join(root, 'node_modules'), { recursive: true });
      rmSync(join(root, 'packages'), { recursive: true });
      write(root, 'handlers/two.ts', files['handlers/two.ts']);
      write(root, 'symphonies/second.yaml', symphony('second', 'two#run', 'with: { a: x, b: y }'));
    },
  ],
  [
    'declared by the module of another symphony',
    1,
    (root) => appendFileSync(join(root, 'handlers/one.ts'), 'declare global { type Extra = number; }\n'),
  ],
  ['and declared otherwise', 0, (root) => replace(root, 'handlers/one.ts', 'Extra = number', 'Extra = string')],
  ['and no more', 0, (root) => replace(root, 'handlers/one.ts', 'declare global { type Extra = string; }\n', '')],
  [
    'and by one that no beat calls',
    1,
    (root) => {
      write(
        root,
        'handlers/three.ts',
        'declare global { type Extra = boolean; }\nexport const run = (): void => {};\n',
      );
      replace(root, 'symphony.yaml', '{ one:', '{ three: handlers/three.ts, one:');
    },
  ],
  [
    'which goes',
    0,
    (root) =>
      rmSync(join(root, 'handlers/three.ts')) ?? replace(root, 'symphony.yaml', 'three: handlers/three.ts, ', ''),
  ],
  ['an ambient declaration', 1, (root) => write(root, 'types/extra.d.ts', 'type Extra = number;\n')],
  ['that goes', 0, (root) => rmSync(join(root, 'types'), { recursive: true })],
  [
    'declarations beside a module',
    0,
    (root) => {
      write(
        root,
        'handlers/one.ts',
        "import type { Wants } from '../lib/more.js';\nexport const run = (c: { input: Wants }): void => {};\n",
      );
      write(root, 'lib/more.d.ts', 'export interface Wants { b: null }\n');
    },
  ],
  ['that change', 1, (root) => write(root, 'lib/more.d.ts', 'export interface Wants { c: string }\n')],
  ['and make way for a module', 0, (root) => write(root, 'lib/more.ts', 'export interface Wants { b: unknown }\n')],
  [
    'a type that is imported in place',
    1,
    (root) =>
      write(
        root,
        'handlers/one.ts',
        "export const run = (c: { input: import('../lib/wants.ts').Wants }): void => {};\n",
      ) ?? write(root, 'lib/wants.ts', 'export interface Wants { q: string }\n'),
  ],
  ['and changes there', 0, (root) => write(root, 'lib/wants.ts', 'export interface Wants { b: unknown }\n')],
  [
    'a symphony without handlers',
    0,
    (root) => replace(root, 'symphonies/first.yaml', 'handler: one#run', 'run: [node, --version]'),
  ],
];

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function replace(root: string, path: string, old: string, fresh: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  if (!text.includes(old)) throw new Error(`${path} has no ${old}`);
  writeFileSync(join(root, path), text.replace(old, fresh));
}

it.each(['a process for each check', 'one process for all checks'])(
  'gives what a cold check gives, with %s',
  async (which) => {
    const root = tempWorkspace(files);
    const { host } = countingHost();
    const compiler = keepCompiler(host);
    kept.push(compiler);
    const warm = which === 'one process for all checks' ? compiler.host : host;
    await verdictOf(root, warm);
    for (const [title, mismatches, edit] of edits) {
      edit(root);
      const [cached, cold] = [await verdictOf(root, warm), await verdictOf(root, host, '--no-cache')];
      expect([title, cached]).toEqual([title, cold]);
      const { diagnostics } = JSON.parse(cached) as { diagnostics: readonly { code: string }[] };
      expect([title, diagnostics.filter(({ code }) => code === 'SIGNATURE_MISMATCH').length]).toEqual([
        title,
        mismatches,
      ]);
    }
  },
);

it(
  'builds the same bytes on the way as from nothing',
  async () => {
    const root = tempWorkspace(files);
    const { host } = countingHost();
    const compiler = keepCompiler(host);
    kept.push(compiler);
    const build = (using: Host) => runCli(['build'], { cwd: root, host: using });
    for (const [title, , edit] of edits) {
      if (!/beside a module|make way|ambient|that goes|without|in place/.test(title)) {
        edit(root);
        continue;
      }
      await build(compiler.host);
      edit(root);
      await build(compiler.host);
      const tree = digestTree(`${join(root, 'out')}/`);
      rmSync(join(root, '.symphony/cache'), { recursive: true });
      rmSync(join(root, 'out'));
      await build(host);
      expect([title, digestTree(`${join(root, 'out')}/`)]).toEqual([title, tree]);
    }
  },
  patience,
);

it('asks only when something has changed that an answer rests on', async () => {
  const root = tempWorkspace(files);
  const { host, started } = countingHost();
  const counted = async (edit: () => void): Promise<number> => {
    edit();
    const before = started.length;
    await verdictOf(root, host);
    return started.length - before;
  };
  expect(await counted(() => {})).toBe(1);
  expect(await counted(() => {})).toBe(0);
  expect(await counted(() => appendFileSync(join(root, 'symphonies/first.yaml'), '# more\n'))).toBe(0);
  expect(await counted(() => replace(root, 'symphonies/first.yaml', 'timeout: 5s', 'timeout: 6s'))).toBe(0);
  expect(await counted(() => appendFileSync(join(root, 'd.yaml'), '# more\n'))).toBe(0);
  expect(await counted(() => write(root, 'README.md', 'More.\n'))).toBe(0);
  expect(await counted(() => replace(root, 'symphonies/first.yaml', 'a: x', 'a: y'))).toBe(1);
  expect(await counted(() => appendFileSync(join(root, 'lib/wants.ts'), '// more\n'))).toBe(1);
  expect(await counted(() => {})).toBe(0);
});

it('starts another process when the one that was kept has ended', async () => {
  const root = tempWorkspace(files);
  const { host, started } = countingHost();
  const compiler = keepCompiler(host);
  kept.push(compiler);
  await verdictOf(root, compiler.host);
  appendFileSync(join(root, 'handlers/one.ts'), '// more\n');
  await verdictOf(root, compiler.host);
  expect(started).toHaveLength(1);
  started[0]!.kill();
  replace(root, 'handlers/one.ts', 'input: Wants', 'input: { q: string }');
  expect(await verdictOf(root, compiler.host)).toContain('SIGNATURE_MISMATCH');
  expect(started).toHaveLength(2);
});
