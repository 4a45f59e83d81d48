/** Builds before this one, as `symphonyc runs` and `symphonyc show` tell them. */
import type { Call } from './context.ts';

interface RunEntry {
  readonly run: string;
  readonly symphony: string;
  readonly status: string;
  readonly dynamics: string;
  /** When only one movement was played. */
  readonly movement?: string | null;
  readonly startedAt: string;
}

interface RunDetails {
  readonly metrics?: readonly {
    readonly metric: string;
    readonly value: number | boolean;
    readonly symphony?: string;
  }[];
}

/** So many builds make a baseline. */
const most = 5;

/**
 * The durations in seconds of the last stable builds at the same dynamics that had the same share of packages from the cache,
 * newest first: a build with everything from the cache says nothing about one that compiles.
 */
export async function durationsBefore(call: Call, cacheHitRate: number): Promise<number[]> {
  const { runs } = await ask<{ runs: readonly RunEntry[] }>(call, ['runs']);
  const stable = runs
    .filter((one) => one.symphony === call.symphony && one.status === 'done' && one.run !== call.run)
    .filter(({ dynamics, movement }) => dynamics === call.dynamics && !movement)
    .sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt));
  const durations: number[] = [];
  for (const { run } of stable.slice(0, 2 * most)) {
    if (durations.length === most) break;
    const { metrics = [] } = await ask<RunDetails>(call, ['show', run]);
    const last = (name: string) => metrics.findLast(({ metric }) => metric === name)?.value;
    const duration = last('build_duration');
    if (typeof duration === 'number' && last('cache_hit_rate') === cacheHitRate) durations.push(duration);
  }
  return durations;
}

async function ask<T>({ exec }: Call, argv: readonly string[]): Promise<T> {
  const { stdout } = await exec(['symphonyc', ...argv, '--format', 'json']);
  return JSON.parse(stdout) as T;
}

/** The middle of the values; of an even number the mean of the two in the middle. Undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
