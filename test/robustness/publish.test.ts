/** Outputs are the old build or the new one, whatever refuses to work, whoever else builds, whatever was left behind. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { Host, HostErrorCode } from '../../compiler/host/host.ts';
import { expectCivil, hostWith, runBundle, runCli, testEnvironment } from '../support/cli.ts';
import { faultHost, fullDiskFrom } from '../support/fault-host.ts';
import { digestTree, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const environment = testEnvironment();
const host = hostWith(environment);
const files = {
  ...starterFiles,
  'symphony.yaml': `${starterFiles['symphony.yaml']}targets: [plan, types, report]\n`,
};
const edited = { 'metrics/words.yaml': starterFiles['metrics/words.yaml']!.replace('Words in', 'All words in') };

const build = (cwd: string, argv: readonly string[] = [], on: Host = host) =>
  runCli(['build', '--format', 'json', ...argv], { cwd, host: on });
const tree = (root: string, out = 'out'): Record<string, string> => digestTree(`${join(root, out)}/`);

/** The trees of the workspace before and after the edit, as cold builds make them. */
async function bothTrees(): Promise<{ old: Record<string, string>; fresh: Record<string, string> }> {
  const [before, after] = [tempWorkspace(files), tempWorkspace({ ...files, ...edited })];
  await build(before);
  await build(after);
  return { old: tree(before), fresh: tree(after) };
}

/** A workspace that was built and then edited. */
async function editedWorkspace(): Promise<string> {
  const root = tempWorkspace(files);
  expect((await build(root)).code).toBe(0);
  writeFiles(root, edited);
  return root;
}

const builds = (root: string): string[] =>
  readdirSync(join(root, '.symphony/builds/out')).filter((name) => name !== 'current');
const shownBuild = (root: string): string => readlinkSync(join(root, '.symphony/builds/out/current'));

describe('an output folder', () => {
  it.each(['a folder', 'a file', 'a link elsewhere', 'a broken link'])(
    'that is %s is refused and left alone',
    async (what) => {
      const foreign = tempWorkspace({ 'mine.txt': 'mine' });
      const root = tempWorkspace(files);
      const out = join(root, 'out');
      if (what === 'a folder') writeFiles(root, { 'out/mine.txt': 'mine' });
      else if (what === 'a file') writeFileSync(out, 'mine');
      else symlinkSync(what === 'a broken link' ? 'nowhere' : foreign, out);
      for (const argv of [[], ['--no-cache']]) {
        const result = await build(root, argv);
        expectCivil(result);
        expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
        expect(result.err).toContain('was not made by symphonyc');
      }
      expect(
        readFileSync(
          what === 'a file' ? out : what === 'a folder' ? join(out, 'mine.txt') : join(foreign, 'mine.txt'),
          'utf8',
        ),
      ).toBe('mine');
      expect(existsSync(join(root, '.symphony/builds'))).toBe(false);
    },
  );
  it.each(['other', 'x/y/out', '../beside', '.symphony/mine'])('elsewhere, at %s, holds the same', async (out) => {
    const root = join(tempFolder(), 'w');
    writeFiles(root, files);
    await build(root);
    expect((await build(root, ['--out', out])).code).toBe(0);
    expect(tree(root, out)).toEqual(tree(root));
    writeFiles(root, edited);
    await build(root, ['--out', out]);
    await build(root);
    expect(tree(root, out)).toEqual(tree(root));
  });
  it('does not take away what another one beside it shows', async () => {
    const root = tempWorkspace(files);
    for (let i = 0; i < 3; i++) {
      writeFiles(root, { 'metrics/words.yaml': `${starterFiles['metrics/words.yaml']}description: ${i}\n` });
      await build(root);
      await build(root, ['--out', 'second']);
      await build(root, ['--out', 'third', '--no-seal']);
      expect(tree(root, 'second')).toEqual(tree(root));
      expect(Object.keys(tree(root, 'third')).length).toBeGreaterThan(3);
    }
  });
  it('that somebody edited without a trace in its times is written again with the next change', async () => {
    const root = await editedWorkspace();
    for (const path of ['plans/publish-notes.plan.json', 'report/verdict.json', 'types/context.d.ts']) {
      const file = join(root, 'out', path);
      const { atime, mtime } = statSync(file);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/[a-f]/g, 'e'));
      utimesSync(file, atime, mtime);
    }
    const { fresh } = await bothTrees();
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(fresh);
  });
  it('loses its build folder and gets it back', async () => {
    const root = tempWorkspace(files);
    await build(root);
    const before = tree(root);
    rmSync(join(root, '.symphony/builds'), { recursive: true });
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(before);
    rmSync(join(root, '.symphony'), { recursive: true });
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(before);
  });
  it('keeps one build more than it shows', async () => {
    const root = tempWorkspace(files);
    for (let i = 0; i < 4; i++) {
      writeFiles(root, { 'metrics/words.yaml': `${starterFiles['metrics/words.yaml']}description: ${i}\n` });
      const before = i === 0 ? [] : [shownBuild(root)];
      await build(root);
      expect(builds(root).sort()).toEqual([...before, shownBuild(root)].sort());
    }
  });
});

