/** The journals of runs, as `symphonyc runs` and `symphonyc show` tell them. */
import { type Exec, outputFrom } from './context.ts';

export interface RunSummary {
  readonly run: string;
  readonly symphony: string;
  readonly status: string;
  /** The instant in UTC, in ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly dynamics: string;
  readonly movement?: string;
  readonly correlationId: string;
}

interface Origin {
  readonly symphony: string;
  readonly movement: string;
  readonly beat: string;
  readonly step: string;
}

export interface StepRecord extends Origin {
  readonly status: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly attempts: number;
  /** Present when it was undone later. */
  readonly undone?: string;
}

export interface MetricRecord extends Origin {
  readonly metric: string;
  readonly value: number | boolean;
  readonly at: string;
}

export interface EvidenceRecord extends Origin {
  readonly evidence: string;
  readonly at: string;
  /** SHA-256 of the content. */
  readonly digest: string;
  readonly content: string | object;
  readonly encoding?: 'base64';
}

export interface Judged {
  readonly type: 'completion' | 'gate' | 'attestation';
  readonly scope: string;
  readonly policy?: string;
  readonly verdict: string;
  readonly expression?: string;
  readonly reason?: string;
}

export interface RunRecord extends RunSummary {
  readonly steps: readonly StepRecord[];
  readonly metrics: readonly MetricRecord[];
  readonly events: readonly (Origin & { readonly event: string; readonly at: string })[];
  readonly evidence: readonly EvidenceRecord[];
  readonly judged: readonly Judged[];
  readonly undone: readonly { readonly step: string; readonly status: string; readonly at: string }[];
}

export const day = 24 * 60 * 60 * 1000;

/** When something began, in milliseconds since the epoch. */
export const beganAt = ({ startedAt }: { readonly startedAt: string }): number => Date.parse(startedAt);

export const endedAt = (one: { readonly startedAt: string; readonly durationMs: number }): number =>
  beganAt(one) + one.durationMs;

/** All runs that are on record, the newest first. */
export async function readRuns(exec: Exec): Promise<RunSummary[]> {
  const text = await outputFrom(exec, ['symphonyc', 'runs', '--format', 'json']);
  const { runs } = JSON.parse(text) as { readonly runs: readonly RunSummary[] };
  return [...runs].sort((a, b) => beganAt(b) - beganAt(a));
}

export async function readRun(exec: Exec, run: string): Promise<RunRecord> {
  // What a performed symphony is told of its run goes on with the way to the beat that performs it.
  const [id = run] = run.split('/');
  return JSON.parse(await outputFrom(exec, ['symphonyc', 'show', id, '--format', 'json'])) as RunRecord;
}

/** So many journals are read at a time; each is read by a process. */
const atOnce = 4;

/** The newest runs that pass `wants`, each with all that is in its journal; at most `most`. */
export async function readRecords(exec: Exec, wants: (run: RunSummary) => boolean, most: number): Promise<RunRecord[]> {
  const chosen = (await readRuns(exec)).filter(wants).slice(0, most);
  const records: RunRecord[] = [];
  for (let i = 0; i < chosen.length; i += atOnce)
    records.push(...(await Promise.all(chosen.slice(i, i + atOnce).map(({ run }) => readRun(exec, run)))));
  return records;
}
