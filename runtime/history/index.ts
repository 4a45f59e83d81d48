/**
 * The index of runs: one line a run in `.symphony/runs/index.jsonl`, so that a list need not read every journal. It is
 * derived: a run whose line is missing or older than its journal is read again, and the index is written anew.
 */
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalPath, runIds, runsFolder } from '../journal/folder.ts';
import { type RunRecord, runRecord, statusNow } from './record.ts';

/** What a list shows of a run. */
export type RunSummary = Pick<
  RunRecord,
  | 'run'
  | 'symphony'
  | 'title'
  | 'plan'
  | 'status'
  | 'startedAt'
  | 'durationMs'
  | 'dynamics'
  | 'environment'
  | 'movement'
  | 'beat'
  | 'correlationId'
  | 'follows'
  | 'occasion'
> & {
  /** How many steps were played, and how many of them failed. */
  readonly steps: number;
  readonly failed: number;
  /** The path of the step, or the scope of the gate, that failed the run. */
  readonly failedAt?: string;
};

interface Line {
  /** Size and time of the journal that the line was made from. */
  readonly stamp: string;
  readonly summary: RunSummary;
}

/** All runs of a workspace, oldest first. A journal that cannot be read is left out; `verify` says what is wrong with it. */
export function runSummaries(root: string): RunSummary[] {
  const known = readIndex(root);
  const lines = new Map<string, Line>();
  let fresh = true;
  for (const run of runIds(root)) {
    const stamp = stampOf(journalPath(root, run));
    if (stamp === undefined) continue;
    const before = known.get(run);
    const line = before?.stamp === stamp ? before : lineOf(root, run, stamp);
    if (line !== before) fresh = false;
    if (line) lines.set(run, line);
  }
  if (!fresh || known.size !== lines.size) writeIndex(root, [...lines.values()]);
  return [...lines.values()].map(({ summary }) => ({
    ...summary,
    // Whether it still goes on may have changed since the line was written.
    status: statusNow(root, summary.run, summary.status === 'interrupted' ? 'running' : summary.status),
  }));
}

function lineOf(root: string, run: string, stamp: string): Line | undefined {
  try {
    const record = runRecord(root, run);
    return record && { stamp, summary: summaryOf(record) };
  } catch {
    return undefined;
  }
}

function summaryOf(record: RunRecord): RunSummary {
  const { run, symphony, title, plan, status, startedAt, durationMs, dynamics, environment } = record;
  const { movement, beat, correlationId, follows, occasion, steps, failure } = record;
  const played = steps.filter((step) => step.status !== 'skipped');
  return {
    run,
    symphony,
    title,
    plan,
    status,
    startedAt,
    durationMs,
    dynamics,
    environment,
    movement,
    beat,
    correlationId,
    follows,
    occasion,
    steps: played.length,
    failed: played.filter((step) => step.status === 'failed').length,
    failedAt: failure?.subject,
  };
}

function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.size}-${stat.mtimeNs}`;
}

const indexPath = (root: string): string => join(root, runsFolder, 'index.jsonl');

/** By run. Whatever is not a line of an index is left out, and so read again. */
function readIndex(root: string): Map<string, Line> {
  const lines = new Map<string, Line>();
  try {
    for (const text of readFileSync(indexPath(root), 'utf8').split('\n')) {
      if (text === '') continue;
      const line = JSON.parse(text) as Line;
      lines.set(line.summary.run, line);
    }
  } catch {
    return new Map();
  }
  return lines;
}

/** Not being able to keep the index costs time and nothing else. */
function writeIndex(root: string, lines: readonly Line[]): void {
  const fresh = `${indexPath(root)}.${process.pid}`;
  try {
    writeFileSync(fresh, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { flag: 'wx' });
    renameSync(fresh, indexPath(root));
  } catch {
    rmSync(fresh, { force: true });
  }
}
