/** The cache is a help, never an authority: damaged, foreign or missing, the answer is that of a cold build. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { faultHost } from '../support/fault-host.ts';
import { digestTree, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const host = hostWith(testEnvironment());
/** The starter with the targets that have a part in what is kept between builds. */
const files = {
  ...starterFiles,
  'symphony.yaml': `${starterFiles['symphony.yaml']}targets: [plan, types, report]\n`,
};

interface Answer {
  readonly check: string;
  readonly build: string;
  readonly tree: Record<string, string>;
}

/** What a check and a build say, and what the build leaves. */
async function answer(root: string, ...argv: readonly string[]): Promise<Answer> {
  const [check, build] = [
    await runCli(['check', '--format', 'json', ...argv], { cwd: root, host }),
    await runCli(['build', '--format', 'json', ...argv], { cwd: root, host }),
  ];
  for (const result of [check, build]) expectCivil(result);
  expect([check.code, build.code]).not.toContain(2);
  return { check: check.out, build: build.out, tree: digestTree(join(root, 'out/')) };
}

/** The answer of a copy of the same files that knows nothing. */
function coldAnswer(root: string): Promise<Answer> {
  const copy = tempFolder();
  const entries = readdirSync(root).filter((name) => name !== '.symphony' && name !== 'out');
  for (const name of entries) cpSync(join(root, name), join(copy, name), { recursive: true });
  return answer(copy, '--no-cache');
}

const broken = `${starterFiles['symphonies/publish-notes.yaml']}`.replace('words >= 1', 'wrods >= 1');
const caches = (root: string): string[] => readdirSync(join(root, '.symphony/cache')).sort();

/** A workspace that was built, with an edit since then. */
async function builtWorkspace(): Promise<string> {
  const root = tempWorkspace(files);
  await answer(root);
  return root;
}

const withDigest = (text: string): string => `${createHash('sha256').update(text).digest('hex')}\n${text}`;

type Damage = (bytes: Buffer, others: readonly Buffer[]) => string | Uint8Array;
const damages: Readonly<Record<string, Damage>> = {
  empty: () => '',
  'cut in half': (bytes) => bytes.subarray(0, bytes.length / 2),
  'without its last byte': (bytes) => bytes.subarray(0, -1),
  'with one bit changed': (bytes) => bytes.map((byte, i) => (i === Math.floor(bytes.length * 0.7) ? byte ^ 4 : byte)),
  'with a digit changed in the middle': (bytes) => bytes.toString().replace(/([5-9])(?=[^5-9]{20,}$)/s, '4'),
  'random bytes': (bytes) => bytes.map((_, i) => (i * 7919 + 13) % 256),
  'not text': () => new Uint8Array([0xff, 0xfe, 0, 0]),
  '{}': () => '{}',
  null: () => 'null',
  'JSON of another shape': () => '{"tool":[],"seen":5,"files":{"a":null}}',
  'another shape with a right digest': () => withDigest('{"tool":"x","seen":5}'),
  'null with a right digest': () => withDigest('null'),
  'no JSON with a right digest': () => withDigest('\n\n'),
  'the content of the next file': (_, others) => others[0]!,
  'the content of the one before': (_, others) => others.at(-1)!,
};

