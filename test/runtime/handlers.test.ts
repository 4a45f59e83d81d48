/** Handlers: what they are given, what they may do, and what becomes of them when they do not stop. */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { statuses, type Workspace } from '../support/run-support.ts';
import { type Small, small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const open = async (given: Small): Promise<Workspace> => {
  workspace = await small(given);
  return workspace;
};

describe('the context of a handler', () => {
  it('holds what the types declare', async () => {
    const play = await open({
      extra: 'inputs: { level: { type: int, default: 3 }, name: { type: string } }',
      beats: `
- id: a
  handler: h#keep
  each: { letter: [x, y] }
  with: { fixed: [1, { deep: true }] }
  timeout: 5s`,
      handlers: `export const keep = ({ signal, log, emit, measure, evidence, exec, outputs, played, concurrency, ...rest }) => ({
  ...rest,
  cwd: process.cwd(),
  aborted: signal.aborted,
  before: [Object.keys(outputs), played.map(({ step, status }) => [step, status]), concurrency > 0],
  functions: [...Object.values(log), emit, measure, evidence, exec].map((one) => typeof one),
});`,
    });
    const result = await play.run('play', { inputs: { name: 'Ada' }, correlationId: 'c-1', dynamics: 'f' });
    expect(result.inputs).toEqual({ level: 3, name: 'Ada' });
    expect(result.movements[0]!.steps.map(({ output }) => output)[1]).toEqual({
      symphony: 'play',
      movement: 'first',
      beat: 'a',
      step: 'a[y]',
      run: result.run,
      correlationId: 'c-1',
      dynamics: 'f',
      environment: null,
      level: 3,
      before: [['a[x]'], [['a[x]', 'done']], true],
      attempt: 1,
      input: { fixed: [1, { deep: true }], letter: 'y' },
      inputs: { level: 3, name: 'Ada' },
      cwd: play.root,
      aborted: false,
      functions: Array(8).fill('function'),
    });
  });

  it('is given to one whose module waits before it is there', async () => {
    const play = await open({
      beats: `
- { id: a, handler: h#a, timeout: 5s }`,
      handlers: 'const seven = await Promise.resolve(7);\nexport const a = () => seven;',
    });
    const { movements } = await play.run('play');
    expect(movements[0]!.steps[0]).toMatchObject({ status: 'done', output: 7 });
  });

  it('tells it to stop through its signal, whenever it looks at that', async () => {
    const play = await open({
      beats: `
- { id: a, handler: h#a, timeout: 100ms }`,
      handlers: `import { writeFileSync } from 'node:fs';
export const a = async (context) => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  writeFileSync('seen', context.signal.reason.message);
};`,
    });
    const { failure } = await play.run('play');
    expect(failure).toMatchObject({ kind: 'timeout', message: 'stopped after 100 ms, its timeout' });
    expect(readFileSync(join(play.root, 'seen'), 'utf8')).toBe('stopped after 100 ms, its timeout');
  });

  it('publishes declared events when the beat completes, by hand or by itself', async () => {
    const play = await open({
      beats: `
- { id: a, handler: h#a, emits: [play.a, play.b], timeout: 5s }`,
      handlers: "export const a = ({ emit }) => { emit('play.b', { n: 1 }); };",
    });
    const { events } = await play.run('play');
    expect(events.map(({ event, payload }) => [event, payload])).toEqual([
      ['play.b', { n: 1 }],
      ['play.a', {}],
    ]);
  });

  it.each([
    ['an undeclared event', "emit('play.b')", '`play.b` cannot be emitted: under `emits` the beat declares `play.a`'],
    [
      'an undeclared metric',
      "measure('ok', true)",
      '`ok` cannot be measured: under `measures` the beat declares `count`',
    ],
    ['undeclared evidence', "return evidence('x', 'y')", 'under `evidence` the beat declares nothing'],
    ['a value that is none', "measure('count', Number.NaN)", 'must be a finite number or a boolean, not NaN'],
    ['a payload that is no object', "emit('play.a', [1])", 'the payload of `play.a` must be an object'],
  ])('refuses %s', async (_, code, message) => {
    const play = await open({
      beats: `
- { id: a, handler: h#a, emits: [play.a], measures: [count], timeout: 5s }`,
      handlers: `export const a = ({ emit, measure, evidence }) => { ${code}; };`,
    });
    const result = await play.run('play');
    expect(result.failure!.message).toContain(message);
    expect(result.failure!.at).toMatch(/^handlers\.mjs:1:/);
    expect(result.events).toEqual([]);
  });

  it('drops what a try that failed has emitted and measured', async () => {
    const play = await open({
      beats: `
- { id: a, handler: h#a, emits: [play.a], measures: [count], timeout: 5s, idempotent: true, retry: { attempts: 3, backoff: 1ms } }`,
      handlers: `export const a = ({ attempt, emit, measure }) => {
  emit('play.a', { attempt });
  measure('count', attempt);
  if (attempt < 3) throw new Error('not yet');
};`,
    });
    const result = await play.run('play');
    expect(result.movements[0]!.steps[0]).toMatchObject({ status: 'done', attempts: 3 });
    expect(result.events.map(({ payload }) => payload)).toEqual([{ attempt: 3 }]);
    expect(result.metrics.map(({ value }) => value)).toEqual([3]);
  });

  it('is not tried again when playing twice is not playing once', async () => {
    const play = await open({
      beats: '- { id: a, handler: h#a, timeout: 5s, retry: { attempts: 3 } }',
      handlers: "export const a = ({ attempt }) => { throw new Error('try ' + attempt); };",
    });
    const result = await play.run('play');
    expect(result.failure!.message).toBe('try 1');
  });
});

describe('time', () => {
  it('aborts a handler that listens, and undoes it', async () => {
    const play = await open({
      beats: '- { id: a, handler: h#a, rollback: h#undo, timeout: 50ms }',
      handlers: `import { writeFileSync } from 'node:fs';
export const a = ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('told to'))));
export const undo = ({ output, reason }) => writeFileSync('undone.txt', String(output) + ' ' + reason);`,
    });
    const result = await play.run('play');
    expect(result.failure).toMatchObject({ kind: 'timeout', message: 'stopped after 50 ms, its timeout' });
    expect(result.abandoned).toBe(false);
    expect(play.read('undone.txt')).toBe('undefined play/first/a: stopped after 50 ms, its timeout');
  });

  it('leaves behind a handler that does not listen', async () => {
    const play = await open({
      beats: '- { id: a, handler: h#a, timeout: 50ms }',
      handlers: 'export const a = () => new Promise((resolve) => setTimeout(resolve, 5000).unref());',
    });
    const result = await play.run('play');
    expect(result.failure!.kind).toBe('timeout');
    expect(result.abandoned).toBe(true);
  });

  it('ends with the budget of the movement, whatever the beats may take', async () => {
    const play = await open({
      movement: 'budget: 100ms',
      beats: `
- { id: a, handler: h#wait, timeout: 5s }
- { id: b, handler: h#wait, timeout: 5s }`,
      handlers:
        "import { setTimeout } from 'node:timers/promises';\nexport const wait = ({ signal }) => setTimeout(70, undefined, { signal }).then(() => ({}));",
    });
    const result = await play.run('play');
    expect(statuses(result)).toEqual({ a: 'done', b: 'failed' });
    expect(result.failure!.message).toContain('the budget of the movement, 100 ms');
  });

  it('cancels from outside', async () => {
    const play = await open({
      beats: `
- { id: a, handler: h#touch, rollback: h#undo, timeout: 5s }
- { id: b, handler: h#wait, timeout: 5s, effects: none }`,
      handlers: `import { setTimeout } from 'node:timers/promises';
import { rmSync, writeFileSync } from 'node:fs';
export const touch = () => writeFileSync('touched', 'x');
export const undo = () => rmSync('touched');
export const wait = ({ signal }) => setTimeout(5000, undefined, { signal });`,
    });
    const result = await play.run('play', { signal: AbortSignal.timeout(100) });
    expect(result.failure).toMatchObject({ kind: 'cancelled', message: 'the run was cancelled' });
    expect(result.undone).toEqual([{ step: 'play/first/a', status: 'undone' }]);
    expect(play.exists('touched')).toBe(false);
  });
});

describe('the way back', () => {
  const handlers = `import { appendFileSync } from 'node:fs';
export const go = () => ({ made: true });
export const fail = () => { throw new Error('no'); };
export const back = ({ step, output }) => appendFileSync('back.txt', step + (output?.made ? '+' : '-') + ' ');
export const stuck = () => { throw new Error('rusty'); };`;
  const beats = `
- { id: a, handler: h#go, rollback: h#back, timeout: 5s }
- { id: b, handler: h#go, rollback: h#stuck, timeout: 5s }
- { id: c, handler: h#fail, rollback: h#back, timeout: 5s }`;

  it('starts with the beat that failed and goes past one that cannot be undone', async () => {
    const play = await open({ beats, handlers });
    const result = await play.run('play');
    expect(play.read('back.txt')).toBe('c- a+ ');
    expect(result.undone).toEqual([
      { step: 'play/first/c', status: 'undone' },
      { step: 'play/first/b', status: 'failed', reason: 'rusty' },
      { step: 'play/first/a', status: 'undone' },
    ]);
  });
  it('reaches as far as the unit of the plan', async () => {
    const play = await open({ beats, handlers, extra: 'rollback: { atomic: beat }' });
    await play.run('play');
    expect(play.read('back.txt')).toBe('c- ');
  });
  it('is taken only for what the plan names', async () => {
    const play = await open({ beats, handlers, extra: 'rollback: { atomic: symphony, on: [gate-failed, cancelled] }' });
    const result = await play.run('play');
    expect(result.undone).toEqual([]);
  });
});

describe('handler modules', () => {
  const ts = (text: string, files: Record<string, string> = {}): Small => ({
    beats: '- { id: a, handler: h#a, timeout: 5s }',
    files: { 'src/deep/h.ts': text, ...files, 'symphony.yaml': tsWorkspace },
  });
  const tsWorkspace = smallSettings('', { handlers: 'src/deep/h.ts' });
  const outputOf = async (play: Workspace): Promise<unknown> => (await play.run('play')).movements[0]?.steps[0]?.output;

  it('are TypeScript, know where their source lies, and need no package that holds types only', async () => {
    const play = await open(
      ts(
        `import { Thing } from 'no-such-package';
import type { Other } from '../../out/types/index.js';
import data from '../data.json' with { type: 'json' };
import { here } from '../lib.js';
enum Level { Low = 1 }
export async function a(_: unknown, thing?: Thing, other?: Other) {
  return { data, level: Level.Low, own: import.meta.url, lib: here satisfies string };
}`,
        { 'src/lib.ts': 'export const here: string = import.meta.url;', 'src/data.json': '{"n":1}' },
      ),
    );
    expect(await outputOf(play)).toEqual({
      data: { n: 1 },
      level: 1,
      own: `file://${play.root}/src/deep/h.ts`,
      lib: `file://${play.root}/src/lib.ts`,
    });
  });

  it('leave no bundle behind, and write none through a link', async () => {
    const play = await open(ts('export const a = () => ({ n: 1 });'));
    await play.run('play');
    const cache = join(play.root, '.symphony/cache');
    expect(readdirSync(join(cache, 'handlers'))).toEqual([]);
    rmSync(cache, { recursive: true });
    const foreign = join(play.root, 'foreign');
    mkdirSync(foreign);
    symlinkSync(foreign, cache);
    const { refused } = await play.run('play');
    expect(refused).toEqual([expect.stringContaining('`.symphony/cache` is a link')]);
    expect(readdirSync(foreign)).toEqual([]);
  });

  it('are refused when they need a package that is not there', async () => {
    const play = await open(ts("import { x } from 'no-such-package';\nexport const a = () => ({ x: x() });"));
    const { refused } = await play.run('play');
    expect(refused).toEqual([
      expect.stringContaining(
        "the handler module `src/deep/h.ts` cannot be loaded: Cannot find package 'no-such-package'",
      ),
    ]);
  });

  it('are refused when a draft has none, each by its name', async () => {
    const play = await open({
      status: 'draft',
      beats: `
- { id: a, handler: h#a, timeout: 5s }
- { id: b, handler: other#b, timeout: 5s }
- { id: c, run: [node, -e, "require('fs').writeFileSync('ran', '')"], timeout: 5s }`,
    });
    const result = await play.run('play');
    expect(result.status).toBe('refused');
    expect(result.refused).toEqual([
      'the handler module `h` (`handlers.mjs`) does not exist yet',
      'the handler module `other` does not exist yet',
    ]);
    expect(play.exists('ran')).toBe(false);
  });

  it('are refused when a draft exports nothing of the name', async () => {
    const play = await open({
      status: 'draft',
      beats: '- { id: a, handler: h#later, timeout: 5s }',
      handlers: 'export const now = () => ({});',
    });
    expect((await play.run('play')).refused).toEqual(['`handlers.mjs` exports no function `later`']);
  });

  it('are never looked for outside the workspace', async () => {
    const play = await open({
      beats: '- { id: a, handler: h#a, timeout: 5s }',
      handlers: 'export const a = () => ({});',
    });
    play.write(
      'out/plans/play.plan.json',
      play.read('out/plans/play.plan.json').replaceAll('handlers.mjs', '../evil.mjs'),
    );
    const { refused } = await play.run('play');
    expect(refused).toEqual(['`../evil.mjs` of the handler module `h` lies outside the workspace']);
  });
});
