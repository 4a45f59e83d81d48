/** The queue from outside: runs are put into it, watched and cancelled. */
import { randomBytes } from 'node:crypto';
import { type Database, openPool, silent } from './database.ts';
import type { Engine } from './engine.ts';
import { applicationName, type Job, type JobOutcome, queueName, workflowName } from './job.ts';

export interface JobQueue {
  /** Puts a run into the queue, unless it is there or played already. The id of the job either way. */
  enqueue(job: Job, version: string): Promise<string>;
  /** The id of the job that plays a run now, or will. */
  active(run: string): Promise<string | undefined>;
  state(id: string): Promise<JobState>;
  /** Stops a run, wherever it is played; one that nobody has taken is taken out. */
  cancel(run: string): Promise<void>;
  close(): Promise<void>;
}

interface JobState {
  readonly status: 'queued' | 'playing' | 'over';
  /** When it is over and was not cancelled before it began. */
  readonly outcome?: JobOutcome;
  /** What broke the worker's own code. */
  readonly error?: unknown;
}

/** Opens the queue. */
export async function openQueue(engine: Engine, database: Database): Promise<JobQueue> {
  const { query, url } = database;
  const pool = openPool(engine, url, 2);
  const client = await engine.DBOSClient.create({
    systemDatabaseUrl: url,
    systemDatabasePool: pool,
    applicationName,
    logger: silent,
  });
  const active = async (run: string): Promise<string | undefined> => {
    const found = await client.listWorkflows({
      workflow_id_prefix: `${run}.`,
      status: ['ENQUEUED', 'DELAYED', 'PENDING'],
      loadInput: false,
      loadOutput: false,
    });
    return found[0]?.workflowID;
  };
  return {
    active,
    enqueue: async (job, appVersion) => {
      const { run } = job;
      await query(
        `INSERT INTO symphonyc.runs (run, asked) VALUES ($1, $1)
         ON CONFLICT (run) DO UPDATE SET cancelled = false`,
        [run],
      );
      // A run that is gone on with is another job each time, and one at a time.
      const workflowID = `${run}.${randomBytes(4).toString('hex')}`;
      const known = { deduplicationID: run, duplicationPolicy: 'return-existing' } as const;
      const options = { queueName, workflowName, workflowID, appVersion, applicationName, ...known };
      return (await client.enqueue(options, job)).workflowID;
    },
    state: async (id) => {
      const workflow = await client.getWorkflow(id);
      const status = workflow?.status ?? 'CANCELLED';
      if (status === 'ENQUEUED' || status === 'DELAYED') return { status: 'queued' };
      if (status === 'PENDING') return { status: 'playing' };
      if (status === 'SUCCESS') return { status: 'over', outcome: workflow!.output as JobOutcome };
      return { status: 'over', error: status === 'CANCELLED' ? undefined : (workflow!.error ?? new Error(status)) };
    },
    cancel: async (run) => {
      await query('UPDATE symphonyc.runs SET cancelled = true WHERE run = $1', [run]);
      const id = await active(run);
      if (id !== undefined && (await client.getWorkflow(id))?.status === 'ENQUEUED') await client.cancelWorkflow(id);
    },
    close: async () => {
      await client.destroy();
      await pool.end();
    },
  };
}

/** Whether somebody has cancelled the run. */
export async function isCancelled({ query }: Database, run: string): Promise<boolean> {
  const { rows } = await query<{ cancelled: boolean }>('SELECT cancelled FROM symphonyc.runs WHERE run = $1', [run]);
  return rows[0]?.cancelled === true;
}
