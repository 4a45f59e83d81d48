/** A disk that is full, read-only, broken or closed to us: it is said where, and outputs are the old build or the new one. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host, HostErrorCode } from '../../compiler/host/host.ts';
import { expectCivil, runCli } from '../support/cli.ts';
import { bothTrees, build, edited, editedWorkspace, files, host, tree } from '../support/edited-workspace.ts';
import { type Call, faultHost, fullDiskFrom, writing } from '../support/fault-host.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

const isWrite = ({ operation }: Call): boolean => (writing as readonly string[]).includes(operation);

/** Fails the write number `n` and no other; `failed` says which that was. */
function faultAt(n: number, code: HostErrorCode): { on: Host; failed: () => Call | undefined } {
  let failed: Call | undefined;
  const on = faultHost(host, (call) => {
    if (call.writes !== n || !isWrite(call)) return undefined;
    failed = call;
    return code;
  });
  return { on, failed: () => failed };
}

/** What a build can do without: what it remembers, and what it tidies up. */
const isSpare = ({ operation, path }: Call): boolean =>
  path.includes('/.symphony/cache/') || (operation === 'remove' && !path.includes('/draft-'));

describe('a disk that refuses', () => {
  it.each<[HostErrorCode, string]>([
    ['ENOSPC', 'there is no space left on the disk'],
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'permission is missing'],
    ['EIO', 'the device or the file system failed'],
  ])('one write, with %s, whichever it is, leaves a whole build and is said', async (code, reason) => {
    const { old, fresh } = await bothTrees();
    let root = await editedWorkspace();
    let failures = 0;
    for (let n = 0; ; n++) {
      const { on, failed } = faultAt(n, code);
      const result = await build(root, [], on);
      expectCivil(result);
      const call = failed();
      if (!call) break;
      const now = tree(root);
      const what = `write ${n}: ${call.operation} ${call.path}`;
      if (result.code === 0) expect(now, what).toEqual(fresh);
      else {
        expect(result.code, what).toBe(2);
        expect(isSpare(call), what).toBe(false);
        const named = call.path.replace(/(?<=\/\.symphony)\/lock\/.*/, '');
        expect(result.err, what).toContain(`error: cannot write or read ${named}: ${reason}\n`);
        expect([JSON.stringify(old), JSON.stringify(fresh)], what).toContain(JSON.stringify(now));
        failures++;
      }
      expect((await build(root)).code, what).toBe(0);
      expect(tree(root), what).toEqual(fresh);
      expect(readdirSync(join(root, '.symphony/builds/out')).length, what).toBeLessThan(4);
      root = await editedWorkspace();
    }
    expect(failures).toBeGreaterThan(10);
  });
  it.each<HostErrorCode>(['ENOSPC', 'EROFS'])('all writes from one on, with %s, is no other', async (code) => {
    const { old, fresh } = await bothTrees();
    const root = await editedWorkspace();
    for (let n = 0; ; n++) {
      const on = faultHost(host, fullDiskFrom(n, code));
      const result = await build(root, [], on);
      expectCivil(result);
      const now = JSON.stringify(tree(root));
      if (now === JSON.stringify(fresh)) break;
      expect(result.code).toBe(2);
      expect(now).toBe(JSON.stringify(old));
      expect(readdirSync(join(root, '.symphony/builds/out')).filter((name) => name.startsWith('draft-'))).toEqual([]);
    }
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(fresh);
  });
  it('the first build, at whichever write, leaves no output folder or a whole one', async () => {
    const { fresh } = await bothTrees();
    for (let n = 0; ; n++) {
      const root = tempWorkspace({ ...files, ...edited });
      const { on, failed } = faultAt(n, 'ENOSPC');
      const result = await build(root, [], on);
      expectCivil(result);
      if (!failed()) break;
      if (existsSync(join(root, 'out'))) expect(tree(root)).toEqual(fresh);
      else expect(result.code).toBe(2);
      expect((await build(root)).code).toBe(0);
      expect(tree(root)).toEqual(fresh);
    }
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
