/** Builds that want to write into one folder at the same time, and locks of builds that are gone. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../compiler/host/host.ts';
import { expectCivil, runBundle, runCli } from '../support/cli.ts';
import { build, editedWorkspace, environment, files, host, tree } from '../support/edited-workspace.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';

describe('a lock that is found', () => {
  const { processId } = host;
  const start = host.processStart(processId);
  const machine = host.machine();
  /** Puts a lock there, as another build would, and gives its path. */
  const forge = (root: string, name: string, age = 0): string => {
    writeFiles(root, { [`.symphony/lock/${name}`]: '' });
    const path = join(root, '.symphony/lock', name);
    const time = Date.now() / 1000 - age;
    utimesSync(path, time, time);
    return path;
  };
  const exited = (): Promise<number> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, ['-e', '']);
      child.on('close', () => resolve(child.pid!));
    });

  it.each<[string, () => Promise<string>, number]>([
    ['of a process that is gone', async () => `${await exited()}-1-${machine}-0`, 0],
    ['of a process whose number another one has now', async () => `${process.ppid}-1-${machine}-0`, 0],
    ['of a process whose number this one has now', async () => `${processId}-1-${machine}-0`, 0],
    ['that this process left', async () => `${processId}-${start}-${machine}-99999`, 0],
    ['of another machine, older than any build', async () => '1-1-elsewhere-0', 300],
  ])('a lock %s is none', async (_, name, age) => {
    const root = await editedWorkspace();
    forge(root, await name(), age);
    // The time stands still: it is not waited for.
    const now = Date.now();
    expect(
      (await build(root, [], { ...host, now: () => now, sleep: () => Promise.reject(new Error('waits')) })).code,
    ).toBe(0);
    expect(readdirSync(join(root, '.symphony/lock'))).toEqual([]);
  });
  it.each(['', '\0\0', 'x'])('what is no lock is none: %j', async (content) => {
    const root = await editedWorkspace();
    writeFiles(root, { '.symphony/lock/nothing': content });
    expect((await build(root)).code).toBe(0);
  });
  it('the lock of a living process is waited for, on this machine and on another', async () => {
    const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    const root = await editedWorkspace();
    const old = tree(root);
    const own = forge(root, `${sleeper.pid}-${host.processStart(sleeper.pid!)}-${machine}-0`);
    const foreign = forge(root, `${sleeper.pid}-1-elsewhere-0`);
    let waits = 0;
    const waiting: Host = {
      ...host,
      sleep: (ms) => {
        if (++waits === 5) sleeper.kill();
        if (waits === 60) rmSync(foreign);
        expect(tree(root)).toEqual(old);
        return host.sleep(Math.min(ms, 5));
      },
    };
    expect((await build(root, [], waiting)).code).toBe(0);
    expect(waits).toBeGreaterThanOrEqual(60);
    expect(existsSync(own)).toBe(false);
    expect(tree(root)).not.toEqual(old);
  });
  it('a lock that is held for ever is said, with what to do', async () => {
    const root = await editedWorkspace();
    const path = forge(root, `${process.ppid}-${host.processStart(process.ppid)}-${machine}-0`);
    let now = Date.now();
    const hurried: Host = {
      ...host,
      now: () => now,
      sleep: async (ms) => {
        now += ms * 100;
      },
    };
    const result = await build(root, [], hurried);
    expect(result.code).toBe(2);
    expect(result.err).toContain(`wait for it, stop it, or remove ${root}/.symphony/lock when there is none`);
    expect(existsSync(path)).toBe(true);
  });
});

describe('builds at the same time', () => {
  it.each([2, 4])('%i of them leave one whole build that verifies', async (count) => {
    const root = tempWorkspace(files);
    const rounds = count === 2 ? 3 : 2;
    for (let round = 0; round < rounds; round++) {
      const running = Array.from({ length: count }, (_, i) => {
        writeFiles(root, { 'metrics/words.yaml': `${files['metrics/words.yaml']}description: ${round} ${i}\n` });
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
      expect(readdirSync(join(root, '.symphony/builds/out')).length).toBeLessThan(4);
      expect(readdirSync(join(root, '.symphony')).sort()).toEqual(['builds', 'cache', 'lock']);
      expect(readdirSync(join(root, '.symphony/lock'))).toEqual([]);
    }
  });
});
