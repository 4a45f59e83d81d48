/** A fix that is killed, at whatever moment: every file is old or new, and undo gives the old bytes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../compiler/host/host.ts';
import { expectCivil, finished, hostWith, runCli, startBundle, testEnvironment } from '../support/cli.ts';
import { faultHost, writing } from '../support/fault-host.ts';
import { fixableFiles } from '../support/fixable-workspace.ts';
import { digestTree, tempWorkspace } from '../support/temp.ts';

const environment = testEnvironment();
const host = hostWith(environment);
const run = (cwd: string, argv: readonly string[], on: Host = host) => runCli(['fix', ...argv], { cwd, host: on });

/** The files of the workspace, drafts that were left included. */
const own = (root: string): Record<string, string> =>
  Object.fromEntries(Object.entries(digestTree(root)).filter(([path]) => !path.startsWith('.symphony/')));

const isDraft = (path: string): boolean => path.endsWith('.symphonyc-fix');

/** From write number `n` on nothing works any more, tidying up included. */
const dyingAt = (n: number): Host =>
  faultHost(host, ({ operation, writes }) => {
    if (writes < n || !(writing as readonly string[]).includes(operation)) return undefined;
    throw new Error('killed');
  });

/** The files as they are before and after each phase. */
async function stages(): Promise<{
  readonly old: Record<string, string>;
  readonly known: Record<string, Set<string | undefined>>;
}> {
  const trees: Record<string, string>[] = [];
  const codes = ['UNKNOWN_FIELD,DOMAIN_NOT_FOUND', 'INVALID_EVENT_REFERENCE,TIMEOUT_MISSING', 'MISSING_IMPLEMENTATION'];
  const root = tempWorkspace(fixableFiles);
  trees.push(own(root));
  for (const code of codes) {
    await run(root, ['--unsafe', '--code', code]);
    trees.push(own(root));
  }
  const known = Object.fromEntries(
    Object.keys(trees[0]!).map((path) => [path, new Set(trees.map((tree) => tree[path]))]),
  );
  return { old: trees[0]!, known };
}

function expectOldOrNew(root: string, known: Record<string, Set<string | undefined>>, what: string): void {
  const now = own(root);
  for (const [path, digests] of Object.entries(known)) expect([...digests], `${what}: ${path}`).toContain(now[path]);
  for (const path of Object.keys(now)) expect(path in known || isDraft(path), `${what}: ${path}`).toBe(true);
}

describe('a fix that dies before one of its writes', () => {
  it('leaves each file old or new; undo and the next fix find their way', async () => {
    const { old, known } = await stages();
    const done = tempWorkspace(fixableFiles);
    await run(done, ['--unsafe']);
    let alive = false;
    let touched = 0;
    for (let n = 0; !alive; n++) {
      const root = tempWorkspace(fixableFiles);
      alive = (await run(root, ['--unsafe'], dyingAt(n))).code === 0;
      expectOldOrNew(root, known, `write ${n}`);
      const changed = JSON.stringify(own(root)) !== JSON.stringify(old);
      if (changed) touched++;
      if (n % 2 === 0) {
        const undone = await run(root, ['--undo']);
        expectCivil(undone);
        if (changed) expect(undone.code, undone.err).toBe(0);
        expect(own(root), `write ${n}`).toEqual(old);
        expect((await run(root, ['--undo'])).code).toBe(2);
      } else {
        const next = await run(root, ['--unsafe']);
        expect(next.code, `write ${n}: ${next.err}`).toBe(0);
        expect(own(root), `write ${n}`).toEqual(own(done));
      }
    }
    expect(touched).toBeGreaterThan(10);
  });

  it('an undo that dies is finished by the next undo, and by the next fix', async () => {
    const { old, known } = await stages();
    let alive = false;
    let half = 0;
    for (let n = 0; !alive; n++) {
      const root = tempWorkspace(fixableFiles);
      await run(root, ['--unsafe']);
      const after = own(root);
      alive = (await run(root, ['--undo'], dyingAt(n))).code === 0;
      expectOldOrNew(root, known, `write ${n}`);
      if (JSON.stringify(own(root)) === JSON.stringify(after)) continue;
      half++;
      if (n % 2 === 0) await run(root, ['--undo']);
      else await run(root, ['--code', 'TEMPO_INVALID']);
      expect(own(root), `write ${n}`).toEqual(old);
    }
    expect(half).toBeGreaterThan(3);
  });
});

describe('kill -9', () => {
  const rounds = 16;
  it(`at ${rounds} moments of a fix leaves files that undo restores`, async () => {
    const { old, known } = await stages();
    const first = tempWorkspace(fixableFiles);
    const start = (cwd: string) => startBundle(['fix', '--unsafe'], { cwd, environment });
    await finished(start(tempWorkspace(fixableFiles)));
    const before = Date.now();
    expect((await finished(start(first))).code).toBe(0);
    const length = Date.now() - before;
    let killed = 0;
    for (let i = 0; i < rounds; i++) {
      const root = tempWorkspace(fixableFiles);
      const child = start(root);
      const ended = finished(child);
      await new Promise((resolve) => setTimeout(resolve, (length * (i + 4)) / (rounds + 3)));
      child.kill('SIGKILL');
      if ((await ended).signal === 'SIGKILL') killed++;
      expectOldOrNew(root, known, `round ${i}`);
      expectCivil(await run(root, ['--undo']));
      expect(own(root), `round ${i}`).toEqual(old);
      expect(readdirSync(join(root, '.symphony')).filter((name) => name.includes('tmp'))).toEqual([]);
    }
    expect(killed).toBeGreaterThan(rounds / 4);
  });
});
