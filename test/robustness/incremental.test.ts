/** Whatever was edited: a build with its cache leaves and says what a cold build of the same files does. */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeBaseline } from '../../compiler/diagnostics/baseline.ts';
import { openFingerprints } from '../../compiler/diagnostics/fingerprint.ts';
import type { Host } from '../../compiler/host/host.ts';
import { expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { faultHost } from '../support/fault-host.ts';
import { digestTree, type Files, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const host = hostWith(testEnvironment());
const header = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: The ${id}\nstatus: active\n`;

/** Two symphonies, one of which performs the other, over two domains, with what they refer to. */
const files: Files = {
  'symphony.yaml': `${header('Workspace', 'edits')}sources: ['*/*.yaml']
exclude: [handlers/*.yaml]
handlers: { one: handlers/one.ts, two: handlers/two.ts }
environments: { production: { key: C Major } }
targets: [plan, types, just, npm, report]
`,
  'handlers/ignored.yaml': 'not: a definition\n',
  'handlers/one.ts':
    "import { shared } from './shared.ts';\nexport const work = () => shared(1);\nexport const undo = () => shared(2);\n",
  'handlers/two.ts': 'export function rest() { return process.uptime(); }\n',
  'handlers/shared.ts': 'export const shared = (n: number) => process.uptime() + n;\n',
  'domains/app.yaml': `${header('Domain', 'app')}owner: us\nnamespace: app\nsymphonies: [inner, outer]\ndependsOn: [base]\n`,
  'domains/base.yaml': `${header('Domain', 'base')}owner: us\nnamespace: base\n`,
  'metrics/speed.yaml': `${header('Metric', 'speed')}unit: ms\ngoal: { atMost: 100 }\n`,
  'policies/bounded.yaml': `${header('Policy', 'bounded')}statement: Beats end.\nassert: { over: beat, that: beat.timeout_ms > 0 }\n`,
  'policies/fast.yaml': `${header('Policy', 'fast')}statement: It is fast.\ngate: { that: speed < 100.0 }\n`,
  'policies/kept.yaml': `${header('Policy', 'kept')}statement: It is kept.\nattest: { evidence: log }\n`,
  'symphonies/inner.yaml': `${header('Symphony', 'inner')}domain: app
key: C Major
events: [app.done]
metrics: [speed]
policies: [bounded, fast]
completion: [speed < 200.0]
movements:
  - id: first
    title: First
    beats:
      - { id: work, title: Work, handler: one#work, rollback: one#undo, timeout: 5s, emits: [app.done], measures: [speed], evidence: [log] }
      - { id: rest, title: Rest, handler: rest, timeout: 5s }
`,
  'symphonies/outer.yaml': `${header('Symphony', 'outer')}domain: app
policies: [kept]
movements:
  - id: only
    title: Only
    beats:
      - { id: inner, title: Inner, perform: inner, timeout: 1m }
      - { id: check, title: Check, run: [node, --version], timeout: 1s, needs: [inner] }
`,
};

interface Answer {
  readonly code: number;
  readonly out: string;
  /** Missing when the workspace could not be used. */
  readonly tree?: Record<string, string>;
}

async function run(command: string, root: string, on: Host = host): Promise<Answer> {
  const result = await runCli([command, '--format', 'json'], { cwd: root, host: on });
  expectCivil(result);
  const tree = command === 'build' && result.code < 2 ? digestTree(join(root, 'out/')) : undefined;
  return { code: result.code, out: result.out, tree };
}

/** The answer for a copy of the files that was never built. */
function cold(command: string, root: string): Promise<Answer> {
  const copy = tempFolder();
  const names = readdirSync(root).filter((name) => name !== '.symphony' && name !== 'out');
  for (const name of names) cpSync(join(root, name), join(copy, name), { recursive: true });
  return run(command, copy);
}

type Edit = (root: string) => void;

const replace =
  (path: string, from: string, to: string): Edit =>
  (root) => {
    const file = join(root, path);
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  };
const write =
  (path: string, content: string): Edit =>
  (root) =>
    writeFiles(root, { [path]: content });
const remove =
  (path: string): Edit =>
  (root) =>
    rmSync(join(root, path), { recursive: true, force: true });
const move =
  (from: string, to: string): Edit =>
  (root) => {
    if (existsSync(join(root, from)) && !existsSync(join(root, to))) renameSync(join(root, from), join(root, to));
  };
const restore = (path: string): Edit => write(path, String(files[path]));

/** What people do to a workspace, mistakes and repairs included. */
const edits: Readonly<Record<string, Edit>> = {
  'add a metric': write('metrics/more.yaml', `${header('Metric', 'more')}unit: count\n`),
  'add a second document': replace(
    'metrics/speed.yaml',
    'unit: ms',
    `unit: ms\n---\n${header('Metric', 'more')}unit: s`,
  ),
  'add a duplicate': write('domains/copy.yaml', String(files['domains/base.yaml'])),
  'add another symphony with a used id': write(
    'symphonies/twin.yaml',
    String(files['symphonies/inner.yaml']).replace('title: The inner', 'title: Its twin').replace('5s', '9s'),
  ),
  'add one before the other': write(
    'symphonies/before.yaml',
    String(files['symphonies/outer.yaml']).replace('title: The outer', 'title: Its twin').replace('1m', '9m'),
  ),
  'remove the twin': remove('symphonies/twin.yaml'),
  'remove the duplicate': remove('domains/copy.yaml'),
  'remove a metric': remove('metrics/speed.yaml'),
  'remove a domain': remove('domains/app.yaml'),
  'remove a policy': remove('policies/bounded.yaml'),
  'remove the inner symphony': remove('symphonies/inner.yaml'),
  'remove a handler module': remove('handlers/two.ts'),
  'remove a folder': remove('policies'),
  'rename a policy': move('policies/bounded.yaml', 'policies/zz.yaml'),
  'rename the policy back': move('policies/zz.yaml', 'policies/bounded.yaml'),
  'rename a file': move('symphonies/outer.yaml', 'symphonies/other.yaml'),
  'rename it back': move('symphonies/other.yaml', 'symphonies/outer.yaml'),
  'swap two files': (root) => {
    move('domains/app.yaml', 'domains/x')(root);
    move('domains/base.yaml', 'domains/app.yaml')(root);
    move('domains/x', 'domains/base.yaml')(root);
  },
  'rename an id': replace('symphonies/inner.yaml', 'id: inner', 'id: inside'),
  'rename a metric': replace('metrics/speed.yaml', 'id: speed', 'id: pace'),
  'change a title': replace('domains/app.yaml', 'The app', 'Another app'),
  'change a beat': replace('symphonies/inner.yaml', 'timeout: 5s', 'timeout: 7s'),
  'lose a timeout': replace('symphonies/inner.yaml', 'timeout: 5s, ', ''),
  'add a beat': replace(
    'symphonies/inner.yaml',
    '      - { id: rest',
    '      - { id: more, title: M, run: [node] }\n      - { id: rest',
  ),
  'misspell a handler': replace('symphonies/inner.yaml', 'one#work', 'one#wrok'),
  'misspell a policy': replace('symphonies/inner.yaml', 'bounded, fast', 'bounded, fsat'),
  'wait in a circle': replace('symphonies/outer.yaml', 'timeout: 1m', 'timeout: 1m, needs: [check]'),
  'perform oneself': replace('symphonies/inner.yaml', 'handler: rest,', 'perform: outer,'),
  'keep no evidence': replace('symphonies/inner.yaml', 'evidence: [log]', 'evidence: [dog]'),
  'ask for other evidence': replace('policies/kept.yaml', 'evidence: log', 'evidence: dog'),
  'produce evidence elsewhere': write(
    'symphonies/around.yaml',
    String(files['symphonies/outer.yaml'])
      .replace('id: outer', 'id: around')
      .replace('perform: inner', 'perform: outer')
      .replace('timeout: 1s', 'timeout: 1s, evidence: [dog]'),
  ),
  'apply a policy of the library': replace(
    'domains/app.yaml',
    'owner: us',
    'policies: [std/beats-have-a-purpose]\nowner: us',
  ),
  'apply one that there is not': replace('symphonies/outer.yaml', '[kept]', '[kept, std/beats-have-timeout]'),
  'call one by its bare name': replace('symphonies/outer.yaml', '[kept', '[beats-have-timeouts, kept'),
  'write a policy of that name': write(
    'policies/beats-have-timeouts.yaml',
    String(files['policies/bounded.yaml']).replace('id: bounded', 'id: beats-have-timeouts'),
  ),
  'compare with another unit': replace('policies/fast.yaml', '100.0', 'pace'),
  'change a policy': replace('policies/bounded.yaml', '> 0', '> 6000'),
  'break an expression': replace('policies/fast.yaml', 'speed < 100.0', 'speed <'),
  'change a unit': replace('metrics/speed.yaml', 'unit: ms', 'unit: count'),
  'make a draft': replace('symphonies/inner.yaml', 'status: active', 'status: draft'),
  'deprecate a metric': replace('metrics/speed.yaml', 'status: active', 'status: deprecated'),
  'export less': write('handlers/one.ts', 'export const work = () => process.uptime();\n'),
  'change an import': write('handlers/shared.ts', 'export const shared = (n: number) => n;\n'),
  'remove an import': remove('handlers/shared.ts'),
  'export twice': write('handlers/one.ts', 'export const work = () => 1;\nexport const rest = () => 2;\n'),
  'break YAML': replace('domains/app.yaml', 'owner: us', 'owner: [us'),
  'write a key twice': replace('domains/app.yaml', 'owner: us', 'owner: us\nowner: them'),
  'write to an excluded file': write('handlers/ignored.yaml', 'a: [\n'),
  'add a file at the root': write('loose.yaml', 'a: [\n'),
  'change a severity': replace('symphony.yaml', 'targets:', 'severities: { DOMAIN_UNUSED: major }\ntargets:'),
  'switch a rule off': replace('symphony.yaml', 'targets:', 'severities: { TIMEOUT_MISSING: "off" }\ntargets:'),
  'change the targets': replace('symphony.yaml', 'types, just, npm, ', ''),
  'change the environments': replace('symphony.yaml', 'C Major', 'D Major'),
  'change the sources': replace('symphony.yaml', "'*/*.yaml'", "'*/*.yaml', '*.yaml'"),
  'lose an alias': replace('symphony.yaml', ', two: handlers/two.ts', ''),
  'break symphony.yaml': replace('symphony.yaml', 'targets: [', 'targets: [['),
  'fail on less': replace('symphony.yaml', 'targets:', 'failOn: minor\ntargets:'),
  'remove out': remove('out'),
  'remove a file in out': remove('out/report/verdict.json'),
  'remove a folder in out': remove('out/plans'),
  // Without the link, it would be a folder that symphonyc did not make.
  'add a file in out': (root) => {
    if (existsSync(join(root, 'out'))) writeFiles(root, { 'out/report/mine.txt': 'mine' });
  },
  'edit a file in out, and a comment': (root) => {
    const file = join(root, 'out/report/report.md');
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(/[aeiou]/g, 'x'));
    replace('metrics/speed.yaml', 'unit: ms', 'unit: ms # edited')(root);
  },
  'waive a timeout': replace(
    'symphonies/inner.yaml',
    'movements:',
    '# symphonyc-waive TIMEOUT_MISSING until 2100-01-01 by us: So.\nmovements:',
  ),
  'waive what is over': replace(
    'symphonies/outer.yaml',
    'domain: app',
    'domain: app # symphonyc-waive DOMAIN_NOT_FOUND until 2020-01-01 by us: So.',
  ),
  'waive in symphony.yaml': replace(
    'symphony.yaml',
    'handlers:',
    '# symphonyc-waive HANDLER_MODULE_UNUSABLE until 2100-01-01 by us: So.\nhandlers:',
  ),
  'waive by file': write(
    'symphonyc.waivers.yaml',
    "apiVersion: symphonyc/v1\nkind: Waivers\nwaivers:\n  - { code: TIMEOUT_MISSING, file: '**', owner: us, reason: So, until: 2100-01-01 }\n",
  ),
  'waive no more': remove('symphonyc.waivers.yaml'),
  'record a violation': write(
    'symphonyc.baseline.json',
    writeBaseline(
      [
        {
          code: 'TIMEOUT_MISSING',
          subject: 'inner/first/work',
          message: 'the beat `work` may run without end: it has no timeout',
        },
      ].map((one) => ({ fingerprint: openFingerprints()(one), ...one })),
    ),
  ),
  'edit the baseline': replace('symphonyc.baseline.json', 'inner/', 'outer/'),
  'remove the baseline': remove('symphonyc.baseline.json'),
  'add a package.json': write('package.json', '{"name":"x","scripts":{"a":"b"}}'),
  'add another package.json': write('package.json', '{"workspaces":["packages/*"],"dependencies":{"yaml":"^2.0.0"}}'),
  'remove package.json': remove('package.json'),
  'lock a package': write('package-lock.json', '{"packages":{"":{},"node_modules/yaml":{"version":"2.9.1"}}}'),
  'lock another version': write('package-lock.json', '{"packages":{"":{},"node_modules/yaml":{"version":"3.0.0"}}}'),
  'lock nothing': write('package-lock.json', '{"packages":{"":{}}}'),
  'remove the lockfile': remove('package-lock.json'),
  'import a package': write(
    'handlers/shared.ts',
    "import { parse } from 'yaml';\nexport const shared = (n: number) => parse(n);\n",
  ),
  'import what is not there': write(
    'handlers/two.ts',
    "import { x } from './gone.ts';\nexport const rest = () => x();\n",
  ),
  'write what was not there': write('handlers/gone.ts', 'export const x = () => 1;\n'),
  'remove it again': remove('handlers/gone.ts'),
  'do nothing': write('handlers/one.ts', 'export const work = () => {};\nexport const undo = () => ({ ok: true });\n'),
  'do nothing elsewhere': write(
    'handlers/one.ts',
    "export { shared as work } from './shared.ts';\nexport const undo = (): number => process.uptime();\n",
  ),
  'run a script': replace('symphonies/outer.yaml', 'run: [node, --version]', 'run: [npm, run, a]'),
  'run a file': replace('symphonies/outer.yaml', 'run: [node, --version]', 'run: [node, scripts/go.mjs]'),
  'write the file': write('scripts/go.mjs', ''),
  'ask for telemetry': replace(
    'policies/bounded.yaml',
    'over: beat, that: beat.timeout_ms > 0',
    'over: beat, requires: telemetry',
  ),
  'add an alias': write('tsconfig.json', '{ "compilerOptions": { "paths": { "yaml": ["./handlers/two.ts"] } } }'),
  'add a package of the workspace': write('packages/a/package.json', '{"name":"a","dependencies":{"b":"*"}}'),
  'add one that it needs': write('packages/b/package.json', '{"name":"b"}'),
  'build both': replace(
    'symphonies/outer.yaml',
    'run: [node, --version]',
    "run: [npm, run, build, -w, '{p}'], each: { p: [a, b] }",
  ),
  'build them in order': replace('symphonies/outer.yaml', 'each: { p: [a, b] }', 'each: { p: [b, a] }'),
  ...Object.fromEntries(Object.keys(files).map((path) => [`restore ${path}`, restore(path)])),
};

const sequence = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.constantFrom('build', 'check', 'neither')),
  {
    minLength: 3,
    maxLength: 8,
  },
);

