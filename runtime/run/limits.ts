/** Time limits: what runs too long is told to stop, and left behind when it does not. */
import type { FailureKind } from '../model/result.ts';

/** A step that did not succeed, with what is known about it. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly kind: FailureKind;
  /** What a command printed or a probe saw before it failed. */
  readonly output: unknown;
  constructor(kind: FailureKind, message: string, options: { output?: unknown; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.output = options.output;
  }
}

interface Limit {
  /** Undefined when nothing bounds it. */
  readonly ms?: number;
  /** What sets the limit, for the message. */
  readonly by: string;
  /** Aborted when the whole run is cancelled or an outer limit is reached. */
  readonly outer: AbortSignal;
  /** How long it may take to stop; undefined to wait for it whatever it takes. */
  readonly graceMs?: number;
  /** Called when it did not stop in time. */
  readonly onAbandoned?: () => void;
}

/** Runs `action` within the limit. Rejects with StepFailure when it had to be stopped, whatever it gave in the end. */
export async function withLimit<T>(limit: Limit, action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { ms, by, outer } = limit;
  const cancel = (): void => controller.abort(cancelled(outer));
  if (outer.aborted) cancel();
  outer.addEventListener('abort', cancel, { once: true });
  const stop = (): void => controller.abort(new StepFailure('timeout', `stopped after ${ms} ms, ${by}`));
  const timer = ms === undefined ? undefined : setTimeout(stop, Math.min(ms, 2 ** 31 - 1));
  try {
    controller.signal.throwIfAborted();
    const running = action(controller.signal);
    const stopped = await Promise.race([running.then(done, done), abortOf(controller.signal)]);
    if (stopped !== 'done') await settle(running, limit);
    controller.signal.throwIfAborted();
    return await running;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', cancel);
  }
}

const done = (): 'done' => 'done';

/** An outer limit says itself why it stopped what is inside. */
const cancelled = (outer: AbortSignal): StepFailure =>
  outer.reason instanceof StepFailure ? outer.reason : new StepFailure('cancelled', 'the run was cancelled');

const abortOf = (signal: AbortSignal): Promise<'aborted'> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });

async function settle(running: Promise<unknown>, { graceMs, onAbandoned }: Limit): Promise<void> {
  const ended = running.then(done, done);
  if (graceMs === undefined) {
    await ended;
    return;
  }
  let timer: NodeJS.Timeout | undefined;
  const gracePeriod = new Promise<'abandoned'>((resolve) => {
    timer = setTimeout(() => resolve('abandoned'), graceMs);
  });
  const outcome = await Promise.race([ended, gracePeriod]);
  clearTimeout(timer);
  if (outcome === 'abandoned') onAbandoned?.();
}
