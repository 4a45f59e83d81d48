/** What is said about handlers that lead nowhere: once, at the place to correct, with what was probably meant. */
import { existsSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { runCli } from '../support/cli.ts';
import { type Seen, seenIn } from '../support/mistakes.ts';
import { tempWorkspace } from '../support/temp.ts';
import { checkFiles, diagnose } from '../support/workspace.ts';

const play = (status: string, ...handlers: string[]): string =>
  symphony({
    status,
    movements: movements(
      movement('one', ...handlers.map((handler, i) => beat(`b${i}`, `handler: ${handler}`, 'timeout: 5s'))),
    ),
  });

const files = (path: string, ...handlers: string[]): Record<string, string> => ({
  'symphony.yaml': workspace('build.yaml, play.yaml', `handlers:\n  notes: ${path}`),
  'handlers/notes.ts': 'export const load = () => 1;\nfunction pack() {}\nexport const other = pack;\n',
  'build.yaml': domain(),
  'play.yaml': play('active', ...handlers),
});

const codes = ['HANDLER_MODULE_UNUSABLE', 'HANDLER_NOT_FOUND', 'MISSING_IMPLEMENTATION', 'ROLLBACK_NOT_FOUND'];
const seen = (content: Record<string, string>): Promise<Seen[]> => seenIn(content, ...codes);

it.each<[path: string, at: string, problem: string, help?: string]>([
  [
    'handlers/note.ts',
    'symphony.yaml:7 handlers/note.ts',
    '`handlers/note.ts` does not exist',
    'did you mean `handlers/notes.ts`?',
  ],
  [
    'handler/notes.js',
    'symphony.yaml:7 handler/notes.js',
    '`handler/notes.js` does not exist',
    'did you mean `handlers/notes.ts`?',
  ],
  [
    'src/elsewhere.ts',
    'symphony.yaml:7 src/elsewhere.ts',
    '`src/elsewhere.ts` does not exist',
    'write the module, or correct its path',
  ],
  ['handlers', 'symphony.yaml:7 handlers', '`handlers` cannot be read: this is a folder, not a file'],
])('a module that cannot be used is told once, where it is declared: %s', async (path, at, problem, help) => {
  const found = await seen(files(path, 'notes#load', 'notes#other', 'notes#missing'));
  expect(found).toMatchObject([{ code: 'HANDLER_MODULE_UNUSABLE', at }]);
  expect(found[0]!.message).toBe(`the handler module \`notes\` cannot be used: ${problem}`);
  expect(found[0]!.help).toBe(help);
});

it.each(['/tmp/notes.ts', '../notes.ts', 'handlers\\notes.ts', 'node_modules/notes.ts'])(
  'a path that is not portable is told once, and as severely as a module that does not exist: %s',
  async (path) => {
    const found = await diagnose(files(path, 'notes#load', 'load'));
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['PATH_NOT_PORTABLE critical']);
  },
);

it('a module that is there is judged wherever it lies', async () => {
  const found = await diagnose({
    ...files('node_modules/notes.ts', 'notes#load'),
    'node_modules/notes.ts': 'let = {;',
  });
  expect(found.map(({ code, severity }) => `${code} ${severity}`).sort()).toEqual([
    'HANDLER_MODULE_UNUSABLE critical',
    'PATH_NOT_PORTABLE minor',
  ]);
});

describe('in a draft, a module', () => {
  const severities = async (content: Record<string, string>, more: Record<string, string> = {}) => {
    const found = await diagnose({ ...content, ...more });
    return found.filter(({ code }) => code === 'HANDLER_MODULE_UNUSABLE').map(({ severity }) => severity);
  };
  const draft = (path: string, handler: string): Record<string, string> => ({
    ...files(path),
    'play.yaml': play('draft', handler),
  });

  it.each(['notes#load', 'load'])('need not be written yet: %s', async (handler) => {
    expect(await severities(draft('lib/later.ts', handler))).toEqual(['info']);
  });
  it.each(['notes#load', 'load'])('has to be sound once it is there: %s', async (handler) => {
    const broken = { 'handlers/notes.ts': 'let = {;\n' };
    expect(await severities(draft('handlers/notes.ts', handler), broken)).toEqual(['critical']);
  });
  it('has to be written when something else may use it', async () => {
    const content = draft('lib/later.ts', 'notes#load');
    const more = {
      'symphony.yaml': content['symphony.yaml']!.replace('play.yaml', 'play.yaml, tour.yaml'),
      'tour.yaml': play('active', 'load').replace('id: play', 'id: tour'),
    };
    expect(await severities(content, more)).toEqual(['critical']);
  });
});

