/** How many beats act at once, whatever symphonies they belong to. */

export interface Slots {
  /** Resolves with the function that gives the slot back. Rejects with the signal's reason when that comes first. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** `count` slots, given in the order in which they are asked for. */
export function openSlots(count: number): Slots {
  let free = count;
  const queue: (() => void)[] = [];
  const release = (): void => {
    free++;
    queue.shift()?.();
  };
  const once = (): (() => void) => {
    free--;
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
  };
  return {
    take: async (signal) => {
      signal.throwIfAborted();
      if (free > 0) return once();
      return new Promise((resolve, reject) => {
        const turn = (): void => {
          signal.removeEventListener('abort', leave);
          resolve(once());
        };
        const leave = (): void => {
          queue.splice(queue.indexOf(turn), 1);
          reject(signal.reason as Error);
        };
        queue.push(turn);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
