/**
 * Whether anything still moves. A step that waits for an event waits as long as something that is played could publish
 * it; when nothing moves any more, the event will not come.
 */

export interface Tide {
  /** A step begins; the function says that it is over and everything that follows from it has begun. */
  enter(): () => void;
  /** Waits, as one of those in motion or as the outermost, for something to change. False when nothing can any more. */
  changed(innermost: boolean): Promise<boolean>;
  /** Resolves when something changes, for one that has steps in motion. */
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
        if (inside) moving--;
        inside = false;
        wake(true);
      };
    },
    changed: async (innermost) => {
      // A symphony that is performed is a step in motion itself, except while it waits.
      if (innermost) moving--;
      try {
        if (moving <= 0) return false;
        return await new Promise<boolean>((resolve) => waiting.push(resolve));
      } finally {
        if (innermost) moving++;
      }
    },
    next: () => new Promise<boolean>((resolve) => waiting.push(resolve)),
  };
}
