/** A run as metrics: what it measured, how long it and its steps took, and how they ended. Each is tied to its span by an exemplar. */
import type { Entry, StepEnded } from '../model/records.ts';
import { attributes, delta, type HistogramPoint, type Metric, type NumberPoint, nanoseconds } from './otlp.ts';
import { type Part, pipelineOf } from './parts.ts';
import { errorTypeOf, resultOf } from './terms.ts';
import { spanIdOf } from './trace-context.ts';

interface Told {
  readonly run: string;
  readonly traceId: string;
  /** By path. */
  readonly parts: ReadonlyMap<string, Part>;
}

/** One thing that was counted or timed. */
interface Sample {
  readonly at: string;
  readonly path: string;
  readonly value: number;
  readonly attributes: Readonly<Record<string, string | undefined>>;
}

/** The metrics of the entries after the one with number `since`: what was told at an earlier end is not counted again. */
export function metricsOf(entries: readonly Entry[], told: Told, since: number): Metric[] {
  const [first] = entries;
  if (first?.type !== 'run-started') return [];
  const fresh = entries.filter(({ seq }) => seq > since);
  const window = { start: fresh[0]?.at ?? first.at, end: fresh.at(-1)?.at ?? first.at, ...told };
  const steps = fresh.filter((entry) => entry.type === 'step-ended');
  const ends = fresh.filter(
    (entry) => entry.type === 'run-ended' && resultOf(entry.status, entry.failure) !== undefined,
  );
  const all: Metric[] = [
    {
      name: 'cicd.pipeline.run.duration',
      description: 'Duration of a pipeline run grouped by pipeline, state and result.',
      unit: 's',
      histogram: histogram(
        window,
        ends.flatMap((entry) => durationOfRun(first.symphony, entry)),
      ),
    },
    {
      name: 'cicd.pipeline.run.errors',
      description: 'The number of errors encountered in pipeline runs.',
      unit: '{error}',
      sum: sum(window, errorsIn(fresh, told)),
    },
    {
      name: 'symphonyc.step.duration',
      description: 'Duration of a step grouped by pipeline, step and result.',
      unit: 's',
      histogram: histogram(
        window,
        steps.flatMap((entry) => durationOfStep(entry, told)),
      ),
    },
    {
      name: 'symphonyc.step.ended',
      description: 'The number of steps that ended, by pipeline and result.',
      unit: '{step}',
      sum: sum(
        window,
        steps.flatMap((entry) => countOfStep(entry, told)),
      ),
    },
    ...measured(window, steps),
  ];
  return all.filter(({ gauge, sum, histogram }) => (gauge ?? sum ?? histogram)!.dataPoints.length > 0);
}

function durationOfRun(symphony: string, entry: Entry): Sample[] {
  if (entry.type !== 'run-ended') return [];
  const { at, status, failure, durationMs } = entry;
  const told = {
    'cicd.pipeline.name': symphony,
    'cicd.pipeline.run.state': 'executing',
    'cicd.pipeline.result': resultOf(status, failure),
    'error.type': errorTypeOf(status, failure),
  };
  return [{ at, path: '', value: durationMs / 1000, attributes: told }];
}

/** Each step that failed, and the run when it failed by something else, such as a gate. */
function errorsIn(entries: readonly Entry[], { parts }: Told): Sample[] {
  const steps = entries.filter((entry) => entry.type === 'step-ended' && entry.status === 'failed');
  const known = new Set(steps.map((entry) => entry.type === 'step-ended' && entry.failure?.subject));
  const runs = entries.filter(
    (entry) => entry.type === 'run-ended' && entry.failure && !known.has(entry.failure.subject),
  );
  return [...steps, ...runs].flatMap((entry) => {
    if (entry.type !== 'step-ended' && entry.type !== 'run-ended') return [];
    const path = entry.type === 'step-ended' ? entry.path : '';
    const told = {
      'cicd.pipeline.name': pipelineOf(parts.get(path)),
      'error.type': errorTypeOf(entry.status, entry.failure),
    };
    return [{ at: entry.at, path, value: 1, attributes: told }];
  });
}

