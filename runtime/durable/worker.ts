/** A worker: takes runs from the queue of DBOS, one at a time, and those of workers that have died. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type Database, openPool, silent } from './database.ts';
import type { Engine } from './engine.ts';
import { deadMs, startHeartbeat } from './heartbeat.ts';
import { applicationName, type Job, type JobOutcome, queueName, workflowName } from './job.ts';

interface WorkerOptions {
  readonly engine: Engine;
  readonly database: Database;
  /** Of the build. */
  readonly version: string;
  /** Plays a job, or goes on with it as its journal says, as the owner of that name. */
  readonly play: (job: Job, owner: string) => Promise<JobOutcome>;
  readonly say: (line: string) => void;
}

interface RunWorker {
  /** Takes nothing new, finishes what is played, and says farewell. */
  drain(): Promise<void>;
}

const pollMs = 200;
const rescueMs = 1000;
/** No run is waited for longer; a timer takes no more. */
const drainMs = 2 ** 31 - 1;

/** Begins to take runs. */
export async function startWorker({ engine, database, version, play, say }: WorkerOptions): Promise<RunWorker> {
  const { DBOS } = engine;
  const worker = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const heartbeat = await startHeartbeat({ driver: engine.driver, url: database.url, worker, version });
  const pool = openPool(engine, database.url, 6);
  DBOS.setConfig({
    name: applicationName,
    systemDatabaseUrl: database.url,
    systemDatabasePool: pool,
    executorID: worker,
    applicationVersion: version,
    listenQueues: [queueName],
    logger: silent,
    runMigrations: false,
  });
  DBOS.registerWorkflow((job: Job) => play(job, worker), { name: workflowName });
  await DBOS.launch();
  // Handlers share the process, its folder and its streams: one run at a time. More workers play more.
  await DBOS.registerQueue(queueName, {
    workerConcurrency: 1,
    minPollingIntervalMs: pollMs,
    onConflict: 'always_update',
  });
  const rescue = setInterval(() => {
    void rescueRuns(engine, database, version).then(
      (dead) => {
        for (const name of dead) say(`the worker ${name} has died; its runs are taken over`);
      },
      // The heartbeat ends a process that does not reach the database.
      () => undefined,
    );
  }, rescueMs);
  return {
    drain: async () => {
      clearInterval(rescue);
      await DBOS.shutdown({ workflowCompletionTimeoutMS: drainMs });
      await pool.end();
      await heartbeat.stop();
    },
  };
}

/** Puts what dead workers were playing back into the queue. Each of them is looked after by one; should that one die, by the next. */
function rescueRuns({ DBOSExecutor }: Engine, database: Database, version: string): Promise<readonly string[]> {
  return database.transaction(async (query) => {
    const { rows } = await query<{ worker: string }>(
      `SELECT worker FROM symphonyc.workers
       WHERE version = $1 AND seen < now() - $2 * interval '1 millisecond' FOR UPDATE SKIP LOCKED`,
      [version, deadMs],
    );
    const dead = rows.map(({ worker }) => worker);
    if (dead.length === 0) return dead;
    await DBOSExecutor.globalInstance!.recoverPendingWorkflows(dead);
    await query('DELETE FROM symphonyc.workers WHERE worker = ANY($1)', [dead]);
    return dead;
  });
}

/** How many workers of a build are there. */
export async function workersOf({ query }: Database, version: string): Promise<number> {
  const { rows } = await query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM symphonyc.workers
     WHERE version = $1 AND seen > now() - $2 * interval '1 millisecond'`,
    [version, deadMs],
  );
  return rows[0]!.count;
}
