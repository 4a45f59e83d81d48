/** How the runs of each symphony went over time, from what the index knows of them. */
import type { RunSummary } from './index.ts';
import { median, usualRuns } from './usual.ts';

/** The runs of a whole symphony at one level and in one environment: such as can be compared. */
export interface Trend {
  readonly symphony: string;
  readonly dynamics: string;
  readonly environment: string | null;
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  /** Of those that ended, from 0 to 1. */
  readonly successRate?: number;
  /** How long those took that are done: the last ten, oldest first. */
  readonly durationsMs: readonly number[];
  readonly medianMs?: number;
  /** The last that is done. */
  readonly lastDone?: string;
  readonly last: Pick<RunSummary, 'run' | 'status' | 'startedAt' | 'durationMs' | 'failedAt'>;
}

/** One a group, by symphony. Runs of a part of a symphony are left out. */
export function trendsOf(runs: readonly RunSummary[]): Trend[] {
  const groups = new Map<string, RunSummary[]>();
  for (const run of runs) {
    if (run.movement !== undefined || run.beat !== undefined) continue;
    const key = JSON.stringify([run.symphony, run.dynamics, run.environment]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => trendOf(group));
}

function trendOf(group: readonly RunSummary[]): Trend {
  const { symphony, dynamics, environment } = group[0]!;
  const { run, status, startedAt, durationMs, failedAt } = group.at(-1)!;
  const done = group.filter((one) => one.status === 'done').map((one) => one.durationMs);
  const failed = group.filter((one) => one.status === 'failed').length;
  const ended = done.length + failed;
  return {
    symphony,
    dynamics,
    environment,
    runs: group.length,
    done: done.length,
    failed,
    successRate: ended === 0 ? undefined : done.length / ended,
    durationsMs: done.slice(-usualRuns),
    medianMs: done.length === 0 ? undefined : median(done.slice(-usualRuns)),
    lastDone: group.findLast((one) => one.status === 'done')?.run,
    last: { run, status, startedAt, durationMs, failedAt },
  };
}
