/** `symphonyc watch` as a process: it outlives every mistake, shows what a cold build shows, and goes when it is told to. */
import type { ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { expectCivil, finished, hostWith, runCli, startBundle, testEnvironment } from '../support/cli.ts';
import { digestTree, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const environment = testEnvironment();
const files: Record<string, string> = {
  ...starterFiles,
  'symphony.yaml': `${starterFiles['symphony.yaml']}targets: [plan, report]\n`,
};
const ready = 'watching for changes\n';

class Watching {
  readonly root: string;
  readonly child: ChildProcess;
  err = '';
  out = '';
  readonly ended: Promise<[code: number | null, signal: string | null]>;
  #wake = (): void => {};

  constructor(root: string, argv: readonly string[] = []) {
    this.root = root;
    this.child = startBundle(['watch', ...argv], { cwd: root, environment });
    const take = (stream: 'out' | 'err') => (chunk: Buffer) => {
      this[stream] += chunk.toString();
      this.#wake();
    };
    this.child.stdout!.on('data', take('out'));
    this.child.stderr!.on('data', take('err'));
    this.ended = new Promise((resolve) => this.child.on('close', (code, signal) => resolve([code, signal])));
  }

  get rounds(): number {
    return this.err.split(ready).length - 1;
  }

  /** Waits until `holds`; the time limit of the test is the limit. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Makes a change and waits for what it leads to. */
  async after(change: () => void, holds: () => boolean = () => true): Promise<void> {
    const before = this.rounds;
    change();
    await this.until(() => this.rounds > before && holds());
  }

  /** Empty while there is no output, or when it is exchanged just now. */
  tree(): string {
    try {
      return JSON.stringify(digestTree(`${join(this.root, 'out')}/`));
    } catch {
      return '';
    }
  }
}

const running: Watching[] = [];
function watch(root: string, ...argv: readonly string[]): Watching {
  const watching = new Watching(root, argv);
  running.push(watching);
  return watching;
}
afterEach(async () => {
  for (const watching of running.splice(0)) {
    watching.child.kill('SIGKILL');
    await watching.ended;
  }
});

/** What a build of a copy leaves that was never built before. */
async function coldTree(root: string): Promise<string> {
  const copy = tempFolder();
  const names = readdirSync(root).filter((name) => name !== '.symphony' && name !== 'out');
  for (const name of names) cpSync(join(root, name), join(copy, name), { recursive: true });
  expectCivil(await runCli(['build', '--no-cache'], { cwd: copy, host: hostWith(environment) }));
  return JSON.stringify(digestTree(`${join(copy, 'out')}/`));
}

/** Waits until what lies in `out` is what a cold build makes of the files as they are now. */
async function settled(watching: Watching): Promise<void> {
  const expected = await coldTree(watching.root);
  await watching.until(() => watching.tree() === expected);
  expect(watching.child.exitCode).toBeNull();
}

const edit = (watching: Watching, path: string, from: string, to: string) =>
  writeFiles(watching.root, { [path]: files[path]!.replace(from, to) });

describe('watch', () => {
  it('follows edits, mistakes and repairs, in every part of the workspace', async () => {
    const watching = watch(tempWorkspace(files));
    await watching.until(() => watching.rounds > 0);
    await settled(watching);
    const { root } = watching;
    await watching.after(() => edit(watching, 'metrics/words.yaml', 'Words', 'All words'));
    await settled(watching);
    await watching.after(() => edit(watching, 'domains/docs.yaml', 'owner: docs-team', 'owner: [docs'));
    await settled(watching);
    expect(watching.out).toContain('YAML_SYNTAX');
    await watching.after(() => writeFiles(root, { 'domains/docs.yaml': files['domains/docs.yaml']! }));
    await settled(watching);
    await watching.after(() => edit(watching, 'handlers/notes.ts', 'writePage', 'otherPage'));
    await settled(watching);
    expect(watching.out).toContain('MISSING_IMPLEMENTATION');
    await watching.after(() => writeFiles(root, { 'handlers/notes.ts': files['handlers/notes.ts']! }));
    await watching.after(() =>
      writeFiles(root, { 'metrics/new.yaml': files['metrics/words.yaml']!.replace('words', 'new') }),
    );
    await settled(watching);
    await watching.after(() => writeFiles(root, { 'package.json': '{"name":"notes","version":"1.2.3"}' }));
    await settled(watching);
  });
  it('names what changed, and shows a verdict that stays the same in one line', async () => {
    const watching = watch(tempWorkspace(files));
    await watching.until(() => watching.rounds > 0);
    await settled(watching);
    const before = watching.out.length;
    await watching.after(() => edit(watching, 'metrics/words.yaml', 'Words', 'All words'));
    await settled(watching);
    expect(watching.err).toContain('changed: metrics/words.yaml\n');
    expect(watching.out.slice(before)).toMatch(/^(?:conforms: no violations \(fails on major and above\)\n)+$/);
    await watching.after(() => writeFiles(watching.root, { 'metrics/new\u202e.yaml': 'kind: [\n' }));
    await settled(watching);
    expect(watching.err).toContain('changed: metrics/\n');
    expect(watching.out).toContain('YAML_SYNTAX');
    await watching.after(() => unlinkSync(join(watching.root, 'metrics/new\u202e.yaml')));
    expect(watching.err).toContain('changed: metrics/new\\u202e.yaml\n');
  });
  it('outlives symphony.yaml, a folder and the output folder', async () => {
    const watching = watch(tempWorkspace(files));
    const { root } = watching;
    await watching.until(() => watching.rounds > 0);
    await watching.after(() => unlinkSync(join(root, 'symphony.yaml')));
    expect(watching.err).toContain('symphony.yaml cannot be used');
    await watching.after(() => writeFiles(root, { 'symphony.yaml': 'a: [\n' }));
    await watching.after(() => writeFiles(root, { 'symphony.yaml': files['symphony.yaml']! }));
    await settled(watching);
    await watching.after(() => rmSync(join(root, 'metrics'), { recursive: true }));
    await settled(watching);
    await watching.after(() => writeFiles(root, { 'metrics/words.yaml': files['metrics/words.yaml']! }));
    await settled(watching);
    await watching.after(() => edit(watching, 'metrics/words.yaml', 'Words', 'The words'));
    await settled(watching);
    rmSync(join(root, 'out'), { recursive: true });
    rmSync(join(root, '.symphony'), { recursive: true });
    await watching.after(() => edit(watching, 'metrics/words.yaml', 'Words', 'Words again'));
    await settled(watching);
  });
  it('sees what changes while it builds, and needs no cache for it', async () => {
    const watching = watch(tempWorkspace(files), '--no-cache');
    for (let i = 0; i < 15; i++) {
      edit(watching, 'metrics/words.yaml', 'Words', `Words ${i}`);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    await settled(watching);
    writeFileSync(
      join(watching.root, 'metrics/words.yaml'),
      files['metrics/words.yaml']!.replace('Words', 'Last words'),
    );
    await settled(watching);
  });
  it('comes to rest when patterns look at the folder that it writes to', async () => {
    const symphony = files['symphony.yaml']!.replace('metrics/*.yaml', 'metrics/*.yaml, "*.yml"');
    const root = tempWorkspace({ ...files, 'symphony.yaml': symphony, 'extra.yml': '# nothing\n' });
    const watching = watch(root, '--output', 'json=report.json');
    await watching.until(() => watching.rounds > 0);
    await settled(watching);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { rounds } = watching;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(watching.rounds).toBe(rounds);
    expect(rounds).toBeLessThan(5);
    await watching.after(() => edit(watching, 'metrics/words.yaml', 'Words', 'All words'));
    await settled(watching);
  });
  it('says what is wrong and what to do, and goes on when it is done', async () => {
    const watching = watch(tempWorkspace({ ...files, 'out/mine.txt': 'mine' }));
    await watching.until(() => watching.rounds > 0);
    expect(watching.err).toBe(
      `error: out exists and was not made by symphonyc; move it away, or choose another folder with --out\n${ready}`,
    );
    await watching.after(() => rmSync(join(watching.root, 'out'), { recursive: true }));
    await settled(watching);
    await watching.after(() => rmSync(join(watching.root, 'out'), { recursive: true }));
    await settled(watching);
  });
  it('says the help of a mistake too', async () => {
    const more = { ...environment, SYMPHONYC_SIGNING_KEY_FILE: '/nowhere' };
    const child = startBundle(['watch'], { cwd: tempWorkspace(files), environment: more });
    const ended = finished(child);
    child.stderr!.on('data', () => child.kill());
    expect((await ended).err).toMatch(
      /^error: `SYMPHONYC_SIGNING_KEY` and `SYMPHONYC_SIGNING_KEY_FILE` are both set\n {2}help: keep one of them\n/,
    );
  });
  it.each(['SIGINT', 'SIGTERM'] as const)('ends on %s with 0, at rest and at work', async (signal) => {
    const resting = watch(tempWorkspace(files));
    await resting.until(() => resting.rounds > 0);
    resting.child.kill(signal);
    expect(await resting.ended).toEqual([0, null]);
    const working = watch(tempWorkspace(files));
    await working.until(() => working.rounds > 0);
    edit(working, 'metrics/words.yaml', 'Words', 'Other words');
    await new Promise((resolve) => setTimeout(resolve, 60));
    working.child.kill(signal);
    expect(await working.ended).toEqual([0, null]);
    expect(readdirSync(join(working.root, '.symphony')).sort()).toEqual(['builds', 'cache', 'lock']);
    expect(readdirSync(join(working.root, '.symphony/lock'))).toEqual([]);
  });
});
