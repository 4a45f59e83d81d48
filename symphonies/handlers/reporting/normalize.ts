/** Brings all values to one form, each with its unit and its source, and derives what follows from several runs. */
import { join } from 'node:path';
import type { Conformity, Coverage, Execution, Normalized, RunFact, Traceability, Value } from './model.ts';

/** Units whose values lie between 0 and 1, and the one that counts to 100. */
const scaleOf: Readonly<Record<string, number>> = { ratio: 1, score: 1, percent: 100 };

export const journalOf = (run: string): string => join('.symphony/runs', run, 'journal.jsonl');

interface Collected {
  readonly execution: Execution;
  readonly conformity: Conformity;
  readonly coverage: Coverage;
  readonly traceability: Traceability;
  /** Where the verdict was written, and its digest. */
  readonly verdict: { readonly file: string; readonly digest: string };
}

export function normalize(collected: Collected, now: number): Normalized {
  const { execution, conformity, coverage, verdict } = collected;
  const at = new Date(now).toISOString();
  const fromVerdict = (name: string, value: number): Value => ({
    name,
    value,
    unit: 'score',
    share: value,
    stale: false,
    at,
    from: { kind: 'verdict', ...verdict },
  });
  return {
    at,
    values: [
      ...newest(collected, now),
      fromVerdict('conformity_score', conformity.overall),
      ...conformity.dimensions.flatMap(({ name, score }) =>
        score === null ? [] : [fromVerdict(`${name}_conformity`, score)],
      ),
      { ...fromVerdict('handler_coverage', coverage.rate), unit: 'ratio' },
      ...[...new Set(execution.runs.map(({ symphony }) => symphony))].sort().flatMap((symphony) =>
        derived(
          symphony,
          execution.runs.filter((run) => run.symphony === symphony),
          at,
        ),
      ),
    ],
  };
}

/** Of each metric of each movement, the value that was measured last. */
function newest({ execution, traceability }: Collected, now: number): Value[] {
  const found = new Map<string, Value>();
  for (const { run, metrics } of execution.runs)
    for (const { symphony, movement, step, metric, value, at } of metrics) {
      const name = `${symphony}/${movement}/${metric}`;
      if (Date.parse(found.get(name)?.at ?? '1970-01-01') > Date.parse(at)) continue;
      const { unit = null, freshnessMs = null } = traceability.metrics[metric] ?? {};
      const scale = scaleOf[unit ?? ''];
      const share = typeof value === 'number' && scale !== undefined ? value / scale : null;
      const stale = freshnessMs !== null && now - Date.parse(at) > freshnessMs;
      const from = { kind: 'journal' as const, run, symphony, step, file: journalOf(run) };
      found.set(name, { name, value, unit, share, stale, at, from });
    }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What follows from the runs of a symphony. */
function derived(symphony: string, runs: readonly RunFact[], at: string): Value[] {
  const ids = runs.map(({ run }) => run);
  const done = runs.filter(({ status }) => status === 'done').length;
  const durations = runs.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const median = durations[Math.floor((durations.length - 1) / 2)] ?? 0;
  const calculated = (name: string, value: number, unit: string, share: number | null, formula: string): Value => {
    const from = { kind: 'calculated' as const, formula, runs: ids };
    return { name: `${symphony}/${name}`, value, unit, share, stale: false, at, from };
  };
  const rate = done / runs.length;
  return [
    calculated('run_success_rate', rate, 'ratio', rate, 'runs that are done ÷ all runs'),
    calculated('run_duration_median', median / 1000, 's', null, 'the median of the durations of the runs'),
  ];
}
