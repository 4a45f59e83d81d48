/** Whatever was edited: a build with its cache leaves and says what a cold build of the same files does. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../compiler/host/host.ts';
import { faultHost } from '../support/fault-host.ts';
import { cold, files, host, remove, replace, run } from '../support/rebuilding.ts';
import { edits } from '../support/rebuilding-edits.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';

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
