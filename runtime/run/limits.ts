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

/** What tells an action to stop. The signal is made when it is first looked at, which most handlers never do. */
export type Stop = Pick<AbortController, 'signal'>;

/** Runs `action` within the limit. Rejects with StepFailure when it had to be stopped, whatever it gave in the end. */
export async function withLimit<T>(limit: Limit, action: (stop: Stop) => Promise<T>): Promise<T> {
  const { ms, by, outer } = limit;
  if (outer.aborted) throw cancelled(outer);
  const controller = new AbortController();
  let failure: StepFailure | undefined;
  let tell: (stopped: 'stopped') => void = () => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    tell = resolve;
  });
  const stop = (reason: StepFailure): void => {
    failure ??= reason;
    controller.abort(failure);
    tell('stopped');
  };
  const cancel = (): void => stop(cancelled(outer));
  const forget = whenAborted(outer, cancel);
  const expire = (): void => stop(new StepFailure('timeout', `stopped after ${ms} ms, ${by}`));
  const timer = ms === undefined ? undefined : setTimeout(expire, Math.min(ms, 2 ** 31 - 1));
  try {
    const running = action(controller);
    if ((await Promise.race([running.then(done, done), stopped])) === 'stopped') await settle(running, limit);
    if (failure) throw failure as StepFailure;
    return await running;
  } finally {
    clearTimeout(timer);
    forget();
  }
}

const done = (): 'done' => 'done';

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `act` when the signal is aborted, unless the function that it gives is called before. Many share a signal, and to
 * listen to one takes Node long.
 */
function whenAborted(signal: AbortSignal, act: () => void): () => void {
  let all = listeners.get(signal);
  if (!all) {
    const own = new Set<() => void>();
    const onAbort = (): void => {
      for (const one of own) one();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    listeners.set(signal, own);
    all = own;
  }
  all.add(act);
  return () => void all.delete(act);
}

/** An outer limit says itself why it stopped what is inside. */
const cancelled = (outer: AbortSignal): StepFailure =>
  outer.reason instanceof StepFailure ? outer.reason : new StepFailure('cancelled', 'the run was cancelled');

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
