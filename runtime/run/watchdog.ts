/**
 * A thread that watches the main one. Code that never lets go of the main thread cannot be told to stop, and no timer
 * fires beside it; all that is left is to end the process, which is what happens here.
 */
import { SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads';

/** CommonJS, because it is given as text: no file has to be found beside the bundled command line. */
const source = `
const { workerData: { memory, message, look } } = require('node:worker_threads');
const deadline = new BigInt64Array(memory);
const never = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  const until = Atomics.load(deadline, 0);
  const left = until === 0n ? look : Number(until) - Date.now();
  if (left <= 0) {
    require('node:fs').writeSync(2, message);
    process.kill(process.pid, 'SIGKILL');
  }
  Atomics.wait(never, 0, 0, Math.min(left, look));
}`;

/** A thread that needs nothing starts sooner. */
const plain: WorkerOptions = { env: SHARE_ENV, execArgv: [], stdout: true, stderr: true, trackUnmanagedFds: false };

/** How often the thread looks, in milliseconds: to be told of each beat would cost each beat a switch of threads. */
const look = 500;

const message = 'a handler does not let go and cannot be stopped: the process is ended, what was done is not undone\n';

interface Watchdog {
  /** Ends the process in so many milliseconds, unless the function that it gives is called before. */
  watch(ms: number): () => void;
  /** The thread is told to end, and not waited for. */
  stop(): void;
}

/** The thread starts with the first call that sets a time. */
export function openWatchdog(): Watchdog {
  const memory = new SharedArrayBuffer(8);
  const deadline = new BigInt64Array(memory);
  const all = new Set<{ readonly until: number }>();
  let worker: Worker | undefined;
  /** The earliest of those that are watched. */
  const set = (): void => {
    let earliest = Infinity;
    for (const { until } of all) earliest = Math.min(earliest, until);
    Atomics.store(deadline, 0, all.size === 0 ? 0n : BigInt(earliest));
  };
  return {
    watch: (ms) => {
      const watched = { until: Math.ceil(Date.now() + ms) };
      all.add(watched);
      set();
      if (!worker) {
        worker = new Worker(source, { eval: true, workerData: { memory, message, look }, ...plain });
        worker.unref();
      }
      return () => {
        all.delete(watched);
        set();
      };
    },
    stop: () => {
      void worker?.terminate();
      // Ending it has made the process wait for it again.
      worker?.unref();
    },
  };
}
