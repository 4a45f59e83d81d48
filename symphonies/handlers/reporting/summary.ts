/** How things stand, in a few numbers. */
import type { Conformity, Coverage, Execution } from './model.ts';

export type Summary = {
  readonly runs: number;
  readonly failed: number;
  readonly successRate: number | null;
  readonly conformity: number;
  readonly band: string;
  readonly violations: Readonly<Record<string, number>>;
  readonly coverage: number;
  readonly symphonies: readonly {
    readonly symphony: string;
    readonly runs: number;
    readonly last: string;
    readonly at: string;
  }[];
};

export type Health = {
  readonly score: number;
  readonly light: 'green' | 'yellow' | 'red';
  /** Against the report before; null when this is the first. */
  readonly change: number | null;
  readonly trend: 'up' | 'steady' | 'down' | 'unknown';
  readonly parts: readonly { readonly name: string; readonly score: number }[];
};

/** From the best on; below the last it is critical. */
const bands: readonly (readonly [from: number, name: string])[] = [
  [0.95, 'excellent'],
  [0.85, 'good'],
  [0.75, 'acceptable'],
  [0.65, 'needs attention'],
];

export const bandOf = (score: number): string => bands.find(([from]) => score >= from)?.[1] ?? 'critical';

export function summarize({ runs }: Execution, conformity: Conformity, coverage: Coverage): Summary {
  const failed = runs.filter(({ status }) => status === 'failed').length;
  const symphonies = [...new Set(runs.map(({ symphony }) => symphony))].sort();
  return {
    runs: runs.length,
    failed,
    successRate: runs.length === 0 ? null : (runs.length - failed) / runs.length,
    conformity: conformity.overall,
    band: bandOf(conformity.overall),
    violations: conformity.severities,
    coverage: coverage.rate,
    symphonies: symphonies.map((symphony) => {
      const own = runs.filter((run) => run.symphony === symphony);
      return { symphony, runs: own.length, last: own[0]!.status, at: own[0]!.startedAt };
    }),
  };
}

/** The mean of what is known of runs, conformity and coverage; green from 0.85, yellow from 0.65. */
export function healthOf({ successRate, conformity, coverage }: Summary, before: number | undefined): Health {
  const parts = [
    ...(successRate === null ? [] : [{ name: 'runs', score: successRate }]),
    { name: 'conformity', score: conformity },
    { name: 'coverage', score: coverage },
  ];
  const score = parts.reduce((sum, part) => sum + part.score, 0) / parts.length;
  const change = before === undefined ? null : score - before;
  const steady = change !== null && Math.abs(change) < 0.005;
  const trend = change === null ? 'unknown' : steady ? 'steady' : change > 0 ? 'up' : 'down';
  return { score, light: score >= 0.85 ? 'green' : score >= 0.65 ? 'yellow' : 'red', change, trend, parts };
}
