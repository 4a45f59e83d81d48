/** A part of a symphony, one part after the other, and the symphonies that follow. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../runtime/index.ts';
import { finished, runCli, startBundle } from '../support/cli.ts';
import { statuses, type Workspace } from '../support/run-support.ts';
import { small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const handlers = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
export const note = ({ symphony, step }) => { appendFileSync('played.txt', symphony + '/' + step + '\\n'); return { step }; };
export const measured = (context) => { note(context); context.measure('count', existsSync('many') ? 3 : 0); };
export const deadly = (context) => {
  note(context);
  if (existsSync('died')) return;
  writeFileSync('died', '');
  process.kill(process.pid, 'SIGKILL');
};
export const broken = (context) => { note(context); throw new Error('no'); };`;

const parts = {
  beats: '- { id: a, handler: h#note, emits: [play.a], timeout: 5s }',
  after: `
  - id: second
    title: Second
    beats:
      - { id: b, handler: h#note, awaits: [play.a], timeout: 5s }
      - { id: c, handler: h#note, each: { n: [x, y] }, timeout: 5s }
  - id: third
    title: Third
    beats:
      - { id: d, handler: h#note, timeout: 5s }`,
  handlers,
};

const open = async (given: Parameters<typeof small>[0]): Promise<Workspace> => {
  workspace = await small(given);
  return workspace;
};
const cli = (...argv: string[]) => runCli(argv, { cwd: workspace!.root });

describe('one beat', () => {
  it('is played alone, with all its steps or one of them', async () => {
    const play = await open(parts);
    expect(statuses(await play.run('play', { beat: 'c' }))).toEqual({ b: 'skipped', 'c[x]': 'done', 'c[y]': 'done' });
    expect(statuses(await play.run('play', { beat: 'c[y]' }))).toMatchObject({ 'c[x]': 'skipped', 'c[y]': 'done' });
  });
  it('has to be there, and have heard what it waits for', async () => {
    const play = await open(parts);
    await expect(play.run('play', { beat: 'z' })).rejects.toThrow('`play` has no beat `z`; it has `a`, `b`, `c`, `d`');
    await expect(play.run('play', { beat: 'b', movement: 'first' })).rejects.toThrow(
      '`first` has no beat `b`; it has `a`',
    );
    expect((await play.run('play', { beat: 'b' })).refused[0]).toContain('`b` waits for `play.a`');
    expect((await play.run('play', { beat: 'b', happened: ['play.a'] })).status).toBe('done');
  });
});

describe('a run that pauses', () => {
  it('goes on with the next movement, knowing what came before', async () => {
    const play = await open(parts);
    const paused = await cli('run', 'play', '--until', 'first');
    expect([paused.code, paused.err]).toEqual([0, expect.stringContaining('play: paused; go on with:')]);
    expect(play.read('played.txt')).toBe('play/a\n');
    expect((await cli('run', '--resume', 'last', '--until', 'second')).code).toBe(0);
    expect((await cli('run', '--resume', 'last')).err).toContain('play: done');
    expect(play.read('played.txt')).toBe('play/a\nplay/b\nplay/c[x]\nplay/c[y]\nplay/d\n');
  });
  it('is to pause where it would have when it waits or fails before, and no more once it has', async () => {
    const asking = (id: string) =>
      `{ id: ${id}, title: ${id}, beats: [{ id: ${id}-beat, handler: h#act, effects: local, timeout: 5s }] }`;
    const play = await open({
      beats: '- { id: a, handler: h#act, effects: local, timeout: 5s }',
      after: `\n  - ${asking('second')}\n  - ${asking('third')}`,
      handlers: `import { existsSync } from 'node:fs';
export const act = () => { if (existsSync('broken')) throw new Error('no'); };`,
    });
    const goesOn = ({ err }: { err: string }) => /symphonyc run play --resume \S+(.*)\n/.exec(err)?.[1];
    const until = ['--until', 'second'];
    expect(goesOn(await cli('run', 'play', '--loa', '1', ...until))).toBe(' --until second');
    await cli('approve', 'last', 'a');
    play.write('broken', '');
    const failed = await cli('run', '--resume', 'last', ...until);
    expect([failed.code, goesOn(failed)]).toEqual([1, ' --until second']);
    rmSync(join(play.root, 'broken'));
    const paused = await cli('run', 'play', ...until);
    expect([paused.code, goesOn(paused)]).toEqual([0, '']);
  });
  it('pauses nowhere that there is not', async () => {
    await open(parts);
    const { code, err } = await cli('run', 'play', '--until', 'fourth');
    expect([code, err]).toEqual([2, expect.stringContaining('`play` has no movement `fourth`')]);
  });
});

const symphony = (id: string, after: string, handler = 'note'): string => `apiVersion: symphonyc/v1
kind: Symphony
id: ${id}
title: ${id}
status: active
domain: play
${after}
movements:
  - id: only
    title: Only
    beats:
      - { id: ${id}-beat, handler: h#${handler}, idempotent: true, timeout: 5s }
`;

const chained = (more: Readonly<Record<string, string>>, first = 'measured') => ({
  beats: `- { id: a, handler: h#${first}, measures: [count], timeout: 5s }`,
  after: `
  - id: second
    title: Second
    beats:
      - { id: b, handler: h#note, timeout: 5s }`,
  handlers,
  files: {
    ...more,
    'symphony.yaml': smallSettings('', { sources: Object.keys(more) }),
  },
});

describe('a symphony that follows', () => {
  const repair = symphony('repair', 'after: [{ symphony: play, movement: first, when: count > 0 }]');
  it('is played between two movements when its condition holds', async () => {
    const play = await open(chained({ 'repair.yaml': repair }));
    await cli('run', 'play');
    expect(play.read('played.txt')).toBe('play/a\nplay/b\n');
    play.write('many', '');
    expect((await cli('run', 'play')).code).toBe(0);
    expect(play.read('played.txt')).toBe('play/a\nplay/b\nplay/a\nrepair/repair-beat\nplay/b\n');
  });
  it('is played at the end, of a run that failed too, and is a run of its own with the same correlation', async () => {
    const play = await open(chained({ 'report.yaml': symphony('report', 'after: [{ symphony: play }]') }, 'broken'));
    expect((await cli('run', 'play', '--correlation-id', 'monday')).code).toBe(1);
    expect(play.read('played.txt')).toBe('play/a\nreport/report-beat\n');
    const { runs } = JSON.parse((await cli('runs', '--format', 'json')).out) as { runs: RunRecord[] };
    expect(runs.map((run) => [run.symphony, run.status, run.correlationId])).toEqual([
      ['play', 'failed', 'monday'],
      ['report', 'done', 'monday'],
    ]);
    expect(runs[1]!.follows).toBe(runs[0]!.run);
  });
  it('is not played when the caller wants the one alone, or only a part of it', async () => {
    const play = await open(chained({ 'report.yaml': symphony('report', 'after: [{ symphony: play }]') }));
    await cli('run', 'play', '--alone');
    await cli('run', 'play', '--movement', 'second');
    expect(play.read('played.txt')).toBe('play/a\nplay/b\nplay/b\n');
  });
  it('that fails makes the command fail, and follows once however often the run is resumed', async () => {
    const play = await open(
      chained({ 'repair.yaml': symphony('repair', 'after: [{ symphony: play, movement: first }]', 'broken') }),
    );
    expect((await cli('run', 'play', '--until', 'first')).code).toBe(1);
    const [first] = (JSON.parse((await cli('runs', '--format', 'json')).out) as { runs: RunRecord[] }).runs;
    expect((await cli('run', '--resume', first!.run)).code).toBe(0);
    expect(play.read('played.txt')).toBe('play/a\nrepair/repair-beat\nplay/b\n');
  });
  const kill = async (): Promise<string> => {
    await finished(startBundle(['run', 'play'], { cwd: workspace!.root }));
    return (await runs())[0]!.run;
  };
  const runs = async () => (JSON.parse((await cli('runs', '--format', 'json')).out) as { runs: RunRecord[] }).runs;
  it('a movement, and is killed, is gone on with when the run is', async () => {
    const play = await open(
      chained({ 'repair.yaml': symphony('repair', 'after: [{ symphony: play, movement: first }]', 'deadly') }),
    );
    const first = await kill();
    expect(play.read('played.txt')).toBe('play/a\nrepair/repair-beat\n');
    expect((await cli('run', '--resume', first)).code).toBe(0);
    expect(play.read('played.txt')).toBe('play/a\nrepair/repair-beat\nrepair/repair-beat\nplay/b\n');
    expect((await runs()).map((run) => [run.symphony, run.status])).toEqual([
      ['play', 'done'],
      ['repair', 'done'],
    ]);
  });
  it('the end, and is killed, is gone on with, and what has not begun is played, when somebody goes on with the run', async () => {
    const play = await open(
      chained({
        'alpha.yaml': symphony('alpha', 'after: [{ symphony: play }]', 'deadly'),
        'beta.yaml': symphony('beta', 'after: [{ symphony: play }]'),
      }),
    );
    const first = await kill();
    expect(play.read('played.txt')).toBe('play/a\nplay/b\nalpha/alpha-beat\n');
    const resumed = await cli('run', '--resume', first);
    expect(resumed.code, resumed.err).toBe(0);
    expect(play.read('played.txt')).toBe('play/a\nplay/b\nalpha/alpha-beat\nalpha/alpha-beat\nbeta/beta-beat\n');
    expect((await runs()).map((run) => [run.symphony, run.status])).toEqual([
      ['play', 'done'],
      ['alpha', 'done'],
      ['beta', 'done'],
    ]);
    const again = await cli('run', '--resume', first);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('is done, and so is what follows it')]);
  });
});