it('a syntax error is told once, where the syntax breaks', async () => {
  const content = {
    ...files('handlers/notes.ts', 'notes#load', 'load'),
    'handlers/notes.ts': 'const a = 1;\nlet = {;\n',
  };
  expect(await seen(content)).toMatchObject([
    {
      at: expect.stringMatching(/^handlers\/notes.ts:2 /) as string,
      message: expect.stringMatching(
        /^the handler module `notes` cannot be used: `handlers\/notes.ts` cannot be parsed: /,
      ) as string,
      notes: ['symphony.yaml:7 handlers/notes.ts: the module is declared here'],
    },
  ]);
});

it('a module that is too large and one behind a link say so', async () => {
  const outside = tempWorkspace({ 'notes.ts': 'export const load = () => 1;\n' });
  const root = tempWorkspace(files('handlers/notes.ts', 'notes#load'));
  const module = join(root, 'handlers/notes.ts');
  const said = async (): Promise<string> =>
    (await runCli(['check', '--no-cache', '--format', 'json'], { cwd: root })).out;
  truncateSync(module, 5 * 1024 * 1024);
  expect(await said()).toContain('`handlers/notes.ts` cannot be read: the file has 5.0 MiB; at most 4 are read');
  rmSync(module);
  symlinkSync(join(outside, 'notes.ts'), module);
  expect(await said()).toContain('`handlers/notes.ts` cannot be read: a link in the path leads out of the workspace');
  expect(await said()).not.toContain('does not exist');
});

it.each<[handler: string, message: string, help: string]>([
  [
    'handlers/notes.ts#load',
    'the workspace declares no handler module `handlers/notes.ts`',
    'did you mean `notes#load`?',
  ],
  [
    './handlers/notes#load',
    'the workspace declares no handler module `./handlers/notes`',
    'did you mean `notes#load`?',
  ],
  [
    'lib/other.ts#load',
    'the workspace declares no handler module `lib/other.ts`',
    'handlers are named by alias: declare one for `lib/other.ts` under `handlers` in `symphony.yaml`',
  ],
  [
    'archive#load',
    'the workspace declares no handler module `archive`',
    'declare it under `handlers` in `symphony.yaml`, and write the module; there is `notes`',
  ],
  ['notes#compile', '`handlers/notes.ts` has no export `compile`', 'it exports `load` and `other`'],
])('%s', async (handler, message, help) => {
  const content = { ...files('handlers/notes.ts', handler), 'lib/other.ts': 'export const load = () => 1;\n' };
  expect(await seen(content)).toMatchObject([{ message, help }]);
});

it('a function that its module does not export', async () => {
  expect(await seen(files('handlers/notes.ts', 'notes#pack'))).toMatchObject([
    {
      at: 'play.yaml:12 pack',
      message: '`pack` is declared in `handlers/notes.ts` but not exported',
      help: 'add `export`',
      notes: ['handlers/notes.ts:2 pack: declared here'],
    },
  ]);
});

it('is information while only drafts use the module, and keeps every symphony that uses it from running', async () => {
  const content = files('handlers/none.ts', 'notes#load');
  const severities = async (text: string): Promise<string[]> => {
    const result = await checkFiles({ ...content, 'play.yaml': text });
    if (!('verdict' in result)) throw new Error('the workspace cannot be read');
    const { diagnostics } = result.verdict;
    return diagnostics.filter(({ code }) => codes.includes(code)).map(({ severity }) => severity);
  };
  expect(await severities(play('draft', 'notes#load'))).toEqual(['info']);
  expect(await severities(play('active', 'notes#load'))).toEqual(['critical']);

  for (const [path, written] of [
    ['handlers/notes.ts', true],
    ['handlers/none.ts', false],
  ] as const) {
    const root = tempWorkspace(files(path, 'notes#load'));
    await runCli(['build', '--no-seal', '--targets', 'plan'], { cwd: root });
    expect(existsSync(join(root, 'out/plans/play.plan.json'))).toBe(written);
  }
});

it('a module that another alias names already is not suggested', async () => {
  const content = files('handlers/note.ts', 'notes#load');
  const handlers = (path: string) =>
    workspace('build.yaml, play.yaml', `handlers:\n  notes: ${path}\n  other: handlers/notes.ts`);
  const told = async (path: string) => (await seen({ ...content, 'symphony.yaml': handlers(path) }))[0]!;
  expect((await told('handlers/note.ts')).help).toBe('write the module, or correct its path');
  const extra = { 'handlers/noted.ts': 'export const load = () => 1;\n' };
  const [found] = await seen({ ...content, ...extra, 'symphony.yaml': handlers('handlers/note.ts') });
  expect(found!.help).toBe('did you mean `handlers/noted.ts`?');
});

it.each([
  ['notes.load', '`notes#load`'],
  ['notes:laod', '`notes#load`'],
])('an alias and a name without `#`: %s', async (handler, near) => {
  expect(await seen(files('handlers/notes.ts', handler))).toMatchObject([
    {
      code: 'MISSING_IMPLEMENTATION',
      message: `no handler module exports \`${handler}\``,
      help: `did you mean ${near}?`,
    },
  ]);
});
