/** The live view, by what stands on the terminal: events and time in, text out. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Plan, PlanStep } from '../../runtime/generated/plan.ts';
import type { RunEvent } from '../../runtime/model/events.ts';
import { type LiveView, openLiveView } from '../../runtime/view/live.ts';
import { type Environment, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { openScreen, type Screen } from '../support/screen.ts';
import { small } from '../support/small-workspace.ts';

const source = { file: 'play.yaml', line: 1, column: 1 };

const step = (id: string, title: string): PlanStep => ({
  id,
  beat: id,
  title,
  does: { type: 'run', argv: ['true'] },
  needs: [],
  from: 'p',
  timeoutMs: 60_000,
  idempotent: false,
  effects: 'none',
  emits: [],
  awaits: [],
  measures: [],
  evidence: [],
  source,
});

const steps = [step('lint', 'Lint'), step('build', 'Build the packages'), step('test', 'Test')] as const;
const [lint, build, test] = steps;

const movement = (
  id: string,
  title: string,
  all: readonly PlanStep[],
  budgetMs?: number,
): Plan['movements'][number] => ({
  id,
  title,
  budgetMs,
  policies: [],
  outputs: [],
  completion: [],
  steps: [...all],
  waves: [],
  criticalPath: ['build', 'test'],
  criticalMs: 0,
  source,
});

const checks = movement('checks', 'Checks', steps, 120_000);
const release = movement('release', 'Release', []);

const plan: Plan = {
  plan: 1,
  id: 'play',
  title: 'Play',
  status: 'active',
  key: { name: 'C', environment: null },
  tempo: 120,
  dynamics: 'mf',
  autonomy: { level: 3, environments: {}, kill: { level: 2 } },
  environments: [],
  approvers: {},
  inputs: {},
  events: [],
  steps: 3,
  criticalMs: 0,
  movements: [checks, release],
  completion: [],
  gates: [],
  attestations: [],
  handlers: {},
  plans: {},
  source,
};

describe('symphonyc run', () => {
  const run = async (environment: Environment, terminal = true): Promise<string> => {
    const workspace = await small({ beats: '- { id: a, run: [node, --version], timeout: 10s }' });
    try {
      const host = hostWith({ ...testEnvironment(), ...environment });
      return (await runCli(['run', 'play'], { cwd: workspace.root, terminal, host })).err;
    } finally {
      workspace.remove();
    }
  };

  it('has a live view on a terminal, in colour', async () => {
    const text = await run({ TERM: 'xterm' });
    expect(text).toContain('\u001b[32m✓\u001b[39m a ');
    expect(text).not.toContain('a ...');
  });
  it('has one without colour where none is wanted', async () => {
    const text = await run({ NO_COLOR: '1' });
    expect(text).toContain('✓ a ');
    expect(text).not.toMatch(/\u001b\[[0-9;]*m/);
  });
  it.each([
    ['in CI', { CI: 'true' }, true],
    ['on a simple terminal', { TERM: 'dumb' }, true],
    ['without a terminal', {}, false],
  ])('prints lines %s', async (_, environment, terminal) => {
    const text = await run(environment, terminal);
    expect(text).toContain('    a ...\n');
    expect(text).not.toContain('\u001b');
  });
});

let screen: Screen;
let view: LiveView;
let writes: string[];
const columns = 72;

const show = (...events: readonly RunEvent[]): void => {
  for (const event of events) view.show(event);
};
const begin = (one: PlanStep): RunEvent[] => [
  { type: 'step', step: one, depth: 0 },
  { type: 'try', step: one, attempt: 1, limitMs: 60_000, depth: 0 },
];
const done = (one: PlanStep, durationMs: number): RunEvent => ({
  type: 'step-ended',
  step: one,
  result: { id: one.id, status: 'done', attempts: 1, durationMs },
  depth: 0,
});
const print = (text: string): RunEvent => ({ type: 'output', chunk: Buffer.from(text) });
const start: readonly RunEvent[] = [
  { type: 'symphony', plan, dynamics: 'mf', depth: 0, usedMs: 0 },
  { type: 'movement', movement: checks, depth: 0, usedMs: 30_000 },
];

describe('the live view', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    screen = openScreen(columns);
    writes = [];
    view = openLiveView({
      write: (text) => {
        writes.push(text);
        screen.write(text);
        expect(screen.isAtRest()).toBe(true);
      },
      size: () => ({ columns, rows: 24 }),
      color: false,
      now: Date.now,
    });
  });
  afterEach(() => {
    view.close();
    vi.useRealTimers();
  });

  it('shows what runs against its limits, the critical path, what waits, and how far the whole is', () => {
    show(...start, ...begin(lint), ...begin(build), { type: 'step', step: test, depth: 0 });
    vi.advanceTimersByTime(3200);
    expect(screen.lines()).toEqual([
      'Play (play), mf',
      '  Checks',
      '    ⠹   Lint               3.2 s of 1 min',
      '    ⠹ ◆ Build the packages 3.2 s of 1 min',
      '      + 1 waiting for their turn',
      '  ────────────────────────  0 of 3 beats · 3.2 s · movement 33.2 s of …',
      '  ▸ Checks   · Release',
    ]);
    show(done(lint, 3250));
    vi.advanceTimersByTime(100);
    expect(screen.lines().slice(2, 5)).toEqual([
      '    ✓ Lint 3.3 s',
      '    ⠸ ◆ Build the packages 3.3 s of 1 min',
      '      + 1 waiting for their turn',
    ]);
    expect(screen.lines()[5]).toContain('━━━━━━━━────────────────  1 of 3 beats');
  });

  it('lets lines scroll above it, whole and without what would move the cursor', () => {
    show(
      ...start,
      ...begin(build),
      print('10 %\r20 %\r\u001b[2Khalf \u001b[31mred\u001b[0m\u001b[5A'),
      print(' way\nopen'),
    );
    show({ type: 'log', level: 'warn', message: 'slow', depth: 0 });
    vi.advanceTimersByTime(100);
    expect(screen.lines().slice(2, 6)).toEqual([
      '      │ half red way',
      '      │ open',
      '      warn: slow',
      '    ⠙ ◆ Build the packages 0.1 s of 1 min',
    ]);
  });

  it('leaves the terminal to a question, and shows afterwards what happened meanwhile', () => {
    show(...start, ...begin(build));
    vi.advanceTimersByTime(100);
    view.hold();
    expect(screen.lines()).toEqual(['Play (play), mf', '  Checks']);
    const before = writes.length;
    show(done(build, 20), print('meanwhile\n'));
    vi.advanceTimersByTime(1000);
    expect(writes.length).toBe(before);
    screen.write('Shall we? [y] y\n');
    view.resume();
    expect(screen.lines().slice(2, 5)).toEqual([
      'Shall we? [y] y',
      '    ✓ Build the packages 20 ms',
      '      │ meanwhile',
    ]);
  });

  it('is drawn ten times a second at most, and leaves nothing but what lasts', () => {
    show(...start);
    writes.length = 0;
    for (let count = 0; count < 2000; count++) {
      show({ type: 'log', level: 'info', message: `line ${count}`, depth: 0 });
      vi.advanceTimersByTime(1);
    }
    expect(writes.length).toBeLessThanOrEqual(20);
    show(...begin(test), {
      ...done(test, 5),
      result: { id: 'test', status: 'failed', reason: 'no', attempts: 2, durationMs: 5 },
    } as RunEvent);
    view.close();
    const lines = screen.lines();
    expect(lines).toHaveLength(2003);
    expect(lines.at(-1)).toBe('    ✗ Test, try 2: no');
  });

  it('takes what handlers print themselves, and gives the streams back', () => {
    show(...start);
    const { write } = process.stdout;
    vi.advanceTimersByTime(100);
    process.stdout.write('from a handler\n');
    vi.advanceTimersByTime(100);
    expect(screen.lines()).toContain('      │ from a handler');
    view.close();
    expect(process.stdout.write).not.toBe(write);
  });

  it('fits where there is hardly room', () => {
    const narrow = openScreen(20);
    const small = openLiveView({
      write: narrow.write,
      size: () => ({ columns: 20, rows: 6 }),
      color: false,
      now: Date.now,
    });
    for (const event of [...start, ...begin(lint), ...begin(build)]) small.show(event);
    vi.advanceTimersByTime(100);
    expect(narrow.lines().length).toBeLessThanOrEqual(8);
    for (const line of narrow.lines().slice(2)) expect([...line].length).toBeLessThanOrEqual(20);
    small.close();
    expect(narrow.lines()).toEqual(['Play (play), mf', '  Checks']);
  });
});
