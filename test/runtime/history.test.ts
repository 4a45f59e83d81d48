/** What is kept of runs: shown, compared, held against what is usual, and in the report. The clock is the test's own. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison, Performance, Prompt, RunRecord } from '../../runtime/index.ts';
import { runBundle, runCli } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace;
const clock = globalThis as { testClock?: number; testWork?: Record<string, number> };

const beats = `
- { id: quick, handler: h#work, timeout: 1h, effects: none }
- { id: build, handler: h#work, timeout: 1h, effects: none, measures: [speed] }
- { id: late, handler: h#work, from: f, timeout: 1h, effects: none }`;
const handlers = `
export const work = async ({ step, measure, input }) => {
  const ms = globalThis.testWork?.[step] ?? 0;
  if (globalThis.testClock === undefined) await new Promise((resolve) => setTimeout(resolve, step === 'build' ? 400 : 0));
  else globalThis.testClock += ms;
  if (step === 'build') measure('speed', ms);
  return { step };
};`;

beforeEach(async () => {
  clock.testClock = Date.parse('2026-01-01T00:00:00Z');
  workspace = await small({ beats, handlers });
});
afterEach(() => {
  workspace.remove();
  clock.testClock = undefined;
});

async function play(build: number, dynamics = 'mf'): Promise<string> {
  clock.testWork = { quick: 10, build };
  const { run } = await workspace.run('play', { now: () => clock.testClock!, dynamics, allowNonconforming: true });
  clock.testClock! += 60_000;
  return run;
}

const cli = async (...argv: string[]): Promise<string> => {
  const { code, out, err } = await runCli(argv, { cwd: workspace.root });
  expect(code, err).toBe(0);
  return out;
};
const performanceOf = async (run: string): Promise<Performance | undefined> =>
  (JSON.parse(await cli('show', run, '--format', 'json')) as RunRecord & { performance?: Performance }).performance;

describe('the performance of a run', () => {
  it('is that of the last runs which played the same', async () => {
    const earlier = [await play(1000), await play(1020), await play(980)];
    await play(9000, 'f');
    const slow = await play(2000);
    const performance = await performanceOf(slow);
    expect(performance?.against).toEqual(earlier);
    expect(performance).toMatchObject({
      whole: 'slower',
      unusual: [
        { path: '', durationMs: 2010, medianMs: 1010, deviationMs: 20, runs: 3, pace: 'slower' },
        { path: 'play/first/build', durationMs: 2000, medianMs: 1000, pace: 'slower' },
      ],
    });
    expect(await cli('show', slow)).toContain(`slower than usual (median of the last 3 runs like it):
  the whole         2 s  usually 1 s
  play/first/build  2 s  usually 1 s
`);
    expect(await performanceOf(earlier[2]!)).toBeUndefined();
  });

  it('says nothing from runs that a person took part in', async () => {
    workspace.remove();
    workspace = await small({
      beats: `${beats}\n- { id: ask, approve: { by: chief }, effects: none }`,
      handlers,
      files: {
        'symphony.yaml': smallSettings('approvers: { chief: [{ name: ann }] }'),
      },
    });
    const prompt: Prompt = async ({ kind, subject, role }) => {
      clock.testClock! += 1000;
      return { type: 'decided', kind, subject, decision: 'approve', by: 'ann', account: 'ann', role };
    };
    for (let count = 0; count < 4; count++) {
      clock.testWork = {};
      const { status } = await workspace.run('play', { now: () => clock.testClock!, prompt });
      expect(status).toBe('done');
    }
    expect(await performanceOf('last')).toBeUndefined();
  });

  it('is told at the end of a run', async () => {
    for (const ms of [10, 10, 10]) await play(ms);
    const { code, err } = await runBundle(['run', 'play'], { cwd: workspace.root });
    expect(code).toBe(0);
    expect(err).toContain('  slower than usual (median of the last 3 runs like it):\n');
    expect(err).toMatch(/ {4}play\/first\/build +\d+ ms {2}usually 10 ms\n/);
  });
});

describe('compare', () => {
  it('puts two runs side by side', async () => {
    const first = await play(1000, 'f');
    const second = await play(1500);
    const comparison = JSON.parse(await cli('compare', first, second, '--format', 'json')) as Comparison;
    expect(comparison).toMatchObject({
      version: 1,
      first: { run: first, dynamics: 'f', durationMs: 1010 },
      second: { run: second, dynamics: 'mf', durationMs: 1510 },
      pace: 'slower',
      metrics: [{ metric: 'speed', path: 'play/first/build', first: 1000, second: 1500 }],
    });
    expect(comparison.steps.map(({ path, change }) => `${path} ${change}`)).toEqual([
      'play/first/quick as usual',
      'play/first/build slower',
      'play/first/late gone',
    ]);
    const lines = (await cli('compare', second, first)).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^play\/first\/build +1\.5 s +1 s {2}faster, −33 %$/));
    expect(lines).toContainEqual(expect.stringMatching(/^play\/first\/late +– +0 ms {2}new$/));
    expect(lines).toContainEqual(expect.stringMatching(/^dynamics +mf +f$/));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}speed {2}1500 {2}1000 {2}−500 {2}play\/first\/build$/));
  });

  it('asks for runs that there are', async () => {
    await play(1);
    const { code, err } = await runCli(['compare', 'last', 'nowhere'], { cwd: workspace.root });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('there is no run `nowhere`') });
  });
});

describe('the report', () => {
  /** In place of the plans alone. */
  const build = async (): Promise<void> => {
    rmSync(join(workspace.root, 'out'), { recursive: true });
    await runCli(['build'], { cwd: workspace.root });
  };
  const open = async (): Promise<void> => {
    await build();
    for (const ms of [1000, 1000, 1000, 2000]) await play(ms);
    await play(1000, 'f');
  };

  it('tells how the runs went, for people and for programs', async () => {
    await open();
    const report = await cli('report');
    expect(report).toContain('\n## Everything else\n');
    const runs = report.slice(report.indexOf('\n## Runs\n'));
    expect(runs).toContain('| `play` | f | 1 | 1 | 0 | 100 % | 1 s | █ | too few runs |');
    expect(runs).toContain('| `play` | mf | 4 | 4 | 0 | 100 % | 1 s | ▅▅▅█ | slower |');
    expect(runs).toContain('  - `play/first/build`: 2 s, usually 1 s\n');
    expect(await cli('report', 'play')).toContain('\n### Runs\n');
    const json = JSON.parse(await cli('report', '--format', 'json')) as { runs: unknown[]; verdict: object };
    expect(json.verdict).toHaveProperty('conforms');
    expect(json.runs).toMatchObject([
      { dynamics: 'f', runs: 1 },
      { dynamics: 'mf', runs: 4, done: 4, successRate: 1, durationsMs: [1010, 1010, 1010, 2010], medianMs: 1010 },
    ]);
  });

  it('is the same for the same journals, whatever the index says', async () => {
    await open();
    const before = [await cli('report'), await cli('report', '--format', 'json')];
    rmSync(join(workspace.root, '.symphony/runs/index.jsonl'));
    expect([await cli('report'), await cli('report', '--format', 'json')]).toEqual(before);
  });

  it('has no section of runs where nothing was played', async () => {
    await build();
    expect(await cli('report')).not.toContain('## Runs');
  });
});

