/** The state that a symphony declares: saved before a movement, and put back when it is undone, whatever happens meanwhile. */
import { chmodSync, lstatSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { finished, runCli, startBundle } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const handlers = `
import { existsSync, mkdirSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
export const spoil = () => {
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/page.html', 'new');
  writeFileSync('dist/extra.html', 'new');
  rmSync('dist/old', { recursive: true, force: true });
  rmSync('note.txt', { force: true });
  mkdirSync('fresh');
  writeFileSync('fresh/file', 'x');
};
export const fail = () => { if (!existsSync('calm')) throw new Error('broken'); };
export const back = async ({ restore }) => { await restore('dist'); appendFileSync('restored.txt', existsSync('dist/extra.html') ? 'no' : 'yes'); };
export const wrong = ({ restore }) => restore('elsewhere');
export const dies = () => { if (!existsSync('calm')) process.kill(process.pid, 'SIGKILL'); };`;

const open = async (spoil: string, extra = 'state: [dist, note.txt, fresh, never]'): Promise<Workspace> => {
  workspace = await small({
    extra: `rollback: { atomic: movement, snapshot: true, ${extra}, on: [beat-failed] }`,
    beats: `
- { id: spoil, handler: h#spoil, ${spoil}, timeout: 5s }
- { id: fail, handler: h#fail, effects: none, timeout: 5s }`,
    handlers,
    files: { 'dist/page.html': 'old\r\n', 'dist/old/deep/file.bin': 'a\u0000b', 'note.txt': 'kept' },
  });
  chmodSync(join(workspace.root, 'note.txt'), 0o640);
  symlinkSync('page.html', join(workspace.root, 'dist/link'));
  return workspace;
};

const cli = (...argv: string[]) => runCli(argv, { cwd: workspace!.root });

function expectOld(play: Workspace): void {
  expect(play.tree('dist')).toEqual({
    'old/deep/file.bin': Buffer.from('a\u0000b').toString('base64'),
    'page.html': Buffer.from('old\r\n').toString('base64'),
  });
  expect(readlinkSync(join(play.root, 'dist/link'))).toBe('page.html');
  expect(play.read('note.txt')).toBe('kept');
  expect(statSync(join(play.root, 'note.txt')).mode & 0o777).toBe(0o640);
  expect([play.exists('fresh'), play.exists('never')]).toEqual([false, false]);
}

describe('the state', () => {
  it('is put back byte for byte when the movement fails, with or without rollbacks', async () => {
    for (const spoil of ['effects: local', 'effects: local, rollback: h#back']) {
      const play = await open(spoil);
      const { code, err } = await cli('run', 'play');
      expect(code).toBe(1);
      expectOld(play);
      expect(err).toContain(spoil.includes('back') ? 'put back: note.txt, fresh' : 'put back: dist, note.txt, fresh');
      expect(play.exists('restored.txt')).toBe(spoil.includes('back'));
      play.remove();
    }
  });
  it('stays as it is when the run is done, and nothing of the snapshot is left', async () => {
    const play = await open('effects: local');
    play.write('calm', '');
    expect((await cli('run', 'play')).code).toBe(0);
    expect(play.read('dist/page.html')).toBe('new');
    expect(Object.keys(play.tree('.symphony/runs')).filter((path) => path.includes('/state/'))).toEqual([]);
  });
  it('is the one from before the run, when the process was killed and another goes on', async () => {
    const play = await open('effects: local');
    play.edit('play.yaml', 'handler: h#fail', 'handler: h#dies');
    await play.compile();
    const child = startBundle(['run', 'play'], { cwd: play.root });
    expect((await finished(child)).signal).toBe('SIGKILL');
    expect(play.read('dist/page.html')).toBe('new');
    play.edit('handlers.mjs', 'export const wrong', 'export const more = 1;\nexport const wrong');
    const other = await cli('run', '--resume', 'last');
    expect(other.err).toContain('`handlers.mjs` of the handler module `h` has changed');
    play.edit('handlers.mjs', 'export const more = 1;\n', '');
    process.env['ORCHESTRA_LOA'] = '3';
    const child2 = startBundle(['run', '--resume', 'last'], { cwd: play.root });
    expect((await finished(child2)).signal).toBe('SIGKILL');
    delete process.env['ORCHESTRA_LOA'];
    play.write('calm', '');
    expect((await cli('run', '--resume', 'last')).code).toBe(0);
    expect(play.read('dist/page.html')).toBe('new');
  });
  it('is put back by whoever goes on, when the process was killed on the way back', async () => {
    const play = await open('effects: local, rollback: h#dies');
    const child = startBundle(['run', 'play'], { cwd: play.root });
    expect((await finished(child)).signal).toBe('SIGKILL');
    expect(play.read('dist/page.html')).toBe('new');
    play.write('calm', '');
    const { code, err } = await cli('run', '--resume', 'last');
    expect([code, err]).toEqual([1, expect.stringContaining('undone: play/first/spoil')]);
    expectOld(play);
    const done = await cli('run', '--resume', 'last');
    expect(done.code, done.err).toBe(0);
    expect(play.read('dist/page.html')).toBe('new');
  });
  it('holds nothing but what it declares', async () => {
    const play = await open('effects: local, rollback: h#wrong');
    const { err } = await cli('run', 'play');
    expect(err).toContain('not undone: play/first/spoil: `elsewhere` is not part of the state that `play` declares');
    expectOld(play);
  });
  it('is not saved through a link that leads out, and then nothing is played', async () => {
    const play = await open('effects: local', 'state: [outside]');
    mkdirSync(join(play.root, '..', 'symphonyc-elsewhere'), { recursive: true });
    symlinkSync('../symphonyc-elsewhere', join(play.root, 'outside'));
    const { code, err } = await cli('run', 'play');
    rmSync(join(play.root, '..', 'symphonyc-elsewhere'), { recursive: true });
    expect([code, err]).toEqual([1, expect.stringContaining('the state cannot be saved: `outside`')]);
    expect(lstatSync(join(play.root, 'outside')).isSymbolicLink()).toBe(true);
    expect(play.exists('fresh')).toBe(false);
  });
});