describe('a sequence of edits', () => {
  it('gives after each of them what a cold build gives', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async (steps) => {
        const root = tempWorkspace(files);
        await run('build', root);
        for (const [name, then] of steps) {
          edits[name]!(root);
          if (then === 'neither') continue;
          expect(await run(then, root), `${name}, ${then}`).toEqual(await cold(then, root));
        }
        const build = await run('build', root);
        expect(build).toEqual(await cold('build', root));
        expect(await run('build', root)).toEqual(build);
        expect((await run('check', root)).out).toBe((await cold('check', root)).out);
      }),
      { numRuns: 40 },
    );
    // Hundreds of builds, each of which asks TypeScript.
  }, 240_000);
  it.each(Object.keys(edits))('%s, and back', async (name) => {
    const root = tempWorkspace(files);
    const before = await run('build', root);
    edits[name]!(root);
    expect(await run('build', root)).toEqual(await cold('build', root));
    for (const path of readdirSync(root).filter((entry) => entry !== '.symphony' && entry !== 'out'))
      remove(path)(root);
    writeFiles(root, files);
    expect((await run('check', root)).out).toBe(before.out);
    expect(await run('build', root)).toEqual(before);
  });
});

it('follows packages and handlers through one change after the other', async () => {
  const root = tempWorkspace(files);
  await run('check', root);
  const codes = async (name: string): Promise<string[]> => {
    edits[name]!(root);
    const answer = await run('check', root);
    expect(answer, name).toEqual(await cold('check', root));
    const { diagnostics } = JSON.parse(answer.out) as { diagnostics: { code: string }[] };
    return [...new Set(diagnostics.map(({ code }) => code))].filter((code) => ofCode.has(code)).sort();
  };
  const ofCode = new Set([
    ...['BUILD_ORDER_VIOLATED', 'COMMAND_NOT_FOUND', 'DEPENDENCY_UNDECLARED', 'HANDLER_VACUOUS', 'LOCKFILE_MISSING'],
    ...['TELEMETRY_NOT_INSTRUMENTED', 'UNRESOLVED_IMPORT'],
  ]);
  const seen: string[] = [];
  for (const name of [
    ...['import a package', 'add a package.json', 'add another package.json', 'lock nothing', 'lock a package'],
    ...['import what is not there', 'write what was not there', 'remove it again', 'restore handlers/two.ts'],
    ...['do nothing', 'do nothing elsewhere', 'change an import', 'run a script', 'add a package.json'],
    ...['restore symphonies/outer.yaml', 'run a file', 'write the file', 'ask for telemetry'],
    ...['restore policies/bounded.yaml', 'restore symphonies/outer.yaml', 'add another package.json'],
    ...['add a package of the workspace', 'add one that it needs', 'build both', 'build them in order'],
  ])
    seen.push([`${name}:`, ...(await codes(name))].join(' '));
  expect(seen).toMatchInlineSnapshot(`
    [
      "import a package:",
      "add a package.json: DEPENDENCY_UNDECLARED LOCKFILE_MISSING",
      "add another package.json: LOCKFILE_MISSING",
      "lock nothing: UNRESOLVED_IMPORT",
      "lock a package:",
      "import what is not there: UNRESOLVED_IMPORT",
      "write what was not there:",
      "remove it again: UNRESOLVED_IMPORT",
      "restore handlers/two.ts:",
      "do nothing: HANDLER_VACUOUS",
      "do nothing elsewhere:",
      "change an import:",
      "run a script: COMMAND_NOT_FOUND",
      "add a package.json:",
      "restore symphonies/outer.yaml:",
      "run a file: COMMAND_NOT_FOUND",
      "write the file:",
      "ask for telemetry: TELEMETRY_NOT_INSTRUMENTED",
      "restore policies/bounded.yaml:",
      "restore symphonies/outer.yaml:",
      "add another package.json:",
      "add a package of the workspace:",
      "add one that it needs:",
      "build both: BUILD_ORDER_VIOLATED COMMAND_NOT_FOUND",
      "build them in order: COMMAND_NOT_FOUND",
    ]
  `);
});

