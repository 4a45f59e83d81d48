/** Watches what an environment serves for a while: answers, errors and times. */
import { get } from './http.ts';
import type { Served } from './server.ts';

export type Watched = {
  readonly requests: number;
  readonly errors: number;
  readonly errorRate: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
};

export interface Window {
  /** How long it watches, at least, in milliseconds. */
  readonly duration_ms: number;
  /** The pause between requests, in milliseconds. */
  readonly interval_ms: number;
}

/** Asks for the paths in turn, one after the other; each of them at least once. */
export async function watchFor(
  { address }: Served,
  paths: readonly string[],
  { duration_ms: duration, interval_ms: interval }: Window,
  signal: AbortSignal,
): Promise<Watched> {
  const times: number[] = [];
  let errors = 0;
  const end = performance.now() + duration;
  for (let i = 0; i < paths.length || performance.now() < end; i++) {
    const started = performance.now();
    if (!(await answers(address, paths[i % paths.length] ?? '', signal))) errors += 1;
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
  return { requests: times.length, errors, errorRate: errors / times.length, ...percentiles(times) };
}

async function answers(address: string, path: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await get(address, path, signal);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function percentiles(times: readonly number[]): Pick<Watched, 'median' | 'p95'> {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => Number((sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(2));
  return { median: at(0.5), p95: at(0.95) };
}

export interface Limits {
  readonly max_error_rate: number;
  readonly max_p95_ms: number;
}

/** Why what was watched is an incident; undefined when it is none. */
export function incidentIn({ errorRate, p95 }: Watched, limits: Limits): string | undefined {
  if (errorRate > limits.max_error_rate)
    return `${(errorRate * 100).toFixed(1)} % of the requests failed; at most ${limits.max_error_rate * 100} % may`;
  if (p95 > limits.max_p95_ms) return `1 request in 20 took ${p95} ms or more; ${limits.max_p95_ms} ms are allowed`;
  return undefined;
}
