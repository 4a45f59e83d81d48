/** Runs whose process is killed: another goes on, and nothing that is complete is played again. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { finished, runCli, startBundle } from '../support/cli.ts';
import type { Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';

/** How many moments are tried; more of them by hand. */
const moments = Number(process.env['KILLS'] ?? 8);

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const beats = `
- { id: start, handler: h#note, idempotent: true, timeout: 10s, emits: [play.a] }
- { id: page, handler: h#note, needs: [start], idempotent: true, each: { letter: [x, y, z] }, timeout: 10s }
- { id: shell, run: [node, note.mjs, shell], needs: [start], idempotent: true, timeout: 10s }
- { id: count, handler: h#count, needs: [page, shell], measures: [count], idempotent: true, timeout: 10s, emits: [play.b] }
- { id: last, handler: h#note, idempotent: true, timeout: 10s }`;

const handlers = `
import { appendFileSync, mkdirSync } from 'node:fs';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const note = async ({ step }) => {
  appendFileSync('played.txt', 'begin ' + step + '\\n');
  await sleep(15);
  appendFileSync('played.txt', 'end ' + step + '\\n');
  return { step };
};
export const count = async ({ measure, outputs }) => {
  await sleep(10);
  measure('count', Object.keys(outputs).length);
  return { from: Object.keys(outputs).sort() };
};`;

const open = async (): Promise<Workspace> => {
  workspace = await small({
    beats,
    handlers,
    extra: 'capacity: 2',
    after: `
  - id: second
    title: Second
    beats:
      - { id: again, handler: h#note, idempotent: true, timeout: 10s }
      - { id: end, handler: h#note, idempotent: true, timeout: 10s }`,
    files: {
      'note.mjs':
        "import { appendFileSync } from 'node:fs';\nappendFileSync('played.txt', 'begin shell\\nend shell\\n');\n",
    },
  });
  return workspace;
};

interface Line {
  readonly type: string;
  readonly path?: string;
  readonly status?: string;
}

/** The runs of which anything reached the disk: a process may be killed before that. */
const begunIn = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : []).filter((name) => {
    const journal = join(folder, name, 'journal.jsonl');
    return existsSync(journal) && readFileSync(journal, 'utf8').includes('\n');
  });

