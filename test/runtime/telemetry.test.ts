/** What a run tells as OpenTelemetry: accepted by OpenTelemetry's own parser, one sound trace whatever happened. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Metric, Span } from '../../runtime/telemetry/otlp.ts';
import { tellRun } from '../../runtime/telemetry/tell.ts';
import { type Environment, runBundle } from '../support/cli.ts';
import { accepted, attributeOf, expectSound, spansIn } from '../support/otlp.ts';
import { bakery, type Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

const run = (argv: readonly string[], environment: Environment = {}) =>
  runBundle(['run', ...argv], { cwd: workspace!.root, environment });

const runs = (): string[] =>
  readdirSync(join(workspace!.root, '.symphony/runs')).filter((name) => !name.endsWith('.jsonl'));

const file = (id: string, signal: string): string =>
  readFileSync(join(workspace!.root, '.symphony/runs', id, `${signal}.otlp.json`), 'utf8');

const spansOf = (id: string): readonly Span[] => spansIn(accepted('traces', file(id, 'traces')));

const metricsOf = (id: string): readonly Metric[] =>
  accepted('metrics', file(id, 'metrics')).resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics),
  );

const logsOf = (id: string) =>
  accepted('logs', file(id, 'logs')).resourceLogs.flatMap(({ scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) => logRecords),
  );

const named = (spans: readonly Span[], name: string): Span | undefined => spans.find((span) => span.name === name);

/** `{attributes: count}` of a sum. */
const countsOf = (metrics: readonly Metric[], name: string, key: string): Record<string, number> => {
  const points = metrics.find((metric) => metric.name === name)?.sum?.dataPoints ?? [];
  return Object.fromEntries(
    points.map((point) => [attributeOf(point, key), 'asInt' in point ? Number(point.asInt) : 0]),
  );
};

describe('a release of the bakery', () => {
  it('is one trace of run, symphonies, movements and steps, and what follows it links to it', async () => {
    workspace = await bakery();
    expect((await run(['shop-release', '--correlation-id', 'monday'])).code).toBe(0);
    const [release = '', letter = ''] = runs();
    const spans = spansOf(release);
    expectSound(spans);
    const root = named(spans, 'RUN shop-release');
    expect(attributeOf(root, 'cicd.pipeline.result')).toBe('success');
    const step = named(spans, 'check-prices');
    expect(attributeOf(step, 'cicd.pipeline.name')).toBe('menu-check');
    expect(attributeOf(step, 'cicd.pipeline.task.run.id')).toBe(
      `${release}/shop-release/tasting/taste-menu/menu-check/checking/check-prices`,
    );
    expect(attributeOf(named(spans, 'visit-shop'), 'cicd.pipeline.task.run.result')).toBe('skip');
    const resource = accepted('traces', file(release, 'traces')).resourceSpans[0]!.resource;
    expect(attributeOf(resource, 'symphonyc.correlation_id')).toBe('monday');
    const follower = named(spansOf(letter), 'RUN newsletter');
    expect(follower?.links).toMatchObject([{ traceId: root?.traceId, spanId: root?.spanId }]);
  });

  it('is counted, and what it measured is there', async () => {
    workspace = await bakery();
    await run(['shop-release', '--alone']);
    const [release = ''] = runs();
    const metrics = metricsOf(release);
    const items = metrics.find(({ name }) => name === 'symphonyc.metric.menu_items')?.gauge?.dataPoints;
    expect(items).toMatchObject([{ asDouble: 3 }]);
    const duration = metrics.find(({ name }) => name === 'cicd.pipeline.run.duration')?.histogram?.dataPoints;
    expect(duration?.map((point) => [point.count, attributeOf(point, 'cicd.pipeline.result')])).toEqual([
      ['1', 'success'],
    ]);
    const steps = spansOf(release).filter((span) => attributeOf(span, 'symphonyc.part') === 'step');
    const counts = countsOf(metrics, 'symphonyc.step.ended', 'cicd.pipeline.task.run.result');
    expect(counts['skip']).toBe(2);
    const all = metrics
      .find(({ name }) => name === 'symphonyc.step.ended')
      ?.sum?.dataPoints.reduce((sum, point) => sum + ('asInt' in point ? Number(point.asInt) : 0), 0);
    expect(all).toBe(steps.length);
    expect(logsOf(release).map(({ body }) => body)).toContainEqual({ stringValue: 'there are 3 dishes' });
  });

  it('is told in the same bytes again', async () => {
    workspace = await bakery();
    await run(['shop-release', '--alone']);
    const [release = ''] = runs();
    const before = ['traces', 'metrics', 'logs'].map((signal) => file(release, signal));
    expect(await tellRun(workspace.root, release, {})).toEqual([]);
    expect(['traces', 'metrics', 'logs'].map((signal) => file(release, signal))).toEqual(before);
  });

  it('that fails tells why, and the way back', async () => {
    workspace = await bakery();
    workspace.edit('scripts/visit-shop.mjs', 'welcome', 'go away');
    expect((await run(['shop-release', '--alone', '--dynamics', 'f'])).code).toBe(1);
    const [release = ''] = runs();
    const spans = spansOf(release);
    expectSound(spans);
    expect(named(spans, 'RUN shop-release')).toMatchObject({ status: { code: 2 } });
    expect(attributeOf(named(spans, 'RUN shop-release'), 'error.type')).toBe('expectation');
    const visit = named(spans, 'visit-shop');
    expect(attributeOf(visit, 'cicd.pipeline.task.run.result')).toBe('failure');
    expect(visit?.events.map(({ name }) => name)).toContain('exception');
    const back = named(spans, 'rollback');
    expect(back?.parentSpanId).toBe(named(spans, 'shop-release')?.spanId);
    const undone = spans.filter(({ parentSpanId }) => parentSpanId === back?.spanId).map(({ name }) => name);
    expect(undone[0]).toBe('undo publish');
    expect(undone).toContain('undo render-page[fr]');
    expect(countsOf(metricsOf(release), 'cicd.pipeline.run.errors', 'error.type')).toEqual({ expectation: 1 });
    expect(logsOf(release).filter(({ severityText }) => severityText === 'ERROR')).not.toEqual([]);
  });
});

