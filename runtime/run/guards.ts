/**
 * Guards around code that is not ours: handlers run in this process, so they could end it, block it or leave failing
 * work behind. None of that may look like success.
 */
import { writeSync } from 'node:fs';
import { divertOutput } from './printed.ts';

export interface Guards {
  /** Settles like `work`, unless something that a handler left behind fails first. */
  against<T>(work: Promise<T>): Promise<T>;
  /** Ends the guard. Gives what failed and has not been told yet. */
  release(): Error | undefined;
}

/**
 * Until released: a process that ends by itself ends as failed, what nobody waits for is noticed, and what handlers
 * print goes to stderr, since stdout is for the result.
 */
export function openGuards(): Guards {
  let pending: Error | undefined;
  // Nobody can say which of several handlers left it behind, so it fails all that are at work.
  const told = new Set<(error: Error) => void>();
  const onStray = (cause: unknown): void => {
    const message = cause instanceof Error ? cause.message : String(cause);
    const error = new Error(`something that was started and not waited for failed: ${message}`, { cause });
    if (told.size === 0) pending ??= error;
    for (const tell of told) tell(error);
  };
  process.on('unhandledRejection', onStray);
  process.on('uncaughtException', onStray);
  process.on('exit', onExit);
  const giveBack = divertOutput();
  return {
    against: async (work) => {
      let tell: (error: Error) => void = () => undefined;
      const stray = new Promise<never>((_, reject) => {
        tell = reject;
      });
      told.add(tell);
      if (pending) tell(pending);
      pending = undefined;
      try {
        return await Promise.race([work.then(nextTurn), stray]);
      } finally {
        told.delete(tell);
      }
    },
    release: () => {
      process.off('unhandledRejection', onStray);
      process.off('uncaughtException', onStray);
      process.off('exit', onExit);
      giveBack();
      return pending;
    },
  };
}

/** A rejection that nobody handles is told at the end of a turn of the event loop: it belongs to the work of that turn. */
const nextTurn = <T>(value: T): Promise<T> => new Promise((resolve) => setImmediate(resolve, value));

function onExit(): void {
  writeSync(2, 'the process ended before the run was complete; what was done is not undone\n');
  if (!process.exitCode) process.exitCode = 1;
}

/** Ends the process, whatever handlers have left open. */
export const endProcess = (code: number): never => process.exit(code);