function durationOfStep(entry: StepEnded & Entry, { parts }: Told): Sample[] {
  const { at, path, status, failure, durationMs, attempts } = entry;
  const result = resultOf(status, failure);
  if (result === undefined || attempts === 0) return [];
  const told = {
    'cicd.pipeline.name': pipelineOf(parts.get(path)),
    'cicd.pipeline.task.name': parts.get(path)?.name.replace(/\[.*$/s, ''),
    'cicd.pipeline.task.run.result': result,
    'error.type': errorTypeOf(status, failure),
  };
  return [{ at, path, value: durationMs / 1000, attributes: told }];
}

function countOfStep({ at, path, status, failure }: StepEnded & Entry, { parts }: Told): Sample[] {
  const result = resultOf(status, failure);
  const told = { 'cicd.pipeline.name': pipelineOf(parts.get(path)), 'cicd.pipeline.task.run.result': result };
  return result === undefined ? [] : [{ at, path, value: 1, attributes: told }];
}

interface Window extends Told {
  readonly start: string;
  readonly end: string;
}

/** What beats measured: a gauge a metric, the value of each step as a point. */
function measured({ start, run, traceId }: Window, steps: readonly (StepEnded & Entry)[]): Metric[] {
  const points = new Map<string, NumberPoint[]>();
  for (const { path, metrics = [] } of steps)
    for (const { metric, value, at, symphony, movement, step } of metrics) {
      const exact = typeof value === 'boolean' ? { asInt: value ? '1' : '0' } : { asDouble: value };
      const list = points.get(metric) ?? [];
      points.set(metric, list);
      list.push({
        startTimeUnixNano: nanoseconds(start),
        timeUnixNano: nanoseconds(at),
        attributes: attributes({
          'cicd.pipeline.name': symphony,
          'symphonyc.movement': movement,
          'cicd.pipeline.task.name': step,
        }),
        exemplars: [{ timeUnixNano: nanoseconds(at), asDouble: Number(value), traceId, spanId: spanIdOf(run, path) }],
        ...exact,
      });
    }
  return [...points].map(([metric, dataPoints]) => ({
    name: `symphonyc.metric.${metric}`,
    description: 'What beats of a symphony measured.',
    unit: '',
    gauge: { dataPoints },
  }));
}

/** In seconds: from what is over at once to what takes hours. */
const bounds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14_400];

function histogram(window: Window, samples: readonly Sample[]): NonNullable<Metric['histogram']> {
  const dataPoints = [...grouped(samples).values()].map((group): HistogramPoint => {
    const counts = new Array<number>(bounds.length + 1).fill(0);
    let [sum, min, max] = [0, Infinity, -Infinity];
    for (const { value } of group) {
      counts[bucketOf(value)]!++;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return {
      ...pointOf(window, group),
      count: `${group.length}`,
      sum,
      min,
      max,
      explicitBounds: bounds,
      bucketCounts: counts.map(String),
    };
  });
  return { dataPoints, aggregationTemporality: delta };
}

/** A bound belongs to the bucket that it ends. */
function bucketOf(value: number): number {
  let bucket = 0;
  while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
  return bucket;
}

const sum = (window: Window, samples: readonly Sample[]): NonNullable<Metric['sum']> => ({
  dataPoints: [...grouped(samples).values()].map((group) => ({ ...pointOf(window, group), asInt: `${group.length}` })),
  aggregationTemporality: delta,
  isMonotonic: true,
});

function grouped(samples: readonly Sample[]): Map<string, Sample[]> {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = JSON.stringify(sample.attributes);
    const group = groups.get(key);
    if (group) group.push(sample);
    else groups.set(key, [sample]);
  }
  return groups;
}

/** The last of a group stands for it as an example. */
function pointOf({ start, end, run, traceId }: Window, group: readonly Sample[]) {
  const { at, path, value, attributes: told } = group.at(-1)!;
  return {
    startTimeUnixNano: nanoseconds(start),
    timeUnixNano: nanoseconds(end),
    attributes: attributes(told),
    exemplars: [{ timeUnixNano: nanoseconds(at), asDouble: value, traceId, spanId: spanIdOf(run, path) }],
  };
}
