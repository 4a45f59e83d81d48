/** A run as OpenTelemetry sees it: traces, metrics and logs in OTLP/JSON, from its journal alone. The same journal gives the same bytes. */
import type { Entry } from '../model/records.ts';
import { logsOf } from './logs.ts';
import { metricsOf } from './metrics.ts';
import { attributes, type LogsData, type MetricsData, type TracesData } from './otlp.ts';
import { partsIn } from './read-parts.ts';
import { spansOf, type Trace } from './spans.ts';
import { spanIdOf, traceIdOf } from './trace-context.ts';

export interface Signals {
  readonly traces: TracesData;
  readonly metrics: MetricsData;
  readonly logs: LogsData;
}

/**
 * All signals of a run. With `news`, what nobody has been told yet: that is what came after the end before the last, and of the
 * parts those that have ended. A run that goes on after it failed tells the parts that failed again, with the same ids.
 * `followed` are the entries of the run that this one follows.
 */
export function signalsOf(
  entries: readonly Entry[],
  { news = false, followed = [] }: { readonly news?: boolean; readonly followed?: readonly Entry[] } = {},
): Signals | undefined {
  const [started] = entries;
  if (started?.type !== 'run-started') return undefined;
  const { run, traceParent, correlationId, symphony, environment, tool } = started;
  const trace: Trace = { run, traceId: traceIdOf(run, traceParent), traceParent, follows: rootOf(followed) };
  const ends = entries.filter(({ type }) => type === 'run-ended');
  const since = news ? (ends.at(-2)?.seq ?? 0) : 0;
  const parts = partsIn(entries);
  const service = {
    'service.name': 'symphonyc',
    'service.version': tool,
    'deployment.environment.name': environment,
  };
  // Not of metrics: each run would make a series of its own.
  const ofRun = {
    'cicd.pipeline.name': symphony,
    'cicd.pipeline.run.id': run,
    'symphonyc.correlation_id': correlationId,
  };
  const resource = { attributes: attributes({ ...service, ...ofRun }) };
  const scope = { name: 'symphonyc', version: tool };
  const spans = spansOf(parts, trace, { since, endedOnly: news });
  const metrics = metricsOf(entries, { ...trace, parts: new Map(parts.map((part) => [part.path, part])) }, since);
  const logRecords = logsOf(entries, trace, since);
  return {
    traces: { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] },
    metrics: {
      resourceMetrics: [{ resource: { attributes: attributes(service) }, scopeMetrics: [{ scope, metrics }] }],
    },
    logs: { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] },
  };
}

function rootOf([started]: readonly Entry[]): Trace['follows'] {
  if (started?.type !== 'run-started') return undefined;
  return { traceId: traceIdOf(started.run, started.traceParent), spanId: spanIdOf(started.run) };
}
