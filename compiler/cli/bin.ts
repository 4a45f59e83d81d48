/** The command line as a process: Node's streams, terminal and signals around `main`. */
import { fstatSync, statSync, writeSync } from 'node:fs';
import { HostError } from '../host/host.ts';
import { main } from './main.ts';
import { nodeHost, saveChunks } from './program.ts';

/** A full pipe is tried again after so long: its reader needs the processor more than the writer. */
const retryMs = 5;
/** Nobody notifies it, so waiting for it is sleeping. */
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of `text` before returning, whatever the descriptor is; a reader that went away is no error. Nobody can be
 * told that the errors cannot be written. Throws HostError.
 */
function write(descriptor: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') {
        Atomics.wait(never, 0, 0, retryMs);
        continue;
      }
      if (code === 'EPIPE' || descriptor === 2) return;
      throw new HostError(code === 'ENOSPC' ? code : 'EIO', 'standard output');
    }
  }
}

/** The device that takes and gives nothing; there is none on Windows. */
const nothing = statSync('/dev/null', { throwIfNoEntry: false });

/** Only for what may be a terminal, Node loads what it has for streams. */
function isTerminal(descriptor: 0 | 1 | 2): boolean {
  const stat = fstatSync(descriptor);
  if (!stat.isCharacterDevice() || stat.rdev === nothing?.rdev) return false;
  if (descriptor === 0) return process.stdin.isTTY;
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY;
}

const { env } = process;
const color = (env['NO_COLOR'] ?? '') === '' && (isTerminal(1) || (env['FORCE_COLOR'] ?? '0') !== '0');

/** Without anything to do at once, the second signal ends the process as signals do. */
function onInterrupt(stop: () => void, stopAtOnce?: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let count = 0;
  const release = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  const onSignal = (): void => {
    count++;
    if (count === 1) stop();
    else stopAtOnce?.();
    if (count > 1 || !stopAtOnce) release();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return release;
}

async function askLine(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question, { signal });
  } catch {
    return undefined;
  } finally {
    terminal.close();
  }
}

const terminal = isTerminal(2);

main(
  {
    host: nodeHost,
    cwd: process.cwd().replaceAll('\\', '/'),
    out: (text) => write(1, text),
    err: (text) => write(2, text),
    terminal,
    size: () => ({ columns: process.stderr.columns || 80, rows: process.stderr.rows || 24 }),
    color,
    onInterrupt,
    askLine: terminal && isTerminal(0) ? askLine : undefined,
  },
  process.argv.slice(2),
  // Everything is written by then: what a handler left running must not keep the process alive.
).then((code) => {
  saveChunks();
  process.exit(code);
});
