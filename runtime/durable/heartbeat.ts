/**
 * The sign of life of a worker: a thread of its own, since handlers may block the main one for as long as they like. Others
 * take over the runs of a worker that has given none for a while; this thread ends the process before that when it cannot
 * give one, so that nothing goes on that somebody else has begun again.
 */
import { Worker } from 'node:worker_threads';

const everyMs = 1000;
/** The process ends itself this long after the last sign that arrived. */
const lostMs = 4000;
/** Others take it for dead this long after, by the clock of the database. */
export const deadMs = 5500;

const message =
  'the database has not been reached for too long: this worker is ended, and another takes its runs over\n';
const replaced = 'this worker was taken for dead: it is ended, and another has its runs\n';

/** CommonJS, because it is given as text: no file has to be found beside the bundled command line. */
const source = `
const { workerData: { driver, url, worker, version, everyMs, lostMs, message, replaced }, parentPort } = require('node:worker_threads');
const { Client } = require(driver);
const end = (text) => {
  require('node:fs').writeSync(2, text);
  process.kill(process.pid, 'SIGKILL');
};
let last = Date.now();
let client, stopped = false;
const connected = async () => {
  if (client) return client;
  const fresh = new Client({ connectionString: url, connectionTimeoutMillis: lostMs });
  fresh.on('error', () => { if (client === fresh) client = undefined; });
  await fresh.connect();
  return client = fresh;
};
const enter = 'INSERT INTO symphonyc.workers (worker, version) VALUES ($1, $2)';
const beat = 'UPDATE symphonyc.workers SET seen = now() WHERE worker = $1';
(async () => {
  for (let entered = false; !stopped; ) {
    const begin = Date.now();
    try {
      const database = await connected();
      const { rowCount } = await database.query(entered ? beat : enter, entered ? [worker] : [worker, version]);
      if (entered && rowCount === 0) end(replaced);
      if (!entered) parentPort.postMessage('entered');
      entered = true;
      last = begin;
    } catch {
      client?.end().catch(() => undefined);
      client = undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
})();
const watch = setInterval(() => { if (Date.now() - last > lostMs) end(message); }, 250);
parentPort.once('message', async () => {
  stopped = true;
  clearInterval(watch);
  try {
    await (await connected()).query('DELETE FROM symphonyc.workers WHERE worker = $1', [worker]);
  } catch {}
  process.exit();
});`;

interface Heartbeat {
  /** Says farewell: there is nothing to take over. */
  stop(): Promise<void>;
}

interface Pulse {
  /** Where the driver lies. */
  readonly driver: string;
  readonly url: string;
  readonly worker: string;
  /** Whose work it can take over. */
  readonly version: string;
}

/** Begins with the first sign that arrives. */
export function startHeartbeat(pulse: Pulse): Promise<Heartbeat> {
  const thread = new Worker(source, {
    eval: true,
    workerData: { ...pulse, everyMs, lostMs, message, replaced },
  });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', () =>
      resolve({
        stop: async () => {
          thread.postMessage('stop');
          await ended;
        },
      }),
    );
  });
}