function journalOf({ root }: Workspace): Line[] {
  const folder = join(root, '.symphony/runs');
  const text = readFileSync(join(folder, begunIn(folder)[0]!, 'journal.jsonl'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

const completions = (lines: readonly Line[]): string[] =>
  lines.filter(({ type, status }) => type === 'step-ended' && status === 'done').map(({ path }) => path!);

const ids = ['start', 'page[x]', 'page[y]', 'page[z]', 'shell', 'count', 'last'].map((id) => `play/first/${id}`);
const all = [...ids, 'play/second/again', 'play/second/end'].sort();

/** Kills the command after so many milliseconds, or lets it end. */
async function killed(root: string, argv: readonly string[], afterMs: number): Promise<boolean> {
  const child = startBundle(argv, { cwd: root });
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  await finished(child);
  clearTimeout(timer);
  return child.signalCode === 'SIGKILL';
}

describe('a run that is killed', () => {
  it(`goes on where it was, at each of ${moments} moments`, async () => {
    const whole = await open();
    const began = Date.now();
    expect(await killed(whole.root, ['run', 'play'], 60_000)).toBe(false);
    const duration = Date.now() - began;
    expect(completions(journalOf(whole)).sort()).toEqual(all);
    whole.remove();
    let kills = 0;
    for (let n = 0; n < moments; n++) {
      const play = await open();
      // The moments are spread over all of the run; chance moves each a little.
      const moment = ((n + Math.random()) / moments) * duration;
      kills += (await killed(play.root, ['run', 'play'], moment)) ? 1 : 0;
      const begun = begunIn(join(play.root, '.symphony/runs')).length > 0;
      const before = begun ? completions(journalOf(play)) : [];
      const played = play.exists('played.txt') ? play.read('played.txt') : '';
      const resumed = await runCli(
        begun ? ['run', '--resume', 'last', '--format', 'json'] : ['run', 'play', '--format', 'json'],
        { cwd: play.root },
      );
      const over = resumed.err.includes('is done');
      if (!over) expect(resumed.code, resumed.err).toBe(0);
      const lines = journalOf(play);
      expect(completions(lines).sort(), resumed.err).toEqual(all);
      const later = play.read('played.txt').slice(played.length);
      for (const path of before) {
        const step = path.split('/').at(-1)!;
        expect(later, `${step} was complete after ${moment} ms`).not.toContain(`begin ${step}\n`);
      }
      if (!over) {
        const result = JSON.parse(resumed.out) as { metrics: { metric: string; value: number }[]; status: string };
        expect(result.status).toBe('done');
        expect(result.metrics.map(({ metric, value }) => [metric, value])).toEqual([['count', 5]]);
      }
      const [run] = begunIn(join(play.root, '.symphony/runs'));
      const verified = await runCli(['verify', `.symphony/runs/${run}`], { cwd: play.root });
      expect(verified.code, verified.out).toBe(0);
      play.remove();
    }
    expect(kills).toBeGreaterThan(0);
  }, 600_000);
});

describe('a beat that was interrupted', () => {
  const slow = (more: string): Promise<Workspace> =>
    small({
      beats: `
- { id: a, handler: h#quick, timeout: 10s }
- { id: b, handler: h#slow, timeout: 10s${more} }
- { id: c, handler: h#quick, timeout: 10s }`,
      handlers: `
import { appendFileSync, existsSync } from 'node:fs';
export const quick = ({ step }) => { appendFileSync('played.txt', step + '\\n'); return { step }; };
export const slow = async ({ step }) => {
  appendFileSync('played.txt', step + '\\n');
  if (!existsSync('calm')) process.kill(process.pid, 'SIGKILL');
  await Promise.resolve();
};`,
    });

  const interrupted = async (more = ''): Promise<Workspace> => {
    workspace = await slow(more);
    expect(await killed(workspace.root, ['run', 'play'], 60_000)).toBe(true);
    expect(workspace.read('played.txt')).toBe('a\nb\n');
    workspace.write('calm', '');
    return workspace;
  };
  const cli = (argv: readonly string[]) => runCli(argv, { cwd: workspace!.root });

  it('is played again when that does no harm', async () => {
    for (const more of [', idempotent: true', ', effects: none']) {
      const play = await interrupted(more);
      const { code, err } = await cli(['run', '--resume', 'last']);
      expect(code, err).toBe(0);
      expect(err).toContain('b was interrupted and is played again');
      expect(play.read('played.txt')).toBe('a\nb\nb\nc\n');
      play.remove();
    }
  });

  it('waits for a decision when it might', async () => {
    const play = await interrupted();
    expect((await cli(['runs'])).out).toContain('interrupted');
    expect((await cli(['show', 'last'])).out).toContain('interrupted');
    const asked = await cli(['run', '--resume', 'last']);
    expect(asked.code).toBe(4);
    expect(asked.err).toContain('play/first/b: it was interrupted');
    expect(asked.err).toMatch(
      /approve \S+ 'play\/first\/b' --redo\n {4}or with --done or --reject in place of --redo\n/,
    );
    expect(play.read('played.txt')).toBe('a\nb\n');
    expect((await cli(['approve', 'last', 'b'])).err).toContain('this question takes `--redo`, `--done`, `--reject`');
    expect((await cli(['approve', 'last', 'b', '--redo', '--by', 'Ada'])).code).toBe(0);
    expect((await cli(['run', '--resume', 'last'])).code).toBe(0);
    expect(play.read('played.txt')).toBe('a\nb\nb\nc\n');
  });

  it('counts as complete when somebody says so', async () => {
    const play = await interrupted();
    expect((await cli(['run', '--resume', 'last'])).code).toBe(4);
    expect((await cli(['approve', 'last', 'b', '--done'])).code).toBe(0);
    expect((await cli(['run', '--resume', 'last'])).code).toBe(0);
    expect(play.read('played.txt')).toBe('a\nb\nc\n');
  });

  it('fails when somebody gives it up', async () => {
    const play = await interrupted();
    expect((await cli(['run', '--resume', 'last'])).code).toBe(4);
    expect((await cli(['approve', 'last', 'b', '--reject', '--by', 'Ada'])).code).toBe(0);
    const { code, err } = await cli(['run', '--resume', 'last']);
    expect(code).toBe(1);
    expect(err).toContain('Ada does not let it go on');
    expect(play.read('played.txt')).toBe('a\nb\n');
  });
});

describe('a run is not resumed', () => {
  it('when it is done, is of another build, or is not there', async () => {
    const play = await small({
      beats: '- { id: a, handler: h#a, timeout: 5s }',
      handlers: 'export const a = () => ({ n: 1 });',
    });
    workspace = play;
    const cli = (argv: readonly string[]) => runCli(argv, { cwd: play.root });
    expect((await cli(['run', 'play'])).code).toBe(0);
    const done = await cli(['run', 'play', '--resume', 'last']);
    expect([done.code, done.err]).toEqual([2, expect.stringMatching(/`[\w-]+` is done/)]);
    const missing = await cli(['run', 'play', '--resume', '2020']);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('there is no run `2020`')]);
  });
  it('when the plan has changed', async () => {
    const play = await small({
      beats: '- { id: a, handler: h#a, timeout: 5s }',
      handlers: "export const a = () => { throw new Error('not today'); };",
    });
    workspace = play;
    expect((await runCli(['run', 'play'], { cwd: play.root })).code).toBe(1);
    play.write('handlers.mjs', 'export const a = () => ({ n: 2 });');
    await play.compile();
    const { code, err } = await runCli(['run', '--resume', 'last'], { cwd: play.root });
    expect(code).toBe(2);
    expect(err).toContain('was played from another build of `play`');
  });
});
