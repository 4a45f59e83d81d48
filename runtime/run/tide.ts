/**
 * Whether anything still moves. A step that waits for an event waits as long as something that is played could publish
 * it; when nothing moves any more, the event will not come.
 */

export interface Tide {
  /** A step begins; the function says that it is over and everything that follows from it has begun. */
  enter(): () => void;
  /** Waits for something to change; false when nothing can any more. `performed`: for a symphony that a step performs. */
  changed(performed: boolean): Promise<boolean>;
  /** Waits for what others do. A symphony that a step performs moves by its own steps meanwhile. */
  rest<T>(performed: boolean, others: Promise<T>): Promise<T>;
  /** Resolves when something changes. */
  next(): Promise<unknown>;
}

export function openTide(): Tide {
  let moving = 0;
  let waiting: ((changed: boolean) => void)[] = [];
  const wake = (changed: boolean): void => {
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve(changed);
  };
  return {
    enter: () => {
      moving++;
      let inside = true;
      return () => {
        // Those who were waiting for it go on first, and say so.
        setImmediate(() => {
          if (inside) moving--;
          inside = false;
          wake(true);
        });
      };
    },
    changed: async (performed) => {
      if (performed) moving--;
      try {
        if (moving <= 0) {
          wake(true);
          return false;
        }
        return await new Promise<boolean>((resolve) => waiting.push(resolve));
      } finally {
        if (performed) moving++;
      }
    },
    rest: async (performed, others) => {
      if (performed) moving--;
      try {
        return await others;
      } finally {
        if (performed) moving++;
      }
    },
    next: () => new Promise<boolean>((resolve) => waiting.push(resolve)),
  };
}
