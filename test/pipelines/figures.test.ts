/** What handlers compute: from journals, evidence, test output and paths that others have written. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord, StepRecord } from '../../symphonies/handlers/common/history.ts';
import { inCell } from '../../symphonies/handlers/common/markdown.ts';
import { insidePath } from '../../symphonies/handlers/common/paths.ts';
import { evaluate, evaluationRate, readHypotheses, readUsage } from '../../symphonies/handlers/delivery/hypotheses.ts';
import {
  consistency,
  leadTimeDays,
  meanTimeToRecovery,
  perWeek,
  reportingRate,
  visibility,
} from '../../symphonies/handlers/delivery/outcomes.ts';
import { countsIn, coverageOf } from '../../symphonies/handlers/delivery/tests.ts';
import { adoption, isOn, withNewOnesOff } from '../../symphonies/handlers/delivery/toggles.ts';
import { incidentIn } from '../../symphonies/handlers/delivery/watch.ts';
import { analyzeBeats } from '../../symphonies/handlers/reporting/analysis.ts';
import { compliance, trace } from '../../symphonies/handlers/reporting/audit.ts';
import { ranked } from '../../symphonies/handlers/reporting/recommend.ts';
import { healthOf } from '../../symphonies/handlers/reporting/summary.ts';
import { tempWorkspace } from '../support/temp.ts';

const start = Date.parse('2026-03-02T10:00:00.000Z');
const minutes = (count: number): string => new Date(start + count * 60_000).toISOString();
const part = { symphony: 's', movement: 'm' };

const step = (id: string, more: Partial<StepRecord> = {}): StepRecord => ({
  ...part,
  beat: id,
  step: id,
  status: 'done',
  startedAt: minutes(0),
  durationMs: 60_000,
  attempts: 1,
  ...more,
});

const record = (more: Partial<RunRecord> = {}): RunRecord => ({
  run: 'r',
  symphony: 's',
  status: 'done',
  startedAt: minutes(0),
  durationMs: 600_000,
  dynamics: 'mf',
  correlationId: 'c',
  steps: [],
  metrics: [],
  events: [],
  evidence: [],
  judged: [],
  undone: [],
  ...more,
});

const planned = (id: string, more: object = {}) => ({
  id,
  does: { type: 'handler' },
  needs: [],
  emits: [],
  evidence: [],
  ...more,
});

describe('figures of the journals', () => {
  it('a beat is visible with all its events and evidence', () => {
    const at = { ...part, beat: 'a', step: 'a', at: minutes(1) };
    const one = record({
      steps: [step('a'), step('b'), step('c', { status: 'failed' })],
      events: [{ ...at, event: 'a.done' }],
    });
    const plan = [planned('a', { emits: ['a.done'] }), planned('b', { evidence: ['proof'] })];
    expect(visibility(one, part, plan)).toBe(0.5);
    const evidence = [{ ...at, beat: 'b', step: 'b', evidence: 'proof', digest: '', content: 'x' }];
    expect(visibility({ ...one, evidence }, part, plan)).toBe(1);
    expect(visibility({ ...one, events: [] }, part, plan)).toBe(0);
    expect(visibility(record(), part, plan)).toBe(0);
  });

  it('a beat is consistent at the first try, in time and not left out; what failed is an incident', () => {
    const steps = [
      step('a'),
      step('a', { attempts: 2 }),
      step('a', { status: 'skipped' }),
      step('b'),
      step('b', { status: 'failed' }),
    ];
    expect(consistency([record({ steps })], part, [planned('a'), planned('b')])).toBe(0.5);
    expect(consistency([record({ steps })], part, [planned('a'), planned('b', { timeoutMs: 59_999 })])).toBe(0.25);
    expect(consistency([], part, [])).toBe(0);
  });

  it('lead time runs from the newest exploration', () => {
    const steps = [step('hypothesize-mvp'), step('hypothesize-mvp', { startedAt: minutes(60) })];
    expect(leadTimeDays([record({ steps })], 'hypothesize-mvp', start + 25 * 3_600_000)).toBe(1);
    expect(leadTimeDays([record()], 'hypothesize-mvp', start)).toBeUndefined();
  });

  it('deployments of the last week count, unless they were undone or failed', () => {
    const week = 7 * 24 * 60;
    const steps = [step('deploy'), step('deploy', { undone: 'undone' }), step('deploy', { status: 'failed' })];
    expect(perWeek([record({ steps })], 'deploy', Date.parse(minutes(week)))).toBe(1);
    expect(perWeek([record({ steps })], 'deploy', Date.parse(minutes(week + 2)))).toBe(0);
  });

  it('recovery ends with the last of what was undone', () => {
    const steps = [step('a', { status: 'failed' })];
    const undone = [{ step: 's/m/a', status: 'undone', at: minutes(4) }];
    expect(meanTimeToRecovery([record({ steps, undone })], 's', ['m'])).toBe(3);
    expect(meanTimeToRecovery([record({ steps })], 's', ['m'])).toBe(9);
    expect(meanTimeToRecovery([record({ steps })], 's', ['other'])).toBe(0);
  });

  it('a metric that is a week old is not reported', () => {
    const metrics = [{ ...part, beat: 'a', step: 'a', metric: 'speed', value: 1, at: minutes(0) }];
    const week = start + 7 * 24 * 3_600_000;
    expect(reportingRate([record({ metrics })], ['speed', 'size'], week)).toBe(0.5);
    expect(reportingRate([record({ metrics })], ['speed', 'size'], week + 1)).toBe(0);
  });
});

describe('evidence of people', () => {
  const given = (id: string, content: unknown, encoding?: 'base64') => ({
    ...part,
    beat: 'a',
    step: 'a',
    at: minutes(0),
    evidence: id,
    digest: '',
    content: typeof content === 'string' ? content : JSON.stringify(content),
    encoding,
  });
  const runs = (...evidence: ReturnType<typeof given>[]): RunRecord[] => [record(), record({ evidence })];

  it('hypotheses are confirmed, refuted or open', () => {
    const hypotheses = [
      { id: 'a', statement: '', measure: 'x', atLeast: 2 },
      { id: 'b', statement: '', measure: 'x', atMost: 1 },
      { id: 'c', statement: '', measure: 'y', atLeast: 1 },
    ];
    const usage = JSON.stringify({ measures: { x: 2 }, satisfaction: 1 });
    const records = runs(
      given('mvp-hypothesis', { hypotheses }),
      given('usage-data', Buffer.from(usage).toString('base64'), 'base64'),
    );
    const evaluated = evaluate(readHypotheses(records), readUsage(records));
    expect(evaluated.map(({ result }) => result)).toEqual(['confirmed', 'refuted', 'open']);
    expect(evaluationRate(evaluated)).toBe(2 / 3);
  });

  it('nothing is taken for granted', () => {
    expect(() => readHypotheses([record()])).toThrow('nobody has given the evidence `mvp-hypothesis`');
    expect(() => readHypotheses(runs(given('mvp-hypothesis', 'yes')))).toThrow('no JSON object');
    expect(() => readHypotheses(runs(given('mvp-hypothesis', { hypotheses: [{ id: 'a' }] })))).toThrow(
      'every hypothesis needs',
    );
    expect(() => readUsage(runs(given('usage-data', { measures: {}, satisfaction: 80 })))).toThrow('from 0 to 1');
  });
});

describe('tests and coverage', () => {
  it('a skipped test is not a pass, and a cancelled one fails', () => {
    const tap = 'not ok 1 - adds\n# tests 4\n# pass 1\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n';
    expect(countsIn(tap)).toEqual({ tests: 4, passed: 1, failed: 2, left: 1, failures: ['adds'] });
  });

  it('code that no test loads counts as not covered, and tests themselves do not count', () => {
    const lcov = 'SF:a.js\nLF:10\nLH:9\nend_of_record\nSF:a.test.js\nLF:50\nLH:50\nend_of_record\n';
    expect(
      coverageOf(
        lcov,
        new Map([
          ['a.js', 8],
          ['b.js', 5],
        ]),
      ),
    ).toEqual({ lines: 15, covered: 9 });
  });
});

describe('toggles', () => {
  const feature = (id: string, toggle?: string) => ({ id, title: id, toggle });

  it('each feature needs one of its own', () => {
    expect(adoption([feature('a', 'x'), feature('b', 'y')])).toBe(100);
    expect(adoption([feature('a', 'x'), feature('b', 'x')])).toBe(50);
    expect(adoption([feature('a', 'x'), feature('b')])).toBe(50);
    expect(adoption([])).toBe(100);
  });

  it('new ones come in off, and what is released stays on', () => {
    expect(withNewOnesOff({ x: 100 }, [feature('a', 'x'), feature('b', 'y')])).toEqual({ x: 100, y: 0 });
  });

  it('who is in a cohort is in every larger one', () => {
    const users = Array.from({ length: 300 }, (_, i) => `user-${i}`);
    const on = (percent: number): string[] => users.filter((user) => isOn({ x: percent }, 'x', user));
    expect([on(0), on(100)]).toEqual([[], users]);
    expect(on(50)).toEqual(expect.arrayContaining(on(10)));
    expect(on(10).length).toBeGreaterThan(0);
  });
});

describe('incidents', () => {
  it('are errors or times beyond the limits', () => {
    const watched = { requests: 100, errors: 1, errorRate: 0.01, median: 1, p95: 20 };
    expect(incidentIn(watched, { max_error_rate: 0.01, max_p95_ms: 20 })).toBeUndefined();
    expect(incidentIn(watched, { max_error_rate: 0, max_p95_ms: 20 })).toContain('1.0 % of the requests failed');
    expect(incidentIn(watched, { max_error_rate: 1, max_p95_ms: 19 })).toContain('20 ms');
  });
});

describe('paths and texts of others', () => {
  it('do not leave their folder', () => {
    expect(insidePath('files/host/index.html', 'it')).toBe(join('files', 'host', 'index.html'));
    for (const path of ['/etc/passwd', '../x', 'a/../../x', 'a//b', '', 'a\\b', 'c:/x', 'a\0b'])
      expect(() => insidePath(path, 'it')).toThrow('does not stay in its folder');
  });

  it('are one cell of a table and nothing else', () => {
    expect(inCell('a | b\n# c <b> [d](e) https://f')).toBe('a \\| b \\# c \\<b\\> \\[d\\]\\(e\\) https\u200b://f');
  });
});

describe('reports', () => {
  const run = {
    run: 'r',
    symphony: 's',
    status: 'done',
    startedAt: minutes(0),
    durationMs: 1,
    dynamics: 'mf',
    steps: [],
    metrics: [],
    policies: [],
  };
  const value = { name: 's/m/speed', value: 3, unit: null, share: null, stale: false, at: minutes(0) };

  it('follow values to the line of the journal, to the verdict and to known runs', async () => {
    const line = JSON.stringify({ type: 'step-ended', metrics: [{ metric: 'speed', value: 3, at: minutes(0) }] });
    const folder = tempWorkspace({ 'journal.jsonl': `{"type":"run-started"}\n${line}\n`, 'verdict.json': '{}' });
    const journal = {
      kind: 'journal',
      run: 'r',
      symphony: 's',
      step: 'a',
      file: join(folder, 'journal.jsonl'),
    } as const;
    const digest = createHash('sha256').update('{}').digest('hex');
    const verdict = { kind: 'verdict', file: join(folder, 'verdict.json'), digest } as const;
    const { values, coverage } = await trace(
      [
        { ...value, from: journal },
        { ...value, value: 4, from: journal },
        { ...value, from: { ...journal, file: join(folder, 'gone.jsonl') } },
        { ...value, from: verdict },
        { ...value, from: { ...verdict, digest: '' } },
        { ...value, from: { kind: 'calculated', formula: 'a ÷ b', runs: ['r'] } },
        { ...value, from: { kind: 'calculated', formula: 'a ÷ b', runs: ['q'] } },
      ],
      { runs: [run] },
    );
    expect(values.map(({ found }) => found)).toEqual([true, false, false, true, false, true, false]);
    expect(values[0]!.trail).toBe(`${journal.file}:2, measured by a`);
    expect(coverage).toBe(3 / 7);
  });

  it('count a policy as held in a run when all that was judged of it holds there', () => {
    const judged = (policy: string, ...verdicts: string[]) =>
      verdicts.map((verdict) => ({ policy, scope: 's', verdict, reason: null }));
    const runs = [
      { ...run, policies: [...judged('a', 'holds', 'fails'), ...judged('b', 'holds', 'not judged')] },
      { ...run, run: 'q', policies: [...judged('a', 'holds'), ...judged('c', 'waiting')] },
    ];
    const { rate, policies } = compliance({ runs });
    expect(policies.map(({ policy, held, judged: of }) => [policy, held, of])).toEqual([
      ['a', 1, 2],
      ['b', 1, 1],
    ]);
    expect(rate).toBe(2 / 3);
    expect(compliance({ runs: [] }).rate).toBeNull();
  });

  it('mark beats that take long, grow or vary, when their time matters', () => {
    const fact = (id: string, durationMs: number) => ({
      ...part,
      step: id,
      status: 'done',
      startedAt: minutes(0),
      durationMs,
      attempts: 1,
    });
    const runs = (last: number, ...past: number[]) => ({
      runs: [last, ...past].map((time) => ({ ...run, steps: [fact('a', time), fact('b', 60)] })),
    });
    const marks = (...times: [number, ...number[]]): readonly string[] => analyzeBeats(runs(...times))[0]!.marks;
    expect(marks(40)).toEqual([]);
    expect(marks(200)).toEqual(['long']);
    expect(marks(300, 100, 100)).toEqual(['long', 'growing']);
    expect(marks(100, 100, 100, 100, 900)).toEqual(['long', 'uneven']);
  });

  it('put first what helps most for its effort', () => {
    const one = (subject: string, impact: number, effort: 1 | 2 | 3) => ({
      title: '',
      step: '',
      subject,
      impact,
      effort,
    });
    const order = ranked([one('a', 0.6, 3), one('b', 0.3, 1), one('c', 0.1, 1)]).map(({ subject }) => subject);
    expect(order).toEqual(['b', 'a', 'c']);
  });

  it('are green, yellow or red, with the trend', () => {
    const summary = {
      runs: 2,
      failed: 1,
      successRate: 0.5,
      conformity: 1,
      band: '',
      violations: {},
      coverage: 0.9,
      symphonies: [],
    };
    expect(healthOf(summary, 0.9)).toMatchObject({ light: 'yellow', trend: 'down' });
    expect(healthOf({ ...summary, successRate: null }, undefined)).toMatchObject({ light: 'green', trend: 'unknown' });
    expect(healthOf({ ...summary, conformity: 0.2, coverage: 0.2 }, 0.3)).toMatchObject({
      light: 'red',
      trend: 'steady',
    });
  });
});
