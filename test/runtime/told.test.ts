/** What `symphonyc run` says on the way: what it cannot do, why it does not start, and whose output it shows. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bundle } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, 'run', 'play', ...args], {
    cwd: workspace!.root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('an approval is asked for, with the command that gives it and the one that goes on', async () => {
  workspace = await small({ beats: '- { id: a, approve: { by: chief, question: Shall we? } }' });
  const { status, stderr } = run();
  expect(status).toBe(4);
  expect(stderr).toContain('play: waiting: a confirmation is needed\n  play/first/a: Shall we? (chief decides)\n');
  expect(stderr).toMatch(/decide with: symphonyc approve \S+ 'play\/first\/a' --role chief --by NAME\n/);
  expect(stderr).toContain('    nobody may decide as chief: name who may under `approvers` in symphony.yaml');
  expect(stderr).toMatch(/then go on with: symphonyc run play --resume \S+\n/);
  expect(run('--help').stdout).toContain('--allow-nonconforming');
});

describe('a module that cannot be bundled', () => {
  const of = (handlers: string) =>
    small({
      beats: '- { id: a, handler: h#a, timeout: 5s }',
      files: {
        'symphony.yaml': smallSettings('', { handlers: 'handlers.ts' }),
        'handlers.ts': handlers,
      },
    });

  it.each([
    ['a first line', "/* ü */ import { b } from './nowhere.js';\nexport const a = () => b;\n", '1:27'],
    [
      'a module that asks for its address',
      "export const u = import.meta.url; import { b } from './nowhere.js';\nexport const a = () => b;\n",
      '1:53',
    ],
    ['a later line', "export const a = () => b;\nimport { b } from './nowhere.js';\n", '2:19'],
  ])('is refused with the mistake and its place: %s', async (_, text, at) => {
    workspace = await of(text);
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain(
      `the handler module \`handlers.ts\` cannot be loaded: handlers.ts:${at}: Could not resolve "./nowhere.js"`,
    );
  });
});

describe('a build that does not conform', () => {
  const beats = '- { id: a, run: [node, --version], timeout: 5s }';

  it('is not played, unless that is asked for', async () => {
    workspace = await small({ beats });
    expect(run().status).toBe(0);
    workspace.write('out/report/verdict.json', '{ "conforms": false }');
    const refused = run();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^play: not played\n {2}the build does not conform; see why with `symphonyc check`/);
    expect(run('--allow-nonconforming').status).toBe(0);
    workspace.write('out/report/verdict.json', '{ "conforms": true }');
    expect(run().status).toBe(0);
  });

  it('may be one whose verdict nobody can read', async () => {
    workspace = await small({ beats });
    workspace.write('out/report/verdict.json', '{');
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('the verdict of the build is damaged') });
    rmSync(join(workspace.root, 'out/report'), { recursive: true });
    expect(run().status).toBe(0);
  });
});

it('a beat is announced before what it prints, and each stands on a line of its own', async () => {
  workspace = await small({
    beats: `
- { id: a, title: Alpha, run: [node, -e, 'process.stdout.write("one")'], timeout: 5s }
- { id: b, title: Beta, run: [node, -e, 'console.log("two")'], timeout: 5s }`,
  });
  const { stderr } = run();
  expect(stderr.replace(/[\d.]+ m?s\b/g, 'N ms').replace(/run [\w-]+\)/, 'run ID)')).toBe(`Play (play), played mf
  First
    Alpha ...
one
    Alpha: done (N ms)
    Beta ...
two
    Beta: done (N ms)
play: done in N ms (run ID)
`);
});
