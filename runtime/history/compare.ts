/** Two runs side by side: what took longer, what is new or gone, what was measured and judged differently. */
import type { MetricValue } from '../model/entries.ts';
import type { Judged } from '../model/result.ts';
import type { RunRecord } from './record.ts';
import { type Pace, paceOf } from './usual.ts';

interface Side {
  readonly status: string;
  readonly durationMs: number;
}

type Run = Pick<
  RunRecord,
  'run' | 'symphony' | 'status' | 'startedAt' | 'durationMs' | 'dynamics' | 'environment' | 'plan' | 'movement' | 'beat'
>;

/** A part that both runs have played, or one of them. */
interface ComparedStep {
  readonly path: string;
  readonly first?: Side;
  readonly second?: Side;
  /** `new` and `gone` are for the second run; a pace is told where both are done. */
  readonly change: Pace | 'new' | 'gone' | 'ended differently';
}

interface ComparedMetric {
  readonly metric: string;
  /** The step that measured it. */
  readonly path: string;
  readonly first?: MetricValue;
  readonly second?: MetricValue;
}

interface ComparedVerdict {
  readonly scope: string;
  /** The policy, or the condition. */
  readonly name: string;
  readonly first?: Judged['verdict'];
  readonly second?: Judged['verdict'];
}

export interface Comparison {
  readonly version: 1;
  readonly first: Run;
  readonly second: Run;
  /** Of the runs as wholes, where both are done. */
  readonly pace?: Pace;
  readonly steps: readonly ComparedStep[];
  readonly metrics: readonly ComparedMetric[];
  /** Only those that differ. */
  readonly judged: readonly ComparedVerdict[];
}

/** Compares the second run with the first. Parts stand in the order of the second, those that are gone at the end. */
export function compareRuns(first: RunRecord, second: RunRecord): Comparison {
  return {
    version: 1,
    first: headOf(first),
    second: headOf(second),
    pace: first.status === 'done' && second.status === 'done' ? paceOf(second.durationMs, first.durationMs) : undefined,
    steps: paired(stepsOf(first), stepsOf(second)).map(([path, a, b]) => ({
      path,
      first: a,
      second: b,
      change: changeOf(a, b),
    })),
    metrics: paired(metricsOf(first), metricsOf(second)).map(([, a, b]) => {
      const { metric, path } = (b ?? a)!;
      return { metric, path, first: a?.value, second: b?.value };
    }),
    judged: paired(verdictsOf(first), verdictsOf(second)).flatMap(([, a, b]) => {
      const { scope, name } = (b ?? a)!;
      return a?.verdict === b?.verdict ? [] : [{ scope, name, first: a?.verdict, second: b?.verdict }];
    }),
  };
}

const headOf = (record: RunRecord): Run => {
  const { run, symphony, status, startedAt, durationMs, dynamics, environment, plan, movement, beat } = record;
  return { run, symphony, status, startedAt, durationMs, dynamics, environment, plan, movement, beat };
};

/** What was left out was not played. */
const stepsOf = ({ steps }: RunRecord): Map<string, Side> =>
  new Map(
    steps
      .filter(({ status }) => status !== 'skipped')
      .map(({ path, status, undone, durationMs }) => [
        path,
        { status: undone === 'undone' ? 'undone' : status, durationMs },
      ]),
  );

function changeOf(first: Side | undefined, second: Side | undefined): ComparedStep['change'] {
  if (!first) return 'new';
  if (!second) return 'gone';
  if (first.status !== second.status) return 'ended differently';
  return first.status === 'done' ? paceOf(second.durationMs, first.durationMs) : 'as usual';
}

/** The last value of each step. */
const metricsOf = ({ metrics }: RunRecord) =>
  new Map(
    metrics.map(({ metric, value, symphony, movement, step }) => {
      const path = `${symphony}/${movement}/${step}`;
      return [`${metric} ${path}`, { metric, path, value }];
    }),
  );

const verdictsOf = ({ judged }: RunRecord) =>
  new Map(
    judged.map(({ scope, type, policy, expression, verdict }) => {
      const name = policy ?? expression ?? type;
      return [`${scope} ${type} ${name}`, { scope, name, verdict }];
    }),
  );

function paired<T>(
  first: ReadonlyMap<string, T>,
  second: ReadonlyMap<string, T>,
): [string, T | undefined, T | undefined][] {
  const gone = [...first.keys()].filter((key) => !second.has(key));
  return [...second.keys(), ...gone].map((key) => [key, first.get(key), second.get(key)]);
}
