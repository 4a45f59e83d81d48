/** Specifications and tests that beats name: whatever happens to them, a check with its cache says what a cold one does. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../compiler/host/host.ts';
import { expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { faultHost } from '../support/fault-host.ts';
import { type Files, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const host = hostWith(testEnvironment());
const header = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: The ${id}\nstatus: active\n`;
const symphony = (id: string, ...beats: string[]): string =>
  `${header('Symphony', id)}domain: app\nmovements:\n  - id: one\n    title: One\n    beats:\n${beats.map((beat) => `      - ${beat}\n`).join('')}`;

const feature = 'Feature: Work\n  Scenario: It works\n    Given a\n    When b\n    Then c\n';
const test = `import { expect, it } from 'vitest';
import { start } from './start.ts';
it('works', async () => {
  expect(await start()).toBe(1);
});
`;
const files: Files = {
  'symphony.yaml': `${header('Workspace', 'linked')}sources: ['*.yaml']\nhandlers: { one: one.ts }\n`,
  'app.yaml': `${header('Domain', 'app')}owner: us\nnamespace: app\n`,
  'one.ts': 'export const work = async () => process.uptime();\n',
  'linked.yaml': symphony(
    'linked',
    "{ id: a, title: A, handler: one#work, timeout: 5s, spec: 'specs/work.feature#It works', test: 'test/work.test.ts#works' }",
    '{ id: b, title: B, run: [node], timeout: 5s, spec: specs/other.feature }',
  ),
  'free.yaml': symphony('free', '{ id: a, title: A, run: [node], timeout: 5s }'),
  'specs/work.feature': feature,
  'specs/other.feature': feature,
  'test/work.test.ts': test,
  'test/start.ts': "import { work } from '../one.ts';\nexport const start = () => work();\n",
};

async function check(root: string, on: Host = host, argv: readonly string[] = []): Promise<string> {
  const result = await runCli(['check', '--format', 'json', ...argv], { cwd: root, host: on });
  expectCivil(result);
  return result.out;
}

/** The answer for a copy of the files that was never checked. */
function cold(root: string): Promise<string> {
  const copy = tempFolder();
  for (const name of readdirSync(root).filter((one) => one !== '.symphony'))
    cpSync(join(root, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
  return check(copy);
}

/** But for what small symphonies lack. */
const codes = (out: string): string[] =>
  (JSON.parse(out).diagnostics as { code: string; file: string }[])
    .filter(({ code }) => code !== 'COMPLETION_MISSING')
    .map(({ code, file }) => `${code} ${file}`);

type Edit = (root: string) => void;
const write =
  (path: string, text: string): Edit =>
  (root) =>
    writeFiles(root, { [path]: text });
const remove =
  (path: string): Edit =>
  (root) =>
    rmSync(join(root, path), { recursive: true });

const edits: Readonly<Record<string, readonly [Edit, ...string[]]>> = {
  'a scenario is renamed': [
    write('specs/work.feature', feature.replace('It works', 'It does')),
    'BDD_SCENARIO_NOT_FOUND linked.yaml',
  ],
  'a step is lost': [
    write('specs/work.feature', feature.replace('    Then c\n', '')),
    'BDD_STEPS_INCOMPLETE linked.yaml',
  ],
  'a scenario is added': [write('specs/work.feature', `${feature}  Scenario: More\n    Given a\n`)],
  'a scenario is added to what is named as a whole': [
    write('specs/other.feature', `${feature}  Scenario: More\n    Given a\n`),
    'BDD_STEPS_INCOMPLETE linked.yaml',
  ],
  'a comment is added': [write('specs/work.feature', `# A comment\n${feature}`)],
  'a feature breaks': [write('specs/work.feature', `${feature}prose\n`), 'BDD_SPEC_INVALID specs/work.feature'],
  'a feature is gone': [remove('specs/work.feature'), 'BDD_SPEC_NOT_FOUND linked.yaml'],
  'a feature is a folder': [
    (root) => {
      remove('specs/work.feature')(root);
      mkdirSync(join(root, 'specs/work.feature'));
    },
    'BDD_SPEC_INVALID linked.yaml',
  ],
  'a feature is bytes': [
    (root) => writeFileSync(join(root, 'specs/work.feature'), Uint8Array.of(0, 255, 1, 254)),
    'BDD_SPEC_INVALID linked.yaml',
  ],
  'a feature is huge': [write('specs/work.feature', feature + ' '.repeat(5_000_000)), 'BDD_SPEC_INVALID linked.yaml'],
  'a feature is a link that leads out': [
    (root) => {
      remove('specs/work.feature')(root);
      symlinkSync('/etc/hostname', join(root, 'specs/work.feature'));
    },
    'BDD_SPEC_INVALID linked.yaml',
  ],
  'a feature is a link that leads nowhere': [
    (root) => {
      remove('specs/work.feature')(root);
      symlinkSync('nowhere', join(root, 'specs/work.feature'));
    },
    'BDD_SPEC_INVALID linked.yaml',
  ],
  'all specifications are gone': [remove('specs'), 'BDD_SPEC_NOT_FOUND linked.yaml', 'BDD_SPEC_NOT_FOUND linked.yaml'],
  'a test is renamed': [
    write('test/work.test.ts', test.replace("'works'", "'does'")),
    'TEST_LINK_NOT_FOUND linked.yaml',
  ],
  'a test is skipped': [write('test/work.test.ts', test.replace('it(', 'it.skip(')), 'TEST_LINK_VACUOUS linked.yaml'],
  'a test asserts nothing': [
    write('test/work.test.ts', test.replace('expect(await start()).toBe(1)', 'await start()')),
    'TEST_LINK_VACUOUS linked.yaml',
  ],
  'a test breaks': [write('test/work.test.ts', `${test}}`), 'TEST_FILE_UNUSABLE test/work.test.ts'],
  'a test is gone': [remove('test/work.test.ts'), 'TEST_LINK_NOT_FOUND linked.yaml'],
  'what a test imports no longer leads to the handler': [
    write('test/start.ts', 'export const start = () => process.pid;\n'),
    'TEST_LINK_VACUOUS linked.yaml',
  ],
  'what a test imports is gone': [remove('test/start.ts')],
  'what a test imports starts processes': [
    write('test/start.ts', "import { fork } from 'node:child_process';\nexport const start = () => fork('one.ts');\n"),
  ],
  'the handler comes from elsewhere': [
    (root) =>
      writeFiles(root, {
        'one.ts': "export { work } from './two.ts';\n",
        'two.ts': 'export const work = async () => process.uptime();\n',
        'test/start.ts': "export { work as start } from '../two.ts';\n",
      }),
  ],
};

describe('a check after', () => {
  it.each(Object.keys(edits))('%s, and back', async (name) => {
    const [edit, ...expected] = edits[name]!;
    const root = tempWorkspace(files);
    const before = await check(root);
    expect(codes(before)).toEqual([]);
    edit(root);
    const after = await check(root);
    expect(codes(after)).toEqual(expected);
    expect(after).toBe(await cold(root));
    expect(after).toBe(await check(root, host, ['--no-cache']));
    for (const entry of readdirSync(root).filter((one) => one !== '.symphony'))
      rmSync(join(root, entry), { recursive: true });
    writeFiles(root, files);
    expect(await check(root)).toBe(before);
  });
});

it('a nearest file that appears later is suggested then', async () => {
  const root = tempWorkspace(files);
  remove('specs/work.feature')(root);
  await check(root);
  write('specs/wrok.feature', feature)(root);
  const out = await check(root);
  expect(out).toContain('did you mean `specs/wrok.feature`?');
  expect(out).toBe(await cold(root));
});

it('an edited feature is read again, and of the documents only what names it', async () => {
  const root = tempWorkspace(files);
  await check(root);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await check(root);
  write('specs/work.feature', feature.replace('Then', 'And'))(root);
  const watched = faultHost(host, () => undefined);
  await check(root, watched);
  const read = watched.calls.filter(({ operation }) => operation === 'readFile').map(({ path }) => path);
  const own = read.filter((path) => !/\/\.symphony\/|cache\.key$|symphony\.yaml$/.test(path));
  expect([...new Set(own.map((path) => path.slice(root.length + 1)))].sort()).toEqual([
    'linked.yaml',
    'specs/work.feature',
  ]);
});

it('features, tests and what these import are part of the evidence', async () => {
  const root = tempWorkspace(files);
  expect(await runCli(['build'], { cwd: root, host })).toMatchObject({ code: 0 });
  const { inputs } = JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8'));
  const paths = inputs.map(({ path }: { path: string }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['specs/other.feature', 'specs/work.feature', 'test/start.ts', 'test/work.test.ts']),
  );
});