it('keeps the plan of the symphony it was made of, whichever has its id', async () => {
  const root = tempWorkspace(files);
  for (const name of [
    'add another symphony with a used id',
    'change a title',
    'add one before the other',
    'change a beat',
  ]) {
    edits[name]!(root);
    expect(await run('build', root), name).toEqual(await cold('build', root));
  }
});

it('asks again who produces evidence, and whether a policy is there', async () => {
  const root = tempWorkspace(files);
  await run('build', root);
  for (const name of [
    'ask for other evidence',
    'produce evidence elsewhere',
    'call one by its bare name',
    'write a policy of that name',
  ]) {
    edits[name]!(root);
    expect(await run('build', root), name).toEqual(await cold('build', root));
  }
});

describe('a command with nothing to do', () => {
  /** What was written in the instant of a build proves nothing yet. */
  const instant = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
  const folders = '[domains/*.yaml, handlers/*.yaml, metrics/*.yaml, policies/*.yaml, symphonies/*.yaml]';

  it.each([
    ['in folders', folders, 1],
    // The first build adds `out` to the folder that they look at.
    ['at the root', "['**/*.yaml']", 2],
  ])('writes nothing and reads no source, with sources %s', async (_, sources, builds) => {
    const symphony = String(files['symphony.yaml']).replace("['*/*.yaml']", sources);
    const root = tempWorkspace({ ...files, 'symphony.yaml': symphony });
    for (let i = 0; i < builds; i++) {
      await instant();
      await run('build', root);
    }
    await expectNothingToDo(root);
    replace('metrics/speed.yaml', 'title: The', 'title: Another')(root);
    await instant();
    await run('build', root);
    await expectNothingToDo(root);
  });

  async function expectNothingToDo(root: string): Promise<void> {
    for (const command of ['build', 'check']) {
      const watched = faultHost(host, () => undefined);
      await run(command, root, watched);
      const calls = watched.calls.filter(({ operation }) => operation !== 'realPath');
      expect(calls.filter(({ path }) => !/\/(\.symphony\/cache\/|cache\.key$)/.test(path))).toEqual([]);
      expect(calls.every(({ operation }) => operation === 'readFile')).toBe(true);
    }
  }
});

