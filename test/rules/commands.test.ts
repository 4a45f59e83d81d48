/** Commands of beats: which the workspace has, and what is said of those that it does not have. */
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { seenIn } from '../support/mistakes.ts';

const manifest = {
  name: 'house',
  scripts: { build: 'x', lint: 'x', 'test:unit': 'x' },
  bin: { 'house-tool': 'x.js' },
  workspaces: ['packages/*'],
  devDependencies: { vitest: '1' },
};
const lock = {
  packages: {
    '': {},
    'node_modules/vitest': { version: '1.0.0', bin: { vitest: 'x.mjs' } },
    'node_modules/@biomejs/biome': { version: '1.0.0', bin: 'x.js' },
  },
};
const around: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify(manifest),
  'package-lock.json': JSON.stringify(lock),
  'packages/a/package.json': '{ "name": "@us/a", "scripts": { "build": "x", "only": "x" } }',
  'packages/b/package.json': '{ "name": "@us/b", "scripts": { "build": "x" } }',
  'scripts/copy.mjs': '',
  'scripts/tool/index.js': '',
  'run.sh': '',
};

const files = (run: string, fields: readonly string[] = [], more = around): Record<string, string> => ({
  'symphony.yaml':
    'apiVersion: symphonyc/v1\nkind: Workspace\nid: example\ntitle: Example\nsources: [domain.yaml, play.yaml]\ntools: [git, pnpm]\n',
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', `run: [${run}]`, 'timeout: 5s', ...fields))),
  }),
  ...more,
});

const told = (content: Record<string, string>) => seenIn(content, 'COMMAND_NOT_FOUND');

describe('exists', () => {
  it.each([
    ...[
      'npm',
      'npm, --version',
      'npm, ci',
      'npm, run',
      'npm, run, build',
      'npm, run-script, lint, --, --fix',
      'npm, run, env',
    ],
    ...[
      'npm, --silent, run, build',
      'npm, run, only, -w, "@us/a"',
      'npm, -w, packages/a, run, only',
      'npm, run, build, --workspace=packages',
    ],
    ...['npm, run, nothing, --if-present', 'npm, --prefix, elsewhere, test', 'npm, run, nothing, --workspaces'],
    ...[
      'npx, vitest, run',
      'npx, --yes, biome',
      'npx, "@biomejs/biome@2.0.0"',
      'npm, exec, --, vitest',
      'npx, house-tool',
      'npx, -c, anything',
    ],
    ...[
      'node, scripts/copy.mjs',
      'node, ./scripts/tool',
      'node, --import, tsx, scripts/copy.mjs',
      'node, --run, lint',
      'node, --test, x',
    ],
    ...['node, -e, "1"', 'node, -pe, "1"', 'node, dist/gone.js', 'node, --env-file=.env, scripts/copy.mjs', 'node, -'],
    ...[
      './run.sh',
      'run.sh/../run.sh',
      'git, status',
      'pnpm, run, nothing',
      'vitest',
      'biome, check',
      'symphonyc, verify',
    ],
    ...['node_modules/.bin/vitest', './build/tool'],
  ])('%s', async (run) => {
    expect(await told(files(run))).toEqual([]);
  });
});

describe('does not exist', () => {
  it.each<[run: string, at: string, message: string, help?: string]>([
    ['npm, run, biuld', 'biuld', 'there is no script `biuld` in `package.json`', 'did you mean `build`?'],
    ['npm, test', 'test', 'there is no script `test` in `package.json`'],
    ['npm, start', 'start', 'there is no script `start` in `package.json`'],
    ['npm, run, only', 'only', 'there is no script `only` in `package.json`'],
    ['npm, run, only, -w, "@us/b"', 'only', 'there is no script `only` in `packages/b/package.json`'],
    ['npm, run, lint, -w, packages', 'lint', 'there is no script `lint` in `packages/a/package.json`'],
    [
      'npm, run, build, -w, "@us/c"',
      '"@us/c"',
      '`@us/c` is no npm workspace of `package.json`',
      'did you mean `@us/a`?',
    ],
    ['node, --run, lnit', 'lnit', 'there is no script `lnit` in `package.json`', 'did you mean `lint`?'],
    ['node, scripts/cpoy.mjs', 'scripts/cpoy.mjs', 'there is no file `scripts/cpoy.mjs` in the workspace'],
    ['node, --import, tsx, gone.ts', 'gone.ts', 'there is no file `gone.ts` in the workspace'],
    ['node, ../x.mjs', '../x.mjs', '`../x.mjs` is no file of the workspace'],
    ['npx, vitset', 'vitset', 'no locked package gives a command `vitset`', 'did you mean `vitest`?'],
    ['npm, exec, --, vite', 'vite', 'no locked package gives a command `vite`', 'add the package to `devDependencies`'],
    ['node_modules/.bin/vite', 'node_modules/.bin/vite', 'no locked package gives a command `vite`'],
    ['./rnu.sh', './rnu.sh', 'there is no file `./rnu.sh` in the workspace'],
    ['/bin/true', '/bin/true', '`/bin/true` is no file of the workspace'],
    ['gti, status', 'gti', '`gti` is neither a command of a locked package nor a tool that the workspace declares'],
  ])('%s', async (run, at, message, help) => {
    const [found, ...more] = await told(files(run));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ at: expect.stringContaining(` ${at}`) as string, message });
    if (help !== undefined) expect(found!.help).toBe(help);
  });
  it('for one of the values of `each`, told once', async () => {
    const found = await told(files('node, "scripts/{name}.mjs"', ['each: { name: [copy, clean, clear] }']));
    expect(found).toMatchObject([
      { at: 'play.yaml:12 "scripts/{name}.mjs"', message: 'there is no file `scripts/clean.mjs` in the workspace' },
    ]);
  });
});

describe('is not known', () => {
  it.each<[title: string, run: string, more: Record<string, string>]>([
    ['a script without package.json', 'npm, run, anything', {}],
    ['a command without package.json', 'npx, anything', {}],
    ['a command of another lockfile', 'npx, anything', { 'package.json': around['package.json']!, 'yarn.lock': '' }],
    ['a command before anything is locked', 'anything', { 'package.json': around['package.json']! }],
  ])('%s', async (_, run, more) => {
    expect(await told(files(run, [], more))).toEqual([]);
  });
});
