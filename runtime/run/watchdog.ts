/**
 * A thread that watches the main one. Code that never lets go of the main thread cannot be told to stop, and no timer
 * fires beside it; all that is left is to end the process, which is what happens here.
 */
import { Worker } from 'node:worker_threads';

/** CommonJS, because it is given as text: no file has to be found beside the bundled command line. */
const source = `
const { workerData: { memory, message } } = require('node:worker_threads');
const deadline = new BigInt64Array(memory);
for (;;) {
  const until = Atomics.load(deadline, 0);
  const left = until === 0n ? Infinity : Number(until) - Date.now();
  if (left <= 0) {
    require('node:fs').writeSync(2, message);
    process.kill(process.pid, 'SIGKILL');
  }
  Atomics.wait(deadline, 0, until, left);
}`;

const message = 'a handler does not let go and cannot be stopped: the process is ended, what was done is not undone\n';

export interface Watchdog {
  /** Ends the process in so many milliseconds, unless called again before that; undefined calls it off. */
  watch(ms: number | undefined): void;
  stop(): void;
}

/** The thread starts with the first call that sets a time. */
export function openWatchdog(): Watchdog {
  const memory = new SharedArrayBuffer(8);
  const deadline = new BigInt64Array(memory);
  let worker: Worker | undefined;
  return {
    watch: (ms) => {
      Atomics.store(deadline, 0, ms === undefined ? 0n : BigInt(Math.ceil(Date.now() + ms)));
      Atomics.notify(deadline, 0);
      if (ms === undefined || worker) return;
      worker = new Worker(source, { eval: true, workerData: { memory, message } });
      worker.unref();
    },
    stop: () => void worker?.terminate(),
  };
}
