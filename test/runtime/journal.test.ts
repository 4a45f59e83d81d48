/** The journal of a run: its chain, what changes in it show, and what a torn end means. */
import { appendFileSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal } from '../../runtime/journal/journal.ts';
import { readJournal } from '../../runtime/journal/read.ts';
import type { Entry } from '../../runtime/model/records.ts';
import { runCli } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';

let play: Workspace;
let path: string;
const cli = (...argv: string[]) => runCli(argv, { cwd: play.root });

beforeEach(async () => {
  play = await small({
    extra: 'rollback: { atomic: movement, on: [beat-failed] }',
    beats: `
- { id: a, handler: h#a, rollback: h#undo, measures: [count], evidence: [log], emits: [play.a], timeout: 5s }
- { id: b, handler: h#b, rollback: h#undo, timeout: 5s }`,
    handlers: `
import { existsSync } from 'node:fs';
export const a = async ({ measure, evidence, log }) => { measure('count', 2); log.info('näïve ☕', { cups: 2 }); await evidence('log', 'done'); };
export const b = () => { if (!existsSync('calm')) throw new Error('no'); };
export const undo = () => undefined;`,
  });
  await cli('run', 'play');
  const [run] = readdirSync(join(play.root, '.symphony/runs')).filter((name) => name !== 'index.jsonl');
  path = join(play.root, '.symphony/runs', run!, 'journal.jsonl');
});
afterEach(() => play.remove());

const entries = (): Entry[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Entry);

