/** The executable: Node's streams, terminal and signals around `main`. */
import { writeSync } from 'node:fs';
import { nodeHost } from '../host/node.ts';
import { main } from './main.ts';

/** Writes all of `text` before returning, whatever the descriptor is; a reader that went away is no error. */
function write(descriptor: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') continue;
      if (code === 'EPIPE') return;
      throw error;
    }
  }
}

const { env } = process;
const color = (env['NO_COLOR'] ?? '') === '' && (process.stdout.isTTY === true || (env['FORCE_COLOR'] ?? '0') !== '0');

const code = await main(
  {
    host: nodeHost,
    cwd: process.cwd().replaceAll('\\', '/'),
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    terminal: process.stderr.isTTY === true,
    color,
    onInterrupt: (stop) => {
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    },
  },
  process.argv.slice(2),
);

// Everything is written by now: what a handler left running must not keep the process alive.
process.exit(code);
