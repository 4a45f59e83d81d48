/** A disk that refuses while files are fixed, and people who edit them at the same time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Host, HostErrorCode } from '../../compiler/host/host.ts';
import { expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { type Call, faultHost, fullDiskFrom, writing } from '../support/fault-host.ts';
import { fixableFiles } from '../support/fixable-workspace.ts';
import { digestTree, tempWorkspace } from '../support/temp.ts';

const host = hostWith(testEnvironment());
const run = (cwd: string, argv: readonly string[] = [], on: Host = host) => runCli(['fix', ...argv], { cwd, host: on });
const own = (root: string): Record<string, string> =>
  Object.fromEntries(Object.entries(digestTree(root)).filter(([path]) => !path.startsWith('.symphony/')));

/** What a fix can do without: what it remembers for the next check, and what it tidies up. */
const isSpare = ({ operation, path }: Call): boolean => path.includes('/.symphony/cache/') || operation === 'remove';

/** The secret of the machine is made once. */
beforeAll(async () => {
  await run(tempWorkspace(fixableFiles));
});

describe('a disk that refuses', () => {
  it.each<[HostErrorCode, string]>([
    ['ENOSPC', 'there is no space left on the disk'],
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'permission is missing'],
    ['EIO', 'the device or the file system failed'],
  ])('one write, with %s, whichever it is: the phase is taken back, and it is said', async (code, reason) => {
    let failures = 0;
    for (let n = 0; ; n++) {
      const root = tempWorkspace(fixableFiles);
      const old = own(root);
      let failed: Call | undefined;
      const on = faultHost(host, (call) => {
        if (call.writes !== n || !(writing as readonly string[]).includes(call.operation)) return undefined;
        failed = call;
        return code;
      });
      const result = await run(root, ['--code', 'UNKNOWN_FIELD'], on);
      expectCivil(result);
      if (!failed) break;
      const what = `write ${n}: ${failed.operation} ${failed.path}`;
      if (!isSpare(failed)) {
        failures++;
        expect(result.code, what).toBeGreaterThan(0);
        expect(result.out + result.err, what).toContain(reason);
        expect(own(root), what).toEqual(old);
      }
      expectCivil(await run(root, ['--undo']));
      expect(own(root), what).toEqual(old);
    }
    expect(failures).toBeGreaterThan(5);
  });

  it('every write from one on: the old bytes are there, or undo has them', async () => {
    let alive = false;
    for (let n = 0; !alive; n++) {
      const root = tempWorkspace(fixableFiles);
      const old = own(root);
      const result = await run(root, ['--unsafe'], faultHost(host, fullDiskFrom(n, 'ENOSPC')));
      expectCivil(result);
      alive = result.code === 0;
      if (result.err.includes('could not be taken back'))
        expect(result.err).toContain('`symphonyc fix --undo` restores them');
      expectCivil(await run(root, ['--undo']));
      expect(own(root), `write ${n}`).toEqual(old);
    }
  });
});

describe('somebody edits at the same time', () => {
  /** Edits a file the first time that a path is written that `when` is about. */
  const editing = (root: string, file: string, text: string, when: RegExp): Host => {
    let done = false;
    return faultHost(host, ({ operation, path }) => {
      if (done || !when.test(`${operation} ${path}`)) return undefined;
      done = true;
      writeFileSync(join(root, file), text);
      return undefined;
    });
  };

  it.each([
    ['before the first file is written', /^writeDurable .*\/before\//],
    ['when the drafts are ready', /^rename .*docs\.yaml\.symphonyc-fix/],
  ])('a file that is to be fixed, %s: their edit stays', async (_, when) => {
    const root = tempWorkspace(fixableFiles);
    const text = 'kind: Domain # mine\n';
    const old = own(root);
    const result = await run(
      root,
      ['--code', 'UNKNOWN_FIELD'],
      editing(root, 'symphonies/publish-notes.yaml', text, when),
    );
    expectCivil(result);
    expect(result.out).toContain(
      'taken back: `symphonies/publish-notes.yaml` changed while it was being fixed; fix again',
    );
    expect(result.code).toBe(1);
    expect(readFileSync(join(root, 'symphonies/publish-notes.yaml'), 'utf8')).toBe(text);
    const { 'symphonies/publish-notes.yaml': _mine, ...others } = own(root);
    expect(others).toEqual(Object.fromEntries(Object.entries(old).filter(([path]) => path in others)));
    expect(Object.keys(own(root))).toEqual(Object.keys(old));
  });

  it('another file, which makes everything worse: the phase is taken back', async () => {
    const root = tempWorkspace(fixableFiles);
    const old = own(root);
    const on = editing(root, 'metrics/words.yaml', 'kind: [\n', /^rename .*docs\.yaml\.symphonyc-fix/);
    const result = await run(root, ['--code', 'UNKNOWN_FIELD'], on);
    expectCivil(result);
    expect(result.out).toContain('taken back: `metrics/words.yaml` could not be read any more');
    expect({ ...own(root), 'metrics/words.yaml': '' }).toEqual({ ...old, 'metrics/words.yaml': '' });
  });
});
