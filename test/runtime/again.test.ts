/** Going on with runs whose way was not straight: ways back that broke off, answers that were overtaken, caps that hold. */
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finished, runCli, startBundle } from '../support/cli.ts';
import { statuses, type Workspace } from '../support/run-support.ts';
import { type Small, small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
const variables = ['ORCHESTRA_KILL', 'ORCHESTRA_LOA', 'ORCHESTRA_ENV'];
beforeEach(() => {
  for (const name of variables) delete process.env[name];
});
afterEach(() => {
  workspace?.remove();
  for (const name of variables) delete process.env[name];
});

const settings = (more: string): string =>
  smallSettings(`approvers: { boss: [{ name: ada }] }\n${more}`, { sources: ["'*.more.yaml'"] });

const inner = (id: string, beats: string, more = ''): Record<string, string> => ({
  [`${id}.more.yaml`]: `apiVersion: symphonyc/v1
kind: Symphony
id: ${id}
title: ${id}
status: active
domain: play
${more}
movements:
  - id: only
    title: Only
    beats:
${beats.trim().replace(/^/gm, '      ')}
`,
});

const handlers = `
import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
const say = (text) => appendFileSync('said.txt', text + '\\n');
export const note = ({ step }) => { say(step); };
export const undo = ({ step }) => { if (existsSync('stuck-' + step)) throw new Error('stuck'); say('undo ' + step); };
export const fails = ({ step }) => { say(step); if (!existsSync('calm')) throw new Error('no'); };
export const pull = async ({ step }) => { await new Promise((r) => setTimeout(r, 30)); writeFileSync('KILL', ''); say(step); };
export const many = ({ measure }) => { measure('count', existsSync('calm') ? 1 : 0); };
export const dies = ({ step }) => { say(step); if (!existsSync('calm')) process.kill(process.pid, 'SIGKILL'); };
export const link = async () => { const fs = await import('node:fs'); fs.rmSync('build', { recursive: true }); fs.symlinkSync('../' + process.env.ELSEWHERE, 'build'); throw new Error('no'); };`;

async function open(given: Small, more = 'environments: {}'): Promise<Workspace> {
  const files = { ...inner('idle', '- { id: idle, handler: h#note, timeout: 5s }'), ...given.files };
  workspace = await small({ handlers, ...given, files: { ...files, 'symphony.yaml': settings(more) } });
  return workspace;
}

const cli = (...argv: string[]) => runCli(argv, { cwd: workspace!.root });
const said = (play: Workspace): string[] => (play.exists('said.txt') ? play.read('said.txt').trim().split('\n') : []);

describe('a way back that broke off', () => {
  it('is finished before anything is played again, over a symphony that was performed too', async () => {
    const play = await open({
      extra: 'rollback: { atomic: movement, on: [beat-failed] }',
      beats: `
- { id: a, handler: h#note, rollback: h#undo, timeout: 5s }
- { id: b, handler: h#note, rollback: h#undo, timeout: 5s }
- { id: p, perform: part }`,
      files: inner(
        'part',
        `
- { id: i, handler: h#note, rollback: h#undo, timeout: 5s }
- { id: j, handler: h#fails, timeout: 5s }`,
        'rollback: { atomic: movement, on: [beat-failed] }',
      ),
    });
    play.write('stuck-a', '');
    expect((await cli('run', 'play')).err).toContain('not undone: play/first/a: stuck');
    expect(said(play)).toEqual(['a', 'b', 'i', 'j', 'undo i', 'undo b']);
    rmSync(join(play.root, 'stuck-a'));
    play.write('calm', '');
    const back = await cli('run', '--resume', 'last');
    expect([back.code, said(play).slice(6)]).toEqual([1, ['undo a']]);
    const again = await cli('run', '--resume', 'last');
    expect(again.code, again.err).toBe(0);
    expect(said(play).slice(7)).toEqual(['a', 'b', 'i', 'j']);
  });
  it('leaves nothing skipped for a reason that is gone', async () => {
    const play = await open({
      extra: 'rollback: { atomic: movement, on: [beat-failed] }',
      beats: `
- { id: count, handler: h#many, measures: [count], rollback: h#undo, timeout: 5s }
- { id: extra, handler: h#note, when: count > 0, timeout: 5s }
- { id: fails, handler: h#fails, timeout: 5s }`,
    });
    const first = await play.run('play');
    expect(statuses(first)).toMatchObject({ extra: 'skipped', fails: 'failed' });
    play.write('calm', '');
    const second = await play.run('play', { resume: first.run });
    expect(statuses(second)).toEqual({ count: 'done', extra: 'done', fails: 'done' });
  });
  it('puts back what was there before this attempt, not before the first', async () => {
    const play = await open({
      extra: 'rollback: { atomic: movement, snapshot: true, state: [kept.txt], on: [beat-failed] }',
      beats: '- { id: fails, handler: h#fails, effects: local, timeout: 5s }',
      files: { 'kept.txt': 'old' },
    });
    await cli('run', 'play');
    play.write('kept.txt', 'repaired by hand');
    await cli('run', '--resume', 'last');
    expect(play.read('kept.txt')).toBe('repaired by hand');
  });
  it('writes through no link that was put in its way', async () => {
    const play = await open({
      extra: 'rollback: { atomic: movement, snapshot: true, state: [build/out], on: [beat-failed] }',
      beats: '- { id: link, handler: h#link, effects: local, timeout: 5s }',
      files: { 'build/out/file': 'ours' },
    });
    const elsewhere = `${play.root}-elsewhere`;
    mkdirSync(join(elsewhere, 'out'), { recursive: true });
    process.env['ELSEWHERE'] = elsewhere.split('/').at(-1);
    const precious = join(elsewhere, 'out/precious');
    symlinkSync('target', precious);
    const { err } = await cli('run', 'play');
    delete process.env['ELSEWHERE'];
    expect(err).toContain('`build/out`, of the state, leads out of the workspace');
    renameSync(precious, `${precious}-is-still-there`);
    rmSync(elsewhere, { recursive: true });
  });
});

describe('an answer', () => {
  it('about an effect says nothing about an interruption', async () => {
    const play = await open({ beats: '- { id: a, handler: h#dies, effects: local, timeout: 5s }' });
    expect((await cli('run', 'play', '--loa', '1')).code).toBe(4);
    expect((await cli('approve', 'last', 'a', '--by', 'ada')).code).toBe(0);
    expect((await finished(startBundle(['run', '--resume', 'last'], { cwd: play.root }))).signal).toBe('SIGKILL');
    play.write('calm', '');
    const asked = await cli('run', '--resume', 'last');
    expect([asked.code, asked.err]).toEqual([4, expect.stringContaining('it was interrupted')]);
    expect((await cli('approve', 'last', 'a', '--redo', '--by', 'ada')).code).toBe(0);
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
  });
  it('about a policy is asked for again when what it was about was undone', async () => {
    const play = await open(
      {
        extra: 'rollback: { atomic: symphony, on: [beat-failed] }',
        movement: 'policies: [seen]',
        beats: '- { id: a, handler: h#note, rollback: h#undo, timeout: 5s }',
        after: `
  - id: second
    title: Second
    beats:
      - { id: fails, handler: h#fails, timeout: 5s }`,
        files: {
          'seen.more.yaml':
            'apiVersion: symphonyc/v1\nkind: Policy\nid: seen\ntitle: Seen\nstatus: active\nstatement: Seen.\nattest: { approval: boss }\n',
        },
      },
      '',
    );
    await cli('run', 'play');
    await cli('approve', 'last', 'seen at play/first', '--by', 'ada');
    expect((await cli('run', '--resume', 'last')).code).toBe(1);
    play.write('calm', '');
    expect((await cli('run', '--resume', 'last')).code).toBe(4);
  });
  it('is waited for by a beat that awaits what it publishes', async () => {
    await open({
      extra: 'capacity: 2',
      beats: `
- { id: ok, approve: { by: boss }, effects: none, needs: [], emits: [play.a] }
- { id: go, handler: h#note, needs: [], awaits: [play.a], timeout: 5s }`,
    });
    expect((await cli('run', 'play')).code).toBe(4);
    await cli('approve', 'last', 'ok', '--by', 'ada');
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
  });
  it('is not left out by playing one beat alone', async () => {
    const play = await open({
      beats: `
- { id: ok, approve: { by: boss }, effects: none }
- { id: between, handler: h#note, timeout: 5s }
- { id: publish, handler: h#note, effects: external, timeout: 5s }`,
    });
    const result = await play.run('play', { beat: 'publish' });
    expect(result.refused).toEqual(['`publish` comes after `ok`, which boss decides: play the whole movement']);
    expect(said(play)).toEqual([]);
  });
});

describe('what limits a run', () => {
  const environments = 'environments: { production: { key: C Major, autonomy: 1 }, development: { key: F Major } }';
  it('is the cap of the environment in which it began, wherever it goes on', async () => {
    const play = await open({ beats: '- { id: a, handler: h#note, timeout: 5s }' }, environments);
    const first = await play.run('play', { environment: 'production' });
    const second = await play.run('play', { resume: first.run, environment: 'development' });
    expect([first.status, second.status, said(play)]).toEqual(['waiting', 'waiting', []]);
  });
  it('is what the caller wanted at the start', async () => {
    const play = await open({
      beats: `
- { id: a, handler: h#note, timeout: 5s }
- { id: b, handler: h#note, timeout: 5s }`,
    });
    await cli('run', 'play', '--loa', '1');
    await cli('approve', 'last', 'a', '--by', 'ada');
    expect((await cli('run', '--resume', 'last')).code).toBe(4);
    expect(said(play)).toEqual(['a']);
    const other = await cli('run', '--resume', 'last', '--dynamics', 'ff');
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('leave out `--dynamics`')]);
  });
  it('is looked at again once there is room to act', async () => {
    const play = await open(
      {
        extra: 'capacity: 2',
        beats: `
- { id: pull, handler: h#pull, needs: [], effects: none, timeout: 5s }
- { id: send, handler: h#note, needs: [], effects: external, timeout: 5s }`,
      },
      'autonomy: { kill: { file: KILL } }',
    );
    const result = await play.run('play', { concurrency: 1 });
    expect(result.failure?.kind).toBe('denied');
    expect(said(play)).toEqual(['pull']);
  });
  it('is asked about before each try', async () => {
    const play = await open(
      {
        beats: '- { id: a, handler: h#again, idempotent: true, retry: { attempts: 3 }, timeout: 5s }',
        handlers: `${handlers}\nexport const again = ({ step }) => { say(step); writeFileSync('KILL', ''); throw new Error('no'); };`,
      },
      'autonomy: { kill: { file: KILL, level: 1 } }',
    );
    expect((await play.run('play')).status).toBe('waiting');
    expect(said(play)).toEqual(['a']);
  });
  it('holds back a wait that can never end, however deep', async () => {
    const play = await open({
      status: 'draft',
      extra: 'capacity: 2',
      beats: '- { id: p, perform: outer }',
      files: {
        ...inner('outer', '- { id: q, perform: deep }'),
        ...inner('deep', '- { id: w, handler: h#note, awaits: [play.a], timeout: 5s }', 'events: [play.a]'),
      },
    });
    const result = await play.run('play');
    expect(result.failure?.message).toContain('it waits for `play.a`');
  });
});

it('every end of a beat is on disk while others go on', async () => {
  const play = await open({
    extra: 'capacity: 2',
    beats: `
- { id: quick, handler: h#note, needs: [], timeout: 5s }
- { id: slow, handler: h#look, needs: [], effects: none, timeout: 5s }`,
    handlers: `${handlers}
export const look = async ({ run }) => {
  const fs = await import('node:fs');
  const journal = '.symphony/runs/' + run + '/journal.jsonl';
  for (let n = 0; n < 400; n++) {
    if (fs.readFileSync(journal, 'utf8').includes('"step-ended","path":"play/first/quick"')) return { seen: true };
    await new Promise((r) => setTimeout(r, 5));
  }
  return { seen: false };
};`,
  });
  const result = await play.run('play', { concurrency: 2 });
  expect(result.movements[0]!.steps.find(({ id }) => id === 'slow')!.output).toEqual({ seen: true });
  expect(readFileSync(join(play.root, 'said.txt'), 'utf8')).toBe('quick\n');
});