describe('what was left behind', () => {
  const exited = (): Promise<number> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['-e', '']);
      child.on('close', () => resolve(child.pid!));
    });
  it.each([
    ['a lock of a dead process', async () => String(await exited())],
    ['a lock with the number of this process', async () => String(process.pid)],
    ['a lock that says nothing', async () => ''],
    ['a lock that is rubbish', async () => '\0\0'],
  ])('%s is taken over', async (_, content) => {
    const root = await editedWorkspace();
    const lock = join(root, '.symphony/lock');
    writeFileSync(lock, await content());
    utimesSync(lock, 0, 0);
    expect((await build(root)).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
    expect(readdirSync(join(root, '.symphony')).sort()).toEqual(['builds', 'cache']);
  });
  it('the lock of a living process is waited for', async () => {
    const root = await editedWorkspace();
    const old = tree(root);
    const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    writeFileSync(join(root, '.symphony/lock'), String(sleeper.pid));
    let done = false;
    const running = build(root).finally(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect({ done, tree: tree(root) }).toEqual({ done: false, tree: old });
    sleeper.kill();
    expect((await running).code).toBe(0);
    expect(tree(root)).not.toEqual(old);
  });
  it('drafts, unfinished builds and links are collected, also when nothing is new', async () => {
    const root = tempWorkspace(files);
    await build(root);
    const litter = (): void => {
      mkdirSync(join(root, '.symphony/builds/out/draft-4711/site'), { recursive: true });
      writeFileSync(join(root, '.symphony/builds/out/draft-4711/site/x'), 'x');
      symlinkSync('nowhere', join(root, '.symphony/builds/out/draft-link'));
      writeFileSync(join(root, '.symphony/lock.999999999.abc.tmp'), '999999999');
      writeFileSync(join(root, '.symphony/lock.takeover'), '999999999');
    };
    litter();
    await build(root, ['--no-cache']);
    expect(builds(root)).toEqual([shownBuild(root)]);
    litter();
    mkdirSync(join(root, '.symphony/builds/out', 'f'.repeat(32)));
    writeFiles(root, edited);
    expect((await build(root)).code).toBe(0);
    expect(builds(root)).toHaveLength(2);
    expect(readdirSync(join(root, '.symphony')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('a disk that refuses', () => {
  it.each<[HostErrorCode, string, number]>([
    ['ENOSPC', 'no space left', 1],
    ['EACCES', 'permission is missing', 5],
    ['EROFS', 'read-only', 5],
    ['EIO', 'EIO', 5],
  ])('with %s at any write leaves the old build or the new one', async (code, message, step) => {
    const { old, fresh } = await bothTrees();
    const counted = faultHost(host, () => undefined);
    await build(await editedWorkspace(), [], counted);
    const writes = counted.calls.length;
    let refused = 0;
    const root = await editedWorkspace();
    for (let n = 0; n < writes; n += step) {
      const result = await build(root, [], faultHost(host, fullDiskFrom(n, code)));
      expectCivil(result);
      const now = tree(root);
      if (result.code === 0) expect(now).toEqual(fresh);
      else {
        refused++;
        expect(result.code).toBe(2);
        expect(result.err).toContain(message);
        expect([JSON.stringify(old), JSON.stringify(fresh)]).toContain(JSON.stringify(now));
      }
      if (JSON.stringify(now) === JSON.stringify(old)) continue;
      // The new build got through; back to the old one for the next round.
      writeFiles(root, { 'metrics/words.yaml': starterFiles['metrics/words.yaml']! });
      expect((await build(root)).code).toBe(0);
      expect(tree(root)).toEqual(old);
      writeFiles(root, edited);
    }
    expect(refused).toBeGreaterThan(2);
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(fresh);
    expect(builds(root).length).toBeLessThan(3);
  });
  it('when only one operation fails, the next build repairs what is missing', async () => {
    const { old, fresh } = await bothTrees();
    for (const operation of [
      'remove',
      'rename',
      'pointLink',
      'createExclusive',
      'makeDirectory',
      'writeNew',
      'linkFile',
    ] as const) {
      const root = await editedWorkspace();
      let failed = false;
      const once = faultHost(host, (call) => {
        if (failed || call.operation !== operation) return undefined;
        failed = true;
        return 'EIO';
      });
      const result = await build(root, [], once);
      expectCivil(result);
      expect([JSON.stringify(old), JSON.stringify(fresh)]).toContain(JSON.stringify(tree(root)));
      expect((await build(root)).code).toBe(0);
      expect(tree(root)).toEqual(fresh);
    }
  });
  it('makes a first build fail without a trace in the output folder', async () => {
    const root = tempWorkspace(files);
    const result = await build(root, [], faultHost(host, fullDiskFrom(4, 'ENOSPC')));
    expect(result.code).toBe(2);
    expect(existsSync(join(root, 'out'))).toBe(false);
    expect((await build(root)).code).toBe(0);
  });
  it('is said by `init` and `--output` too', async () => {
    const root = tempFolder();
    const full = faultHost(host, fullDiskFrom(3, 'ENOSPC'));
    const init = await runCli(['init', '.'], { cwd: root, host: full });
    expectCivil(init);
    expect(init.code).toBe(2);
    expect(init.err).toContain('no space left');
    const checked = await runCli(['check', '--no-cache', '--output', 'json=report.json'], {
      cwd: tempWorkspace(files),
      host: faultHost(host, fullDiskFrom(0, 'EROFS')),
    });
    expectCivil(checked);
    expect(checked.code).toBe(2);
    expect(checked.err).toContain('read-only');
  });
  it('does not keep a workspace from being checked', async () => {
    const root = tempWorkspace(files);
    const result = await runCli(['check'], { cwd: root, host: faultHost(host, fullDiskFrom(0, 'EROFS')) });
    expect(result.code).toBe(0);
    expect(readdirSync(root)).not.toContain('.symphony');
  });
});

describe('builds at the same time', () => {
  it.each([2, 4])('%i of them leave one whole build that verifies', async (count) => {
    const root = tempWorkspace(files);
    const rounds = count === 2 ? 3 : 2;
    for (let round = 0; round < rounds; round++) {
      const running = Array.from({ length: count }, (_, i) => {
        writeFiles(root, { 'metrics/words.yaml': `${starterFiles['metrics/words.yaml']}description: ${round} ${i}\n` });
        return runBundle(['build', '--format', 'json', ...(i % 2 ? ['--no-cache'] : [])], { cwd: root, environment });
      });
      running.push(runBundle(['check', '--format', 'json'], { cwd: root, environment }));
      for (const result of await Promise.all(running)) {
        expectCivil(result);
        expect(result.code, result.err).toBe(0);
      }
      expect((await build(root)).code).toBe(0);
      const copy = tempWorkspace({ ...files, 'metrics/words.yaml': readFileSync(join(root, 'metrics/words.yaml')) });
      const cold = await build(copy);
      expect(tree(root)).toEqual(tree(copy));
      expect((await runCli(['check', '--format', 'json'], { cwd: root, host })).out).toBe(cold.out);
      const key = join(root, 'out/evidence/public-key.pem');
      expect((await runCli(['verify', 'out', '--key', key], { cwd: root, host })).code).toBe(0);
      expect(builds(root).length).toBeLessThan(3);
      expect(readdirSync(join(root, '.symphony')).sort()).toEqual(['builds', 'cache']);
    }
  });
});
