/**
 * Runs that workers play over a real PostgreSQL, as processes: killed, frozen, cancelled, told to stop. Each test has a
 * workspace, with beats of its own, and so a build and workers of its own. `SYMPHONYC_KILLS` says how many workers are killed.
 */
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, runBundle } from '../support/cli.ts';
import { findPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { bakery, type Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';
import { tempFolder } from '../support/temp.ts';
import { type Crew, completedTwice, crew, journalOf, linesOf, runOf, until } from '../support/workers.ts';

const kills = Number(process.env['SYMPHONYC_KILLS'] ?? '2');
const bin = findPostgres();
let postgres: Postgres;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  if (bin !== undefined) postgres = await startPostgres(bin);
});
afterAll(async () => {
  for (const close of closing) await close();
  postgres?.stop();
});

/** Every beat leaves a trace, takes a while, and gives back what it was given and more. */
const handlers = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export const add = async ({ step, outputs }) => {
  appendFileSync('effects', step + '\\n');
  await setTimeout(100);
  return Object.values(outputs).join('') + step;
};
/** Stays within itself the first time. */
export const charge = async () => {
  appendFileSync('effects', 'charge\\n');
  if (linesOf() === 1) await setTimeout(60_000);
};
const linesOf = () => (existsSync('once') ? 2 : (writeFileSync('once', ''), 1));
export const block = () => {
  const end = Date.now() + 8000;
  while (Date.now() < end);
};
export const wait = ({ signal }) => setTimeout(60_000, undefined, { signal });
/** Stays the first time, on any machine. */
export const pass = async () => {
  if (!process.cwd().includes('symphonyc-test-')) await setTimeout(60_000);
};
export const fail = () => {
  throw new Error('this one always fails');
};
export const undo = ({ step }) => appendFileSync('undone', step + '\\n');
`;

const idempotent = (id: string): string =>
  `- { id: ${id}, handler: h#add, idempotent: true, effects: local, timeout: 30s }`;
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

async function open(beats: string, extra = ''): Promise<{ workspace: Workspace; team: Crew }> {
  const workspace = await small({ beats, handlers, extra });
  const team = crew(workspace.root, postgres.url);
  closing.push(async () => {
    await team.dismiss();
    workspace.remove();
  });
  return { workspace, team };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** What a run leaves when nobody disturbs it. */
const tune = (root: string, run: string) =>
  journalOf(root, run).flatMap((entry) =>
    entry.type === 'step-ended' ? [[entry.path, entry.status, entry.output]] : [],
  );

describe.skipIf(bin === undefined).concurrent('runs on DBOS', () => {
  it(
    `end the same when ${kills} workers are killed at random moments, and complete no beat twice`,
    async () => {
      const { workspace, team } = await open(ids.map(idempotent).join('\n'));
      const crewed = [await team.worker(), await team.worker()];
      const undisturbed = team.start('run', 'play', '--engine', 'dbos');
      expect((await undisturbed.ended).code).toBe(0);
      const expected = tune(workspace.root, await runOf(undisturbed));
      expect(expected).toHaveLength(ids.length);
      for (let round = 1; round <= kills; round++) {
        const effects = linesOf(workspace.root, 'effects').length;
        const asked = team.start('run', 'play', '--engine', 'dbos');
        const run = await runOf(asked);
        const player = () => crewed.find(({ said }) => said().includes(run));
        await until(() => player() !== undefined);
        const delay = Math.random() * 1200;
        await new Promise((resolve) => setTimeout(resolve, delay));
        const killed = player()!;
        killed.child.kill('SIGKILL');
        await killed.ended;
        crewed[crewed.indexOf(killed)] = await team.worker();
        const { code, err } = await asked.ended;
        const about = `round ${round}, killed after ${delay} ms: ${err}`;
        expect(code, about).toBe(0);
        expect(completedTwice(journalOf(workspace.root, run)), about).toEqual([]);
        expect(tune(workspace.root, run), about).toEqual(expected);
        const played = linesOf(workspace.root, 'effects').length - effects;
        expect(played, about).toBeGreaterThanOrEqual(ids.length);
        expect(played, about).toBeLessThanOrEqual(ids.length + 1);
      }
    },
    60_000 + kills * 30_000,
  );

  it('wait for a decision about a beat that was interrupted, and go on with it; the password is nowhere', async () => {
    const { workspace, team } = await open(
      `${idempotent('a')}\n- { id: charge, handler: h#charge, effects: external, timeout: 90s }\n${idempotent('b')}`,
    );
    const first = await team.worker();
    const asked = team.start('run', 'play', '--engine', 'dbos');
    await until(() => linesOf(workspace.root, 'effects').includes('charge'));
    first.child.kill('SIGKILL');
    const second = await team.worker();
    const { code, err } = await asked.ended;
    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('may do harm') });
    const run = await runOf(asked);
    expect(err).toContain(`symphonyc run play --resume ${run} --engine dbos`);

    const early = await team.start('run', '--resume', run, '--engine', 'dbos').ended;
    expect(early.code).toBe(4);
    const decided = await team.start('approve', run, 'charge', '--redo').ended;
    expect(decided).toMatchObject({ code: 0, err: expect.stringContaining(`--resume ${run} --engine dbos`) });
    const resumed = await team.start('run', '--resume', run, '--engine', 'dbos').ended;
    expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining('play: done') });
    expect(linesOf(workspace.root, 'effects')).toEqual(['a', 'charge', 'charge', 'b']);
    const again = await team.start('run', '--resume', run, '--engine', 'dbos').ended;
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('is done') });

    const told = [asked, first, second].map(({ said }) => said()).join('');
    const kept = postgres.sql('SELECT line FROM symphonyc.journal; SELECT inputs FROM dbos.workflow_status;');
    const copies = Object.values(workspace.tree('.symphony')).map((text) => Buffer.from(text, 'base64').toString());
    for (const secret of [postgres.password, encodeURIComponent(postgres.password)])
      expect([told, kept, ...copies].filter((text) => text.includes(secret))).toEqual([]);
  });

  it('are taken from a worker that is frozen, which ends when it wakes and adds nothing to the journal', async () => {
    const { workspace, team } = await open(
      [...ids.map(idempotent), '- { id: last, handler: h#wait, effects: none, timeout: 6s }'].join('\n'),
    );
    const frozen = await team.worker();
    const asked = team.start('run', 'play', '--engine', 'dbos');
    const run = await runOf(asked);
    await until(() => frozen.said().includes('last ...'));
    frozen.child.kill('SIGSTOP');
    const other = await team.worker();
    await until(() => other.said().includes(`goes on with ${run}`));
    frozen.child.kill('SIGCONT');
    expect((await frozen.ended).signal ?? (await frozen.ended).code).not.toBe(0);
    expect((await asked.ended).err).toContain('stopped after 6000 ms');
    const entries = journalOf(workspace.root, run);
    expect(entries.filter(({ type }) => type === 'run-ended')).toHaveLength(1);
    expect(postgres.sql(`SELECT count(*) FROM symphonyc.journal WHERE run = '${run}'`)).toBe(String(entries.length));
  });

  it('stay with a worker whose handler blocks it for longer than a dead one has', async () => {
    const { workspace, team } = await open('- { id: block, handler: h#block, effects: local, timeout: 30s }');
    const blocked = await team.worker();
    const other = await team.worker();
    const asked = team.start('run', 'play', '--engine', 'dbos');
    expect((await asked.ended).code).toBe(0);
    const entries = journalOf(workspace.root, await runOf(asked));
    expect(entries.filter(({ type }) => type === 'run-resumed')).toEqual([]);
    expect([blocked, other].map(({ said }) => said()).join('')).not.toContain('has died');
  });

  it('are undone when whoever asked for them says so, and end before the worker that is told to stop', async () => {
    const { workspace, team } = await open(`
- { id: a, handler: h#add, effects: local, timeout: 5s, rollback: h#undo }
- { id: b, handler: h#wait, effects: none, timeout: 90s }`);
    const worker = await team.worker();
    const asked = team.start('run', 'play', '--engine', 'dbos', '--format', 'json');
    await until(() => asked.said().includes('b ...'));
    worker.child.kill('SIGTERM');
    asked.child.kill('SIGINT');
    const { code, out } = await asked.ended;
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      status: 'failed',
      failure: { kind: 'cancelled' },
      undone: [{ step: 'play/first/a', status: 'undone' }],
    });
    expect(linesOf(workspace.root, 'undone')).toEqual(['a']);
    expect((await worker.ended).code).toBe(0);
    expect(postgres.sql('SELECT worker FROM symphonyc.workers')).not.toContain(`-${worker.child.pid}-`);
  });

  it('are not played again when their worker dies after the end, before the queue knows of it', async () => {
    const { workspace, team } = await open(`
- { id: a, handler: h#add, effects: local, timeout: 5s, rollback: h#undo }
- { id: b, handler: h#fail, effects: none, timeout: 5s }`);
    const worker = await team.worker();
    const asked = team.start('run', 'play', '--engine', 'dbos');
    expect((await asked.ended).code).toBe(1);
    const run = await runOf(asked);
    const ofRun = `FROM dbos.workflow_status WHERE workflow_uuid LIKE '${run}.%'`;
    postgres.sql(`
INSERT INTO symphonyc.workers SELECT 'dead', application_version, now() - interval '1 minute' ${ofRun};
UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = 'dead', output = NULL
WHERE workflow_uuid LIKE '${run}.%'`);
    const lines = (): string => postgres.sql(`SELECT count(*) FROM symphonyc.journal WHERE run = '${run}'`);
    const before = lines();
    await until(() => postgres.sql(`SELECT status ${ofRun}`) === 'SUCCESS');
    await until(() => worker.said().includes('the worker dead has died'));
    expect(lines()).toBe(before);
    expect(linesOf(workspace.root, 'effects')).toEqual(['a']);
  });

  it('leave no process of a worker that is killed, and go on with its command', async () => {
    const command = `import { appendFileSync, existsSync } from 'node:fs';
const again = existsSync('pids');
appendFileSync('pids', process.pid + '\\n');
if (!again) setTimeout(() => {}, 60_000);`;
    const { workspace, team } = await open(
      '- { id: a, run: [node, long.mjs], idempotent: true, effects: local, timeout: 90s }',
    );
    workspace.write('long.mjs', command);
    const killed = await team.worker();
    const asked = team.start('run', 'play', '--engine', 'dbos');
    await until(() => linesOf(workspace.root, 'pids').length === 1);
    killed.child.kill('SIGKILL');
    const pid = Number(linesOf(workspace.root, 'pids')[0]);
    await until(() => !isAlive(pid));
    await team.worker();
    expect((await asked.ended).code).toBe(0);
    expect(linesOf(workspace.root, 'pids')).toHaveLength(2);
  });

  it('say that the state which was saved on another machine is not put back', async () => {
    const { workspace, team } = await open(
      `
- { id: a, handler: h#add, idempotent: true, effects: local, timeout: 5s }
- { id: b, handler: h#pass, effects: none, timeout: 90s }
- { id: c, handler: h#fail, effects: none, timeout: 5s }`,
      'rollback: { atomic: symphony, snapshot: true, state: [effects] }',
    );
    const machine = tempFolder();
    cpSync(workspace.root, machine, { recursive: true });
    const other = crew(machine, postgres.url);
    closing.push(other.dismiss);
    const first = await team.worker();
    const asked = team.start('run', 'play', '--engine', 'dbos');
    await until(() => asked.said().includes('b ...'));
    await other.worker();
    first.child.kill('SIGKILL');
    const { code, err } = await asked.ended;
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('on the machine that began') });
    expect(linesOf(workspace.root, 'effects')).toEqual(['a']);
  });

  it('are followed by those that follow them, as in this process', async () => {
    const shop = await bakery();
    const team = crew(shop.root, postgres.url);
    closing.push(async () => {
      await team.dismiss();
      shop.remove();
    });
    await team.worker();
    const asked = team.start('run', 'shop-release', '--engine', 'dbos', '--input', 'edition=first');
    const { code, err } = await asked.ended;
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringMatching(/shop-release: done.*newsletter: done/s),
    });
    expect(JSON.parse(shop.read('shop/live.json'))).toEqual({ colour: 'blue', edition: 'first' });
    const listed = await team.start('runs', '--format', 'json').ended;
    expect(JSON.parse(listed.out)).toMatchObject({
      runs: [
        { symphony: 'shop-release', status: 'done', steps: 16 },
        { symphony: 'newsletter', status: 'done', follows: await runOf(asked) },
      ],
    });
    for (const signal of ['traces', 'metrics', 'logs'])
      expect(shop.exists(`.symphony/runs/${await runOf(asked)}/${signal}.otlp.json`)).toBe(true);
    const verified = await team.start('verify', `.symphony/runs/${await runOf(asked)}`).ended;
    expect(verified).toMatchObject({ code: 0 });
  });

  it('wait for a worker with the same build, and can be taken back before one takes them', async () => {
    const { workspace, team } = await open(idempotent('a'));
    const asked = team.start('run', 'play', '--engine', 'dbos');
    const run = await runOf(asked);
    workspace.edit('play.yaml', 'title: Play', 'title: Another play');
    await workspace.compile();
    const other = await team.worker();
    await until(() => asked.said().includes('no worker has this build'));
    asked.child.kill('SIGINT');
    expect(await asked.ended).toMatchObject({ code: 1, err: expect.stringContaining('was cancelled before it began') });
    expect(other.said()).not.toContain(run);
    expect(linesOf(workspace.root, 'effects')).toEqual([]);
  });

  it('keep to the limits of whoever asks for them', async () => {
    const { workspace, team } = await open(idempotent('limited'));
    await team.worker();
    const ask = (limit: Record<string, string>) =>
      runBundle(['run', 'play', '--engine', 'dbos'], {
        cwd: workspace.root,
        environment: { SYMPHONYC_DATABASE_URL: postgres.url, ...limit },
      });
    expect(await ask({ ORCHESTRA_KILL: '1' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('ORCHESTRA_KILL'),
    });
    expect(await ask({ ORCHESTRA_LOA: '1' })).toMatchObject({ code: 4, err: expect.stringContaining('may it?') });
    expect(linesOf(workspace.root, 'effects')).toEqual([]);
  });

  it('are refused, with what to install, where DBOS is not', async () => {
    const { workspace } = await open(idempotent('a'));
    const elsewhere = join(tempFolder(), 'dist');
    cpSync(dirname(bundle), elsewhere, { recursive: true });
    const argv = ['run', 'play', '--engine', 'dbos', '--database', postgres.url];
    const { code, err } = await runBundle(argv, { cwd: workspace.root, script: join(elsewhere, 'symphonyc.cjs') });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('npm install @dbos-inc/dbos-sdk@') });
  });

  it.each([
    ['mysql://a:hidden@localhost/b', 'not the address of a PostgreSQL database'],
    ['postgresql://localhost/b?password=hidden', 'names no user'],
    ['postgresql://a:hidden@127.0.0.1:1/b', 'nothing answers at 127.0.0.1:1'],
  ])('are refused for the database %s, whose password is not told', async (url, reason) => {
    const { workspace } = await open(idempotent('a'));
    const { code, err } = await runBundle(['run', 'play', '--engine', 'dbos', '--database', url], {
      cwd: workspace.root,
    });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(reason) });
    expect(err).not.toContain('hidden');
  });
});