describe('a run whose process was killed', () => {
  const beats = `
- { id: a, run: [node, --version], timeout: 10s }
- { id: b, handler: h#once, idempotent: true, timeout: 10s }
- { id: c, run: [node, --version], timeout: 10s }`;
  const handlers = `
import { existsSync, writeFileSync } from 'node:fs';
export const once = () => {
  if (existsSync('killed')) return { again: true };
  writeFileSync('killed', '');
  process.kill(process.pid, 'SIGKILL');
};`;

  it('is one sound trace when another has gone on with it', async () => {
    workspace = await small({ beats, handlers });
    expect((await run(['play'])).signal).toBe('SIGKILL');
    expect((await run(['--resume', 'last'])).code).toBe(0);
    const [id = ''] = runs();
    const spans = spansOf(id);
    expectSound(spans);
    expect(spans.map(({ name }) => name)).toEqual(['RUN play', 'play', 'first', 'a', 'b', 'c']);
    expect(named(spans, 'b')?.events.map(({ name }) => name)).toEqual(['symphonyc.interrupted']);
    expect(named(spans, 'RUN play')?.events.map(({ name }) => name)).toEqual(['symphonyc.resumed']);
    expect(spans.map((span) => span.status)).toEqual(spans.map(() => ({})));
    const counts = countsOf(metricsOf(id), 'symphonyc.step.ended', 'cicd.pipeline.task.run.result');
    expect(counts).toEqual({ success: 3 });
  });
});

describe('the trace of the caller', () => {
  const beats = `
- id: a
  run: [node, -e, "require('fs').writeFileSync('seen', process.env.TRACEPARENT)"]
  timeout: 10s`;

  it.each([
    ['joined', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'b7ad6b7169203331'],
    ['left alone when it is no trace', '00-00000000000000000000000000000000-b7ad6b7169203331-01', undefined],
  ])('is %s, and commands are told the span of their beat', async (_, given, parent) => {
    workspace = await small({ beats });
    expect((await run(['play'], { TRACEPARENT: given })).code).toBe(0);
    const spans = spansOf(runs()[0]!);
    expectSound(spans, parent);
    const step = named(spans, 'a');
    expect(step?.traceId === given.slice(3, 35)).toBe(parent !== undefined);
    expect(workspace.read('seen')).toBe(`00-${step?.traceId}-${step?.spanId}-01`);
  });
});

it('values of secret variables are in no signal', async () => {
  const handlers = "export const a = ({ log }) => { log.info('with ' + process.env.DEPLOY_TOKEN); return {}; };";
  workspace = await small({ beats: '- { id: a, handler: h#a, timeout: 10s }', handlers });
  expect((await run(['play'], { DEPLOY_TOKEN: 'hunter2-hunter2' })).code).toBe(0);
  expect(file(runs()[0]!, 'logs')).toContain('with ***');
  expect(file(runs()[0]!, 'logs')).not.toContain('hunter2');
});