describe('a journal', () => {
  it('tells the run from its start to its end, the way back included', () => {
    const told = entries().map((entry) => ('path' in entry ? `${entry.type} ${entry.path}` : entry.type));
    expect(told).toEqual([
      'run-started',
      'symphony-started play',
      'movement-started play/first',
      'step-started play/first/a',
      'log play/first/a',
      'step-ended play/first/a',
      'step-started play/first/b',
      'step-ended play/first/b',
      'movement-ended play/first',
      'undo-started play',
      'undone play/first/b',
      'undone play/first/a',
      'undo-ended play',
      'symphony-ended play',
      'run-ended',
    ]);
    expect(entries().map(({ seq }) => seq)).toEqual(told.map((_, i) => i + 1));
  });
  it('is the same on a slow disk, which another thread waits for', async () => {
    const file = join(play.root, 'slow.jsonl');
    let time = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => (time += 1000));
    const journal = openJournal(file, () => 0);
    const messages = ['one', 'two ☕', 'three'.repeat(100_000), 'four'];
    for (const message of messages) {
      journal.append({ type: 'log', path: 'play', level: 'info', message });
      await journal.flush();
    }
    await journal.close();
    clock.mockRestore();
    const { entries: read, torn, broken } = readJournal(file);
    expect([torn, broken]).toEqual([false, undefined]);
    expect(read.map((entry) => entry.type === 'log' && entry.message)).toEqual(messages);
  });
  it('is sound as it was written', async () => {
    const { code, out } = await cli('verify', path);
    expect([code, out]).toEqual([0, expect.stringContaining('all 15 lines follow one another as they were written')]);
  });
  it('fails at the line in which a byte was changed', async () => {
    const bytes = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const edited = Buffer.from(bytes);
        edited[place]! ^= change;
        writeFileSync(path, edited);
        const line = bytes.subarray(0, place).filter((byte) => byte === 10).length + 1;
        const { code, out } = await cli('verify', path, '--format', 'json');
        const { ok, problem } = JSON.parse(out) as { ok: boolean; problem: { line: number } };
        expect([code, ok, problem.line]).toEqual([1, false, line]);
      }),
      { numRuns: 300 },
    );
  });
  it.each([
    ['a line was taken out', (lines: string[]) => lines.toSpliced(4, 1), 5],
    ['a line was put in twice', (lines: string[]) => lines.toSpliced(4, 0, lines[4]!), 6],
    ['two lines were exchanged', (lines: string[]) => lines.toSpliced(4, 2, lines[5]!, lines[4]!), 5],
    ['the end was cut off', (lines: string[]) => lines.slice(0, 8), 8],
    ['it begins with something else', (lines: string[]) => lines.slice(1), 1],
  ])('fails when %s', async (_, change, line) => {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    writeFileSync(path, `${change(lines).join('\n')}\n`);
    const { code, out } = await cli('verify', path, '--format', 'json');
    expect([code, (JSON.parse(out) as { problem: { line: number } }).problem.line]).toEqual([1, line]);
  });
  it('is told from one that was cut off at an earlier end, or written anew, by the head that somebody has kept', async () => {
    const cut = readFileSync(path);
    const headOf = async () =>
      (JSON.parse((await cli('verify', path, '--format', 'json')).out) as { head: string }).head;
    const early = await headOf();
    play.write('calm', '');
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
    const late = await headOf();
    expect(late).not.toBe(early);
    for (const head of [early, late]) expect((await cli('verify', path, '--head', head)).code).toBe(0);
    writeFileSync(path, cut);
    expect((await cli('verify', path)).code).toBe(0);
    const { code, out } = await cli('verify', path, '--head', late);
    expect([code, out]).toEqual([1, expect.stringContaining(`no line up to this has the hash ${late}`)]);
  });
  it('that was changed is not gone on with', async () => {
    writeFileSync(path, readFileSync(path, 'utf8').replace('"count"', '"speed"'));
    play.write('calm', '');
    const { code, err } = await cli('run', '--resume', 'last');
    expect([code, err]).toEqual([2, expect.stringMatching(/line 6 of the journal of `\S+` is not as it was written/)]);
  });
  it('that ends within a line is gone on with from the line before', async () => {
    truncateSync(path, readFileSync(path).length - 20);
    expect((await cli('verify', path)).code).toBe(1);
    play.write('calm', '');
    const { code, err } = await cli('run', '--resume', 'last');
    expect(code, err).toBe(0);
    expect((await cli('verify', path)).code).toBe(0);
  });
  it('is written by one process at a time', async () => {
    const { lockRun } = await import('../../runtime/journal/lock.ts');
    const run = path.split('/').at(-2)!;
    const release = lockRun(play.root, run);
    const { code, err } = await cli('run', '--resume', 'last');
    expect([code, err]).toEqual([2, expect.stringContaining('is played by the process')]);
    release();
    writeFileSync(join(play.root, '.symphony/runs', run, 'lock'), '999999 0 elsewhere');
    expect((await cli('run', '--resume', 'last')).err).toContain('is played by the process 999999');
    rmSync(join(play.root, '.symphony/runs', run, 'lock'));
    play.write('calm', '');
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
  });
  it('is not kept behind a link that somebody has put there', async () => {
    rmSync(join(play.root, '.symphony'), { recursive: true });
    symlinkSync('/tmp', join(play.root, '.symphony'));
    const { code, err } = await cli('run', 'play');
    expect([code, err]).toEqual([2, expect.stringContaining('`.symphony` is a link')]);
  });
});

describe('the list of runs', () => {
  it('tells what came of each, whatever became of the index', async () => {
    play.write('calm', '');
    await cli('run', 'play');
    const list = async () => {
      const { out } = await cli('runs', '--format', 'json');
      return (JSON.parse(out) as { runs: { status: string; failedAt?: string; steps: number }[] }).runs;
    };
    const expected = [
      { status: 'failed', failedAt: 'play/first/b', steps: 2 },
      { status: 'done', steps: 2 },
    ];
    expect(await list()).toMatchObject(expected);
    const index = join(play.root, '.symphony/runs/index.jsonl');
    for (const spoil of [
      () => rmSync(index),
      () => writeFileSync(index, 'nonsense\n'),
      () => appendFileSync(index, '{}\n'),
    ]) {
      spoil();
      expect(await list()).toMatchObject(expected);
    }
  });
  it('leaves out what cannot be read, and takes no link for a run', async () => {
    writeFileSync(path, 'nonsense\n');
    expect((await cli('runs')).out).toBe('there are no runs\n');
    expect((await cli('show', 'last')).code).toBe(2);
  });
});
