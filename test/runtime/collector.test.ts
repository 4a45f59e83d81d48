/** Signals on their way to a collector: what is sent where, and that no collector can harm a run. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Environment, runBundle } from '../support/cli.ts';
import { accepted, attributeOf, type Collector, type Received, spansIn, startCollector } from '../support/otlp.ts';
import type { Workspace } from '../support/run-support.ts';
import { small, smallSettings } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
let collector: Collector | undefined;
afterEach(async () => {
  workspace?.remove();
  await collector?.close();
  collector = undefined;
});

const symphonyc = (argv: readonly string[], environment: Environment = {}) =>
  runBundle(argv, { cwd: workspace!.root, environment });

const one = { beats: '- { id: a, run: [node, --version], timeout: 10s }' };

const spanNames = ({ body }: Received): string[] => spansIn(accepted('traces', body)).map(({ name }) => name);

const play = async (environment: Environment): Promise<{ code: number | null; err: string }> => {
  workspace = await small(one);
  return symphonyc(['run', 'play'], environment);
};

it('gets each signal at its path, as JSON, with the headers of the environment', async () => {
  collector = await startCollector();
  const { code, err } = await play({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/base/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-team = us',
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${collector.url}/other`,
    OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: 'gzip',
    OTEL_LOGS_EXPORTER: 'none',
  });
  expect({ code, warned: err.includes('warning') }).toEqual({ code: 0, warned: false });
  const sorted = collector.received.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  expect(sorted.map(({ path }) => path)).toEqual(['/base/v1/traces', '/other']);
  expect(sorted[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    authorization: 'Bearer abc',
    'x-team': 'us',
  });
  expect(spanNames(sorted[0]!)).toEqual(['RUN play', 'play', 'first', 'a']);
  accepted('metrics', sorted[1]!.body);
});

describe('warns, and the run is done all the same, when the collector', () => {
  it.each([
    ['fails', () => ({ status: 500 }), 'the answer was 500'],
    ['says nothing', () => undefined, 'there was no answer within 400 ms'],
    ['stays busy', () => ({ status: 503 }), 'the answer was 503'],
    [
      'refuses some of it',
      () => ({ status: 200, text: '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}' }),
      '2 were refused: too old',
    ],
  ])('%s', async (_, answer, told) => {
    collector = await startCollector(answer);
    const endpoint = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces` };
    const { code, err } = await play({ ...endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: '400' });
    expect(code).toBe(0);
    expect(err).toContain(`warning: traces to ${collector.url}/v1/traces`);
    expect(err).toContain(told);
  });

  it('is not there', async () => {
    const gone = await startCollector();
    await gone.close();
    const { code, err } = await play({ OTEL_EXPORTER_OTLP_ENDPOINT: gone.url });
    expect(code).toBe(0);
    expect(err.match(/^warning: \w+ to .* could not be sent: the connection was refused$/gm)).toHaveLength(2);
  });

  it('has no address that can be used', async () => {
    const { code, err } = await play({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'grpc',
    });
    expect(code).toBe(0);
    expect(err).toContain('warning: OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address\n');
    expect(err).toContain('warning: OTEL_EXPORTER_OTLP_METRICS_PROTOCOL is `grpc`, and symphonyc sends OTLP over HTTP');
  });
});

it('is tried again when it is busy', async () => {
  collector = await startCollector((count) => ({ status: count === 1 ? 503 : 200 }));
  const { code, err } = await play({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url });
  expect({ code, warned: err.includes('warning') }).toEqual({ code: 0, warned: false });
  expect(collector.received.map(({ path }) => path)).toEqual(['/', '/']);
});

it('is told each part once, though the run waits for somebody in between', async () => {
  collector = await startCollector();
  workspace = await small({
    beats: `
- { id: a, run: [node, --version], timeout: 10s }
- { id: b, approve: { by: chief }, needs: [a] }
- { id: c, run: [node, --version], needs: [b], timeout: 10s }`,
    files: {
      'symphony.yaml': smallSettings('approvers: { chief: [{ name: ann }] }'),
    },
  });
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  expect((await symphonyc(['run', 'play'], environment)).code).toBe(4);
  expect((await symphonyc(['approve', 'last', 'b', '--by', 'ann'])).code).toBe(0);
  expect((await symphonyc(['run', '--resume', 'last'], environment)).code).toBe(0);
  const traces = collector.received.filter(({ path }) => path === '/v1/traces');
  expect(traces.map(spanNames)).toEqual([['a'], ['RUN play', 'play', 'first', 'b', 'c']]);
  const metrics = collector.received.filter(({ path }) => path === '/v1/metrics');
  const counts = metrics.map(({ body }) =>
    accepted('metrics', body)
      .resourceMetrics[0]!.scopeMetrics[0]!.metrics.filter(({ name }) => name === 'symphonyc.step.ended')
      .flatMap(({ sum }) => sum!.dataPoints)
      .map((point) => [attributeOf(point, 'cicd.pipeline.task.run.result'), 'asInt' in point && point.asInt]),
  );
  expect(counts).toEqual([[['success', '1']], [['success', '2']]]);
  const logs = collector.received.filter(({ path }) => path === '/v1/logs').map(({ body }) => accepted('logs', body));
  const names = logs.map(({ resourceLogs }) =>
    resourceLogs[0]!.scopeLogs[0]!.logRecords.map(({ eventName }) => eventName),
  );
  expect(names).toEqual([['symphonyc.asked'], ['symphonyc.decided']]);
});
