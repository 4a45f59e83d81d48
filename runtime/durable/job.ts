/** What is put into the queue: a run to be played, or gone on with, by whichever worker has the same build. */
import { readdirSync } from 'node:fs';
import { digestBytes } from '../core/digest.ts';
import { newRunId } from '../journal/folder.ts';
import type { RunResult } from '../model/result.ts';
import { loadPlan } from '../plan/plans.ts';
import type { RunOptions } from '../run/run.ts';

export const applicationName = 'symphonyc';
export const queueName = 'symphonyc-runs';
export const workflowName = 'play';

/** Raised when jobs, tables or journals of two versions of the tool do not fit together. */
const format = 1;

/** What of the options of a run is the same wherever it is played. */
type JobOptions = Pick<
  RunOptions,
  | 'dynamics'
  | 'environment'
  | 'level'
  | 'movement'
  | 'beat'
  | 'until'
  | 'concurrency'
  | 'happened'
  | 'allowNonconforming'
  | 'inputs'
  | 'correlationId'
>;

export interface Job {
  readonly run: string;
  readonly symphony: string;
  /** How many lines its journal had before: an end that comes after them is the end of this job. */
  readonly from: number;
  /** Without the symphonies that follow. */
  readonly alone: boolean;
  readonly options: JobOptions;
}

/** What a worker says of a job that is over. All else is in the journal. */
export interface JobOutcome {
  /** The worst of the runs that were played. */
  readonly exit: number;
  /** The result of a run that was refused: it has no journal. */
  readonly refused?: RunResult;
  /** A mistake of whoever asked for it. */
  readonly mistake?: string;
}

/** The id of a run that begins now. */
export const freshRunId = (): string => newRunId(Date.now());

/**
 * Names a build by its plans, which name their handlers: workers of the same version can go on with each other's runs.
 * DBOS gives a job to workers of its version only.
 */
export function buildVersion(plans: string): string {
  const names = readdirSync(plans).flatMap((name) => /^(.+)\.plan\.json$/.exec(name)?.[1] ?? []);
  const digests = names.sort().map((name) => {
    const loaded = loadPlan(plans, name);
    return 'error' in loaded ? name : `${name} ${loaded.digest}`;
  });
  return `${format}-${digestBytes(digests.join('\n')).slice(0, 32)}`;
}
