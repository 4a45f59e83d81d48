/** How long a run and its steps took, held against the runs before it that played the same. */
import { runIds } from '../journal/folder.ts';
import { runSummaries } from './index.ts';
import { type RunRecord, runRecord } from './record.ts';
import { fewestRuns, heldAgainst, type Pace, type Usual, usualRuns } from './usual.ts';

/** A step, or the whole when the path is empty. */
interface Held extends Usual {
  readonly path: string;
  readonly durationMs: number;
}

export interface Performance {
  /** The runs that it is held against, oldest first. */
  readonly against: readonly string[];
  /** Of the run as a whole; undefined when it is not done, or people or pauses took part of its time. */
  readonly whole?: Pace;
  /** What is slower or faster than usual. */
  readonly unusual: readonly Held[];
}

/**
 * Compares a run with the last ten before it that are done, of the same symphony, dynamics, environment, movement and beat,
 * that were played in one go and for which nobody had to decide anything: what people take is not performance. Undefined
 * when there are too few.
 */
export function performanceOf(root: string, record: RunRecord): Performance | undefined {
  const earlier = runsLike(root, record);
  const whole = wholeOf(record, earlier);
  const unusual = [whole, ...stepsOf(record, earlier)].filter((one) => one !== undefined && one.pace !== 'as usual');
  if (earlier.length < fewestRuns) return undefined;
  return { against: earlier.map(({ run }) => run), whole: whole?.pace, unusual: unusual as Held[] };
}

/** The same of a run by its id; undefined also when its journal cannot be read. */
export function performanceOfRun(root: string, run: string): Performance | undefined {
  if (runIds(root).length <= fewestRuns) return undefined;
  const record = read(root, run);
  return record && performanceOf(root, record);
}

function runsLike(root: string, record: RunRecord): RunRecord[] {
  const same = runSummaries(root).filter(
    (one) =>
      one.status === 'done' &&
      one.startedAt < record.startedAt &&
      (['symphony', 'dynamics', 'environment', 'movement', 'beat'] as const).every(
        (name) => one[name] === record[name],
      ),
  );
  const found: RunRecord[] = [];
  for (const { run } of same.toReversed()) {
    if (found.length === usualRuns) break;
    const one = read(root, run);
    if (one && isUndisturbed(one)) found.unshift(one);
  }
  return found;
}

function read(root: string, run: string): RunRecord | undefined {
  try {
    return runRecord(root, run);
  } catch {
    return undefined;
  }
}

const isUndisturbed = ({ processes, decisions }: RunRecord): boolean => processes === 1 && decisions.length === 0;

function wholeOf(record: RunRecord, earlier: readonly RunRecord[]): Held | undefined {
  if (record.status !== 'done' || !isUndisturbed(record)) return undefined;
  return held(
    '',
    record.durationMs,
    earlier.map(({ durationMs }) => durationMs),
  );
}

function stepsOf(record: RunRecord, earlier: readonly RunRecord[]): (Held | undefined)[] {
  const durations = new Map<string, number[]>();
  for (const { steps } of earlier)
    for (const { path, status, durationMs } of steps)
      if (status === 'done') durations.set(path, [...(durations.get(path) ?? []), durationMs]);
  // A step within which somebody decided, or another process went on, took the time that that took.
  const own = record.steps.filter(
    ({ status, does }) => status === 'done' && does !== 'approve' && (does !== 'perform' || isUndisturbed(record)),
  );
  return own.map(({ path, durationMs }) => held(path, durationMs, durations.get(path) ?? []));
}

function held(path: string, durationMs: number, earlier: readonly number[]): Held | undefined {
  const usual = heldAgainst(durationMs, earlier);
  return usual && { path, durationMs, ...usual };
}