it('a list of runs stands in columns, in colour where there is colour', async () => {
  const first = await play(1000);
  const lines = (await cli('runs')).trimEnd().split('\n');
  expect(lines).toEqual([`✓  ${first}  2026-01-01 00:00:00  done  play  mf  2 steps  1 s`]);
  const { out } = await runCli(['runs'], { cwd: workspace.root, color: true });
  expect(out).toContain('\u001b[32m✓\u001b[39m');
});

it('what was measured and proved is that of steps that count', async () => {
  workspace.remove();
  workspace = await small({
    extra: 'rollback: { atomic: symphony }',
    beats: `
- { id: first, handler: h#first, rollback: h#undo, effects: local, measures: [speed], evidence: [report], timeout: 5s }
- { id: next, handler: h#next, effects: none, measures: [count], needs: [first], timeout: 5s }
- { id: last, handler: h#last, needs: [next], effects: none, timeout: 5s }`,
    handlers: `
import { existsSync } from 'node:fs';
export const first = ({ measure, evidence }) => {
  measure('speed', existsSync('calm') ? 2 : 1);
  evidence('report', existsSync('calm') ? 'calm' : 'wild');
};
export const undo = () => undefined;
export const next = ({ measure }) => { if (existsSync('calm') && !existsSync('still')) throw new Error('not now'); measure('count', 1); };
export const last = () => { if (!existsSync('still')) throw new Error('no'); };`,
  });
  const counting = async (): Promise<unknown> => {
    const { metrics, evidence } = JSON.parse(await cli('show', 'last', '--format', 'json')) as RunRecord;
    return [metrics.map(({ metric, value }) => [metric, value]), evidence.map(({ content }) => content)];
  };
  expect((await runCli(['run', 'play'], { cwd: workspace.root })).code).toBe(1);
  // What had nothing to undo is what it was, as long as nobody goes on with the run.
  expect(await counting()).toEqual([[['count', 1]], []]);
  expect(await cli('show', 'last')).not.toContain('speed');
  workspace.write('calm', '');
  expect((await runCli(['run', '--resume', 'last'], { cwd: workspace.root })).code).toBe(1);
  expect(await counting()).toEqual([[], []]);
  workspace.write('still', '');
  await cli('run', '--resume', 'last');
  const all = [
    [
      ['speed', 2],
      ['count', 1],
    ],
    ['calm'],
  ];
  expect(await counting()).toEqual(all);
});
