/**
 * Runs that workers play over a real PostgreSQL, as processes: killed, frozen, cancelled, told to stop. Each test has a
 * workspace, and so a build and workers, of its own. `SYMPHONYC_KILLS` says how many workers are killed.
 */
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundle, runBundle } from '../support/cli.ts';
import { findPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import type { Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';
import { tempFolder } from '../support/temp.ts';
import { type Crew, completedTwice, crew, journalOf, linesOf, runOf, until } from '../support/workers.ts';

const kills = Number(process.env['SYMPHONYC_KILLS'] ?? '2');
const bin = findPostgres();
let postgres: Postgres;
let workspace: Workspace;
let team: Crew;

beforeAll(async () => {
  if (bin !== undefined) postgres = await startPostgres(bin);
});
afterEach(async () => {
  await team?.dismiss();
  workspace?.remove();
});
afterAll(() => postgres?.stop());

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
export const undo = ({ step }) => appendFileSync('undone', step + '\\n');
`;

const idempotent = (id: string): string =>
  `- { id: ${id}, handler: h#add, idempotent: true, effects: local, timeout: 30s }`;
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

async function open(beats: string, extra = ''): Promise<void> {
  workspace = await small({ beats, handlers, extra });
  team = crew(workspace.root, postgres.url);
}

/** What a run leaves when nobody disturbs it. */
const tune = (run: string) =>
  journalOf(workspace.root, run).flatMap((entry) =>
    entry.type === 'step-ended' ? [[entry.path, entry.status, entry.output]] : [],
  );

describe.skipIf(bin === undefined)('runs on DBOS', () => {
  it(
    `end the same when ${kills} workers are killed at random moments, and complete no beat twice`,
    async () => {
      await open(ids.map(idempotent).join('\n'));
      const crewed = [await team.worker(), await team.worker()];
      const undisturbed = team.start('run', 'play', '--engine', 'dbos');
      expect((await undisturbed.ended).code).toBe(0);
      const expected = tune(await runOf(undisturbed));
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
        expect(tune(run), about).toEqual(expected);
        const played = linesOf(workspace.root, 'effects').length - effects;
        expect(played, about).toBeGreaterThanOrEqual(ids.length);
        expect(played, about).toBeLessThanOrEqual(ids.length + 1);
      }
    },
    60_000 + kills * 30_000,
  );

  it('wait for a decision about a beat that was interrupted, and go on with it; the password is nowhere', async () => {
    await open(
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
});
