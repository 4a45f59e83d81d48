/**
 * Guards around code that is not ours: handlers run in this process, so they could end it, block it or leave failing
 * work behind. None of that may look like success.
 */
import { writeSync } from 'node:fs';

export interface Guards {
  /** Rejects when something that a handler left behind fails. */
  readonly strays: Promise<never>;
  release(): void;
}

/** Until released, a process that ends by itself ends as failed, and what nobody waits for is noticed. */
export function openGuards(): Guards {
  let fail: (error: Error) => void = () => undefined;
  const strays = new Promise<never>((_, reject) => {
    fail = reject;
  });
  strays.catch(() => undefined);
  const onStray = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    fail(new Error(`something that was started and not waited for failed: ${message}`, { cause: error }));
  };
  const onExit = (): void => {
    writeSync(2, 'the process ended before the run was complete; what was done is not undone\n');
    if (!process.exitCode) process.exitCode = 1;
  };
  process.on('unhandledRejection', onStray);
  process.on('uncaughtException', onStray);
  process.on('exit', onExit);
  return {
    strays,
    release: () => {
      process.off('unhandledRejection', onStray);
      process.off('uncaughtException', onStray);
      process.off('exit', onExit);
    },
  };
}

/** What keeps the process alive at the moment: one kind of resource for each. */
export const resources = (): readonly string[] => process.getActiveResourcesInfo();

/** What keeps the process alive and did not `before`, given a moment to close. */
export async function leftOpen(before: readonly string[]): Promise<readonly string[]> {
  const until = Date.now() + 300;
  for (;;) {
    const left = [...resources()];
    for (const known of before) if (left.includes(known)) left.splice(left.indexOf(known), 1);
    if (left.length === 0 || Date.now() >= until) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ends the process: nothing else stops a handler that goes on after it was told not to, or left something open. */
export const endProcess = (code: number): never => process.exit(code);