describe('a cache file', () => {
  it.each(Object.entries(damages))('%s', async (_, damage) => {
    const root = await builtWorkspace();
    const cold = await coldAnswer(root);
    const names = caches(root);
    expect(names.length).toBeGreaterThan(3);
    const whole = names.map((name) => readFileSync(join(root, '.symphony/cache', name)));
    for (const [i, name] of names.entries()) {
      const others = [...whole.slice(i + 1), ...whole.slice(0, i)];
      for (const [j, other] of names.entries()) writeFileSync(join(root, '.symphony/cache', other), whole[j]!);
      writeFileSync(join(root, '.symphony/cache', name), damage(whole[i]!, others));
      expect(await answer(root), name).toEqual(cold);
    }
    for (const name of names) writeFileSync(join(root, '.symphony/cache', name), damage(whole[0]!, whole));
    expect(await answer(root), 'all').toEqual(cold);
  });
  it('removed, or a folder', async () => {
    const root = await builtWorkspace();
    const cold = await coldAnswer(root);
    for (const name of caches(root)) {
      rmSync(join(root, '.symphony/cache', name));
      expect(await answer(root), `without ${name}`).toEqual(cold);
      rmSync(join(root, '.symphony/cache', name), { force: true });
      mkdirSync(join(root, '.symphony/cache', name, 'x'), { recursive: true });
      expect(await answer(root), `${name} as a folder`).toEqual(cold);
      rmSync(join(root, '.symphony/cache', name), { recursive: true });
    }
  });
  it.each(['stats', 'units', 'verdict', 'artifacts', 'output'])('`%s` of an older state', async (name) => {
    const root = await builtWorkspace();
    const old = readFileSync(join(root, '.symphony/cache', name));
    writeFiles(root, { 'symphonies/publish-notes.yaml': broken, 'metrics/more.yaml': 'a: 1\n' });
    const cold = await coldAnswer(root);
    expect(await answer(root)).toEqual(cold);
    writeFileSync(join(root, '.symphony/cache', name), old);
    expect(await answer(root)).toEqual(cold);
  });
  it('of another workspace is not believed, even in a copy of the whole folder', async () => {
    const root = await builtWorkspace();
    const copy = join(tempFolder(), 'copy');
    cpSync(root, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    writeFiles(copy, { 'symphonies/publish-notes.yaml': broken });
    expect(await answer(copy)).toEqual(await coldAnswer(copy));
    expect(await answer(root)).toEqual(await coldAnswer(root));
    const other = tempWorkspace({ ...files, 'symphonies/publish-notes.yaml': broken });
    cpSync(join(root, '.symphony/cache'), join(other, '.symphony/cache'), { recursive: true });
    expect(await answer(other)).toEqual(await coldAnswer(other));
  });
  it('of another machine is not believed', async () => {
    const root = await builtWorkspace();
    const elsewhere = hostWith(testEnvironment());
    // What was written in the instant of a check proves nothing yet.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const reads: string[] = [];
    const watched = faultHost(elsewhere, ({ operation, path }) => {
      if (operation === 'readFile') reads.push(path);
      return undefined;
    });
    await runCli(['check'], { cwd: root, host: watched });
    expect(reads.filter((path) => path.endsWith('.yaml')).length).toBeGreaterThan(3);
    reads.length = 0;
    await runCli(['check'], { cwd: root, host: watched });
    expect(reads.filter((path) => path.endsWith('.yaml'))).toEqual([]);
  });
  it('moves with its workspace', async () => {
    const root = await builtWorkspace();
    const moved = join(tempFolder(), 'moved');
    renameSync(root, moved);
    expect(await answer(moved)).toEqual(await coldAnswer(moved));
  });
});

describe('the cache folder', () => {
  it('that cannot be written costs nothing but time', async () => {
    const root = tempWorkspace(files);
    const cold = await coldAnswer(root);
    const refusing = faultHost(host, ({ operation, path }) =>
      operation === 'replaceFile' && path.includes('/.symphony/cache/') ? 'EACCES' : undefined,
    );
    for (let i = 0; i < 2; i++) {
      const built = await runCli(['build', '--format', 'json'], { cwd: root, host: refusing });
      expectCivil(built);
      expect({ code: built.code, tree: digestTree(join(root, 'out/')) }).toEqual({ code: 0, tree: cold.tree });
      expect((await runCli(['check', '--format', 'json'], { cwd: root, host: refusing })).out).toBe(cold.check);
    }
  });
  it.each(['a file', 'a link to nowhere', 'a link to a foreign folder'])(
    'that is %s costs nothing but time',
    async (what) => {
      const root = tempWorkspace(files);
      const cold = await coldAnswer(root);
      const foreign = tempWorkspace({ 'mine.txt': 'mine' });
      mkdirSync(join(root, '.symphony'));
      if (what === 'a file') writeFileSync(join(root, '.symphony/cache'), 'x');
      else symlinkSync(what.endsWith('nowhere') ? 'nowhere' : foreign, join(root, '.symphony/cache'));
      for (let i = 0; i < 2; i++) expect(await answer(root)).toEqual(cold);
      expect(readFileSync(join(foreign, 'mine.txt'), 'utf8')).toBe('mine');
    },
  );
  it('does not grow when nothing but content changes', async () => {
    const root = await builtWorkspace();
    const names = caches(root);
    for (let i = 0; i < 5; i++) {
      writeFiles(root, { 'notes.md': `${i}`, 'metrics/words.yaml': `${starterFiles['metrics/words.yaml']}# ${i}\n` });
      await answer(root);
    }
    expect(caches(root)).toEqual(names);
    writeFileSync(join(root, '.symphony/cache/units.999999999.0.tmp'), 'left by a process that was killed');
    writeFiles(root, { 'metrics/words.yaml': starterFiles['metrics/words.yaml']! });
    await answer(root);
    expect(caches(root)).toEqual(names);
    expect(readdirSync(join(root, '.symphony')).sort()).toEqual(['builds', 'cache', 'lock']);
    expect(readdirSync(join(root, '.symphony/lock'))).toEqual([]);
  });
});