describe('an edit in the same instant', () => {
  const speed = String(files['metrics/speed.yaml']);
  const [ratio, score] = ['ratio', 'score'].map((unit) => speed.replace('unit: ms', `unit: ${unit}`));

  it('and of the same size is noticed, however often', async () => {
    const root = tempWorkspace(files);
    for (let i = 0; i < 20; i++) {
      writeFiles(root, { 'metrics/speed.yaml': ratio! });
      await run(i % 2 === 0 ? 'build' : 'check', root);
      writeFiles(root, { 'metrics/speed.yaml': score! });
      writeFiles(root, { 'metrics/speed.yaml': speed.replace('unit: ms', 'unit: count') });
      writeFiles(root, { 'metrics/speed.yaml': i % 3 === 0 ? ratio! : score! });
      expect(await run('build', root)).toEqual(await cold('build', root));
    }
  });
  it('is noticed when it comes after the file was read, in a tick that lasts', async () => {
    const root = tempWorkspace(files);
    const path = join(root, 'metrics/speed.yaml');
    writeFileSync(path, ratio!);
    const { mtimeMs, size } = host.stat(path)!;
    let now = mtimeMs + 5;
    /** Its clock and its file times stand still while the check runs; the file changes once it was read. */
    const coarse: Host = {
      ...host,
      now: () => now,
      stat: (asked) => {
        const stat = host.stat(asked);
        return stat && asked === path ? { ...stat, mtimeMs, ctimeMs: mtimeMs } : stat;
      },
      readFile: (asked) => {
        const bytes = host.readFile(asked);
        if (asked === path) writeFileSync(path, score!);
        return bytes;
      },
    };
    expect(score!.length).toBe(size);
    await run('check', root, coarse);
    now += 1000;
    expect((await run('check', root, coarse)).out).toBe((await cold('check', root)).out);
  });
});
