/** A build that is killed, at whatever moment: readers see a whole build, and the next command goes on as if nothing was. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { Host } from '../../compiler/host/host.ts';
import { expectCivil, finished, hostWith, runCli, startBundle, testEnvironment } from '../support/cli.ts';
import { faultHost, writing } from '../support/fault-host.ts';
import { digestTree, tempWorkspace, writeFiles } from '../support/temp.ts';

const environment = testEnvironment();
const host = hostWith(environment);

const small = { ...starterFiles, 'symphony.yaml': `${starterFiles['symphony.yaml']}targets: [plan, report]\n` };
const titled = (title: string): Record<string, string> => ({
  'metrics/words.yaml': starterFiles['metrics/words.yaml']!.replace('Words in the notes', title),
});

const tree = (root: string): Record<string, string> => digestTree(`${join(root, 'out')}/`);
const run = (argv: readonly string[], cwd: string, on: Host = host) => runCli(argv, { cwd, host: on });

async function treeOf(title: string): Promise<Record<string, string>> {
  const root = tempWorkspace({ ...small, ...titled(title) });
  expect((await run(['build'], root)).code).toBe(0);
  return tree(root);
}

/** Nothing but what a build that was never interrupted leaves. */
function expectTidy(root: string, worked = true): void {
  expect(readdirSync(join(root, '.symphony')).sort()).toEqual(['builds', 'cache', 'lock']);
  // A build with nothing to do takes no lock, so it leaves that of a dead one.
  if (worked) expect(readdirSync(join(root, '.symphony/lock'))).toEqual([]);
  // The build that is shown, the one before it, and the link to the first.
  expect(readdirSync(join(root, '.symphony/builds/out')).length).toBeLessThan(4);
  expect(readdirSync(join(root, '.symphony/cache')).filter((name) => name.includes('.'))).toEqual([]);
  expect(readdirSync(root).filter((name) => name.includes('.tmp'))).toEqual([]);
}

async function expectVerified(root: string): Promise<void> {
  const key = join(root, 'out/evidence/public-key.pem');
  const verified = await run(['verify', 'out', '--key', key], root);
  expect(verified.code, verified.out + verified.err).toBe(0);
}

describe('a build that dies before one of its writes', () => {
  /** From write number `n` on nothing works any more, tidying up included. */
  const dyingAt = (n: number): Host =>
    faultHost(host, ({ operation, writes }) => {
      if (writes < n || !(writing as readonly string[]).includes(operation)) return undefined;
      throw new Error('killed');
    });

  it('leaves the old build or the new one, and nothing in the way of the next', async () => {
    const [old, fresh] = [await treeOf('Old'), await treeOf('New')];
    let alive = false;
    let survivors = 0;
    for (let n = 0; !alive; n++) {
      const root = tempWorkspace({ ...small, ...titled('Old') });
      await run(['build'], root);
      writeFiles(root, titled('New'));
      alive = (await run(['build'], root, dyingAt(n))).code === 0;
      const now = JSON.stringify(tree(root));
      expect([JSON.stringify(old), JSON.stringify(fresh)], `write ${n}`).toContain(now);
      if (now === JSON.stringify(old)) survivors++;
      await expectVerified(root);
      const next = n % 2 === 0 ? await run(['check'], root) : await run(['build', '--no-cache'], root);
      expect(next.code).toBe(0);
      expect((await run(['build'], root)).code).toBe(0);
      expect(tree(root), `write ${n}`).toEqual(fresh);
      expectTidy(root, n % 2 === 1);
    }
    expect(survivors).toBeGreaterThan(10);
  });
});

/** Reads `out` again and again until it is stopped, then says how often, and what was not as a whole build is. */
const reader = `
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, existsSync } from 'node:fs';
const wrong = [];
let passes = 0, stopped = false;
process.on('SIGTERM', () => { stopped = true; });
/** It takes several looks at the disk: a slow reader may be overtaken by two builds meanwhile, and looks again. */
function place() {
  for (let attempt = 0; ; attempt++) {
    try { return realpathSync('out'); } catch (error) { if (attempt === 3) throw error; }
  }
}
function pass() {
  const real = place();
  try {
    const { outputs } = JSON.parse(readFileSync(real + '/manifest.json', 'utf8'));
    for (const { path, digest } of outputs) {
      const found = createHash('sha256').update(readFileSync(real + '/' + path)).digest('hex');
      if (found !== digest) wrong.push('mixed: ' + path);
    }
  } catch (error) {
    if (existsSync(real)) wrong.push(String(error));
  }
  for (const path of ['manifest.json', 'site/index.html', 'Justfile', 'evidence.zip', 'plans/publish-notes.plan.json']) {
    try { readFileSync('out/' + path); } catch (error) { wrong.push('through out: ' + String(error)); }
  }
  passes++;
}
const loop = () => { pass(); if (stopped) console.log(JSON.stringify({ passes, wrong })); else setImmediate(loop); };
loop();
`;

const startReader = (cwd: string): ChildProcess =>
  spawn(process.execPath, ['--input-type=module', '-e', reader], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });

describe('kill -9', () => {
  const rounds = 30;
  it(`at ${rounds} moments of a build is seen by no reader`, async () => {
    const root = tempWorkspace(starterFiles);
    const start = () => startBundle(['build', '--format', 'json'], { cwd: root, environment });
    const before = Date.now();
    expect((await finished(start())).code).toBe(0);
    let length = Date.now() - before;
    const watching = startReader(root);
    const seen = finished(watching);
    let killed = 0;
    for (let i = 0; i < rounds; i++) {
      writeFiles(root, titled(`Words ${i}`));
      const began = Date.now();
      const child = start();
      const ended = finished(child);
      // The machine may have been busy with something else before: the moments have to lie within a build.
      child.once('exit', (code) => {
        if (code === 0) length = Math.min(length, Date.now() - began);
      });
      await new Promise((resolve) => setTimeout(resolve, (length * (i + 1)) / rounds));
      child.kill('SIGKILL');
      if ((await ended).signal === 'SIGKILL') killed++;
      await expectVerified(root);
      if (i % 2 === 0) expectCivil(await run(['check'], root));
      const next = await run(['build'], root);
      expect(next.code, next.err).toBe(0);
      expect(readFileSync(join(realpathSync(join(root, 'out')), 'site/metrics.html'), 'utf8')).toContain(`Words ${i}`);
      expectTidy(root);
    }
    watching.kill();
    const { passes, wrong } = JSON.parse((await seen).out) as { passes: number; wrong: string[] };
    expect([...new Set(wrong)]).toEqual([]);
    expect(passes).toBeGreaterThan(rounds);
    expect(killed).toBeGreaterThan(rounds / 3);
    const cold = tempWorkspace({ ...starterFiles, ...titled(`Words ${rounds - 1}`) });
    await run(['build'], cold);
    expect(tree(root)).toEqual(tree(cold));
  });
});
