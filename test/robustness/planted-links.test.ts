/** A repository may carry links where symphonyc keeps its own folders: nothing they lead to is changed. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { digestTree, tempFolder, tempWorkspace } from '../support/temp.ts';

const mine = { 'keep.txt': 'mine', '0123456789abcdef0123456789abcdef/keep.txt': 'mine', 'draft-1/keep.txt': 'mine' };

function planted(path: string): { root: string; victim: string } {
  const [root, victim] = [tempWorkspace(starterFiles), tempWorkspace(mine)];
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(victim, join(root, path));
  return { root, victim };
}

it.each(['.symphony', '.symphony/builds', '.symphony/builds/out', '.symphony/lock'])(
  'a build does not follow a link at %s',
  async (path) => {
    const { root, victim } = planted(path);
    const before = digestTree(victim);
    const result = await runCli(['build'], { cwd: root });
    expectCivil(result);
    expect(result.code).toBe(2);
    expect(result.err).toContain(`${join(root, path)} is not a folder of its own`);
    expect(digestTree(victim)).toEqual(before);
  },
);

it.each(['.symphony', '.symphony/cache'])('a check does not follow a link at %s', async (path) => {
  const { root, victim } = planted(path);
  const before = digestTree(victim);
  for (let i = 0; i < 2; i++) expect(await runCli(['check'], { cwd: root })).toMatchObject({ code: 0 });
  expect(digestTree(victim)).toEqual(before);
});

it('a build does not replace an output link that leads elsewhere', async () => {
  const root = tempWorkspace(starterFiles);
  symlinkSync('.symphony/builds/../../elsewhere', join(root, 'out'));
  expect(await runCli(['build'], { cwd: root })).toMatchObject({
    code: 2,
    err: expect.stringContaining('was not made by symphonyc'),
  });
});

it('a build removes only what builds made from among its folders', async () => {
  const root = tempWorkspace({ ...starterFiles, '.symphony/builds/out/notes/keep.txt': 'mine' });
  for (const argv of [['build'], ['build', '--no-seal'], ['build']]) await runCli(argv, { cwd: root });
  expect(readFileSync(join(root, '.symphony/builds/out/notes/keep.txt'), 'utf8')).toBe('mine');
  expect(readdirSync(join(root, '.symphony/builds/out')).sort()).toHaveLength(4);
});

it('the cache is not keyed with a secret that is empty, or that others can read', async () => {
  for (const [text, mode] of [
    ['', 0o600],
    ['0'.repeat(64), 0o644],
  ] as const) {
    const config = tempFolder();
    writeFileSync(join(config, 'cache.key'), text, { mode });
    const root = tempWorkspace(starterFiles);
    await runCli(['check'], { cwd: root, host: hostWith(testEnvironment(config)) });
    expect(readdirSync(root)).not.toContain('.symphony');
  }
});
