/** Playing beyond one machine: runs in the queue of DBOS, their journals in the same PostgreSQL database. */
export { type Database, openDatabase } from './database.ts';
export { type Engine, loadEngine } from './engine.ts';
export { eventsOf } from './events.ts';
export { type Watched, watchRun } from './follow.ts';
export { buildVersion, freshRunId, type Job, type JobOutcome } from './job.ts';
export { keptJournal, keptRuns, openKeptJournal, readRun, takeRun } from './journal.ts';
export { type Parts, partsOf } from './parts.ts';
export { isCancelled, type JobQueue, openQueue } from './queue.ts';
export { resultOf } from './result.ts';
export { startWorker, workersOf } from './worker.ts';
