/** Commands end with the run that started them, however that ends. */
import { afterEach, describe, expect, it } from 'vitest';
import { finished, runCli, startBundle } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const soon = async (holds: () => boolean): Promise<boolean> => {
  for (let n = 0; n < 500; n++) {
    if (holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
};

/** Starts a child of its own, tells both ids, and stays. */
const stay = `
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
appendFileSync('pids', process.pid + '\\n' + child.pid + '\\n');
process.on('SIGTERM', () => {});
setInterval(() => {}, 1000);`;

const ways = {
  'a command': '- { id: a, run: [node, stay.mjs], timeout: 60s, rollback: h#undo }',
  'a command of a handler': '- { id: a, handler: h#start, timeout: 60s, rollback: h#undo }',
  'a probe': '- { id: a, probe: { run: [node, stay.mjs], expect: exit == 0 }, timeout: 60s }',
};

async function open(beats: string): Promise<Workspace> {
  workspace = await small({
    beats,
    handlers: `
import { writeFileSync } from 'node:fs';
export const start = async ({ exec }) => { await exec(['node', 'stay.mjs']); };
export const undo = () => { writeFileSync('undone', ''); };`,
    files: { 'stay.mjs': stay },
  });
  return workspace;
}

const pidsOf = (play: Workspace): number[] =>
  play.exists('pids') ? play.read('pids').trim().split('\n').map(Number) : [];

describe.each(Object.entries(ways))('%s', (name, beats) => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'ends with a run that gets %s, and so does what it has started',
    async (signal) => {
      const play = await open(beats);
      const child = startBundle(['run', 'play'], { cwd: play.root });
      const ended = finished(child);
      expect(await soon(() => pidsOf(play).length === 2)).toBe(true);
      child.kill(signal);
      const { code, err } = await ended;
      if (signal !== 'SIGKILL') {
        expect(code, err).toBe(1);
        expect(err).toContain('the run was cancelled');
        if (name !== 'a probe') expect(play.exists('undone')).toBe(true);
      }
      expect(await soon(() => !pidsOf(play).some(isAlive))).toBe(true);
    },
  );
  it('ends when its time is up', async () => {
    const play = await open(beats.replace('60s', '1500ms'));
    const { code } = await runCli(['run', 'play'], { cwd: play.root });
    expect(code).toBe(1);
    expect(pidsOf(play)).toHaveLength(2);
    expect(await soon(() => !pidsOf(play).some(isAlive))).toBe(true);
  });
});

describe('a second signal', () => {
  it('ends the process at once, and what is left is said', async () => {
    const play = await small({
      extra: 'rollback: { atomic: movement, on: [cancelled, beat-failed] }',
      beats: `
- { id: made, handler: h#make, rollback: h#slow, timeout: 60s }
- { id: wait, handler: h#wait, timeout: 60s }`,
      handlers: `
import { writeFileSync } from 'node:fs';
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const make = () => { writeFileSync('made', ''); };
export const wait = async ({ signal }) => { writeFileSync('waits', ''); while (!signal.aborted) await pause(10); };
export const slow = async () => { writeFileSync('undoing', ''); await pause(30_000); };`,
    });
    workspace = play;
    const child = startBundle(['run', 'play'], { cwd: play.root });
    const ended = finished(child);
    expect(await soon(() => play.exists('waits'))).toBe(true);
    child.kill('SIGINT');
    expect(await soon(() => play.exists('undoing'))).toBe(true);
    child.kill('SIGINT');
    const { code, err } = await ended;
    expect(code).toBe(1);
    expect(err).toContain('stopped at once; done and not undone:\n  made\n');
    const { entries } = (await import('../../runtime/journal/read.ts')).readJournal(
      `${play.root}/.symphony/runs/${(await import('node:fs')).readdirSync(`${play.root}/.symphony/runs`)[0]}/journal.jsonl`,
    );
    expect(entries.map(({ type }) => type)).toContain('undo-started');
    expect(entries.map(({ type }) => type)).not.toContain('undo-ended');
  });
});
