/** Beats side by side: needs, capacity, events of one another, and what becomes of the others when one fails. */
import { afterEach, describe, expect, it } from 'vitest';
import { statuses, type Workspace } from '../support/run-support.ts';
import { type Small, small } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());
const open = async (given: Small): Promise<Workspace> => {
  workspace = await small(given);
  return workspace;
};

/** Each beat waits until as many as `with.together` are inside, or gives up. */
const handlers = `
let inside = 0;
let most = 0;
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
export const meet = async ({ input, signal }) => {
  inside++;
  most = Math.max(most, inside);
  for (let n = 0; inside < input.together && n < 100 && !signal.aborted; n++) await pause();
  await pause();
  inside--;
  return { most };
};
export const fail = async () => { await pause(); throw new Error('broken'); };
export const wait = async ({ signal }) => {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  throw new Error('stopped: ' + signal.reason.message);
};
export const quick = ({ step }) => ({ step });
export const undo = () => undefined;`;

const meeting = (ids: readonly string[], together: number): string =>
  ids
    .map((id) => `- { id: ${id}, handler: h#meet, needs: [], with: { together: ${together} }, timeout: 20s }`)
    .join('\n');

const mostOf = (output: unknown): number => (output as { most: number }).most;

describe('beats that do not need each other', () => {
  const together = (extra: string, count: number) => ({
    extra,
    beats: meeting(['a', 'b', 'c', 'd'], count),
    handlers,
  });
  it('are played at once, up to the capacity', async () => {
    const play = await open(together('capacity: 3', 3));
    const result = await play.run('play', { concurrency: 8 });
    expect(result.status).toBe('done');
    expect(Math.max(...result.movements[0]!.steps.map(({ output }) => mostOf(output)))).toBe(3);
  });
  it('are fewer at once when the caller says so', async () => {
    const play = await open(together('capacity: 4', 1));
    const result = await play.run('play', { concurrency: 1 });
    expect(result.movements[0]!.steps.map(({ output }) => mostOf(output))).toEqual([1, 1, 1, 1]);
  });
  it('share the limit of the caller with a symphony that is performed', async () => {
    const play = await open({
      extra: 'capacity: 4',
      beats: `
${meeting(['a', 'b'], 1)}
- { id: other, perform: other, needs: [] }`,
      handlers,
      files: {
        'other.yaml': `apiVersion: symphonyc/v1
kind: Symphony
id: other
title: Other
status: active
domain: play
movements:
  - id: only
    title: Only
    beats:
${meeting(['c', 'd'], 1).replace(/^/gm, '      ')}
`,
        'symphony.yaml': `apiVersion: symphonyc/v1
kind: Workspace
id: small
title: Small
sources: [play.yaml, other.yaml, domain.yaml, metrics.yaml]
handlers: { h: handlers.mjs }
`,
      },
    });
    const result = await play.run('play', { concurrency: 2 });
    expect(result.status).toBe('done');
    const outputs = result.movements[0]!.steps.flatMap(({ output, performed }) => [
      output,
      ...(performed?.movements[0]?.steps.map((step) => step.output) ?? []),
    ]);
    expect(Math.max(...outputs.filter((output) => output !== undefined).map(mostOf))).toBeLessThanOrEqual(2);
  });
});

describe('a beat that awaits an event', () => {
  it('begins when a beat beside it has published that', async () => {
    const play = await open({
      extra: 'capacity: 4',
      beats: `
- { id: late, handler: h#quick, needs: [], awaits: [play.a], timeout: 5s }
- { id: early, handler: h#meet, needs: [], with: { together: 1 }, emits: [play.a], timeout: 5s }`,
      handlers,
    });
    const result = await play.run('play');
    expect(statuses(result)).toEqual({ late: 'done', early: 'done' });
  });
  it('begins when a symphony that is performed beside it has', async () => {
    const play = await open({
      extra: 'capacity: 4',
      beats: `
- { id: late, handler: h#quick, needs: [], awaits: [play.a], timeout: 5s }
- { id: other, perform: other, needs: [] }`,
      handlers,
      files: {
        'other.yaml': `apiVersion: symphonyc/v1
kind: Symphony
id: other
title: Other
status: active
domain: play
events: [play.a]
movements:
  - id: only
    title: Only
    beats:
      - { id: tell, handler: h#meet, with: { together: 1 }, emits: [play.a], timeout: 5s }
`,
        'symphony.yaml': `apiVersion: symphonyc/v1
kind: Workspace
id: small
title: Small
sources: [play.yaml, other.yaml, domain.yaml, metrics.yaml]
handlers: { h: handlers.mjs }
`,
      },
    });
    expect((await play.run('play')).status).toBe('done');
  });
  it('fails when nothing is left that could publish it', async () => {
    const play = await open({
      status: 'draft',
      extra: 'capacity: 4',
      beats: `
- { id: a, handler: h#quick, needs: [], emits: [play.b], timeout: 5s }
- { id: b, handler: h#quick, needs: [], awaits: [play.a], timeout: 5s }
- { id: c, handler: h#quick, needs: [], awaits: [play.b], when: "false", emits: [play.a], timeout: 5s }`,
      handlers,
    });
    const result = await play.run('play');
    expect(statuses(result)).toEqual({ a: 'done', b: 'failed', c: 'skipped' });
    expect(result.failure!.message).toContain('it waits for `play.a`, which nothing in this run has published');
  });
});

describe('when one of several fails', () => {
  it('the others are stopped, and what they did is undone, newest first', async () => {
    const play = await open({
      extra: 'capacity: 4\nrollback: { atomic: movement, on: [beat-failed] }',
      beats: `
- { id: done, handler: h#quick, needs: [], rollback: h#undo, timeout: 5s }
- { id: wait, handler: h#wait, needs: [], rollback: h#undo, timeout: 30s }
- { id: bad, handler: h#fail, needs: [], timeout: 5s }
- { id: never, handler: h#quick, needs: [wait], timeout: 5s }`,
      handlers,
    });
    const result = await play.run('play', { concurrency: 4 });
    expect(result.failure).toMatchObject({ kind: 'failed', message: 'broken', subject: 'play/first/bad' });
    expect(statuses(result)).toEqual({ done: 'done', wait: 'failed', bad: 'failed' });
    expect(result.movements[0]!.steps.find(({ id }) => id === 'wait')!.reason).toBe(
      'stopped, because `play/first/bad` failed',
    );
    expect(result.undone.map(({ step }) => step)).toEqual(['play/first/wait', 'play/first/done']);
  });
});
