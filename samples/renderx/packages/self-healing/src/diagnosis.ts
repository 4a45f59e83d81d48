import type { Play } from '@renderx-plugins/musical-conductor';

/** A handler that keeps failing. */
export interface Diagnosis {
  /** `plugin#handler`. */
  readonly handler: string;
  readonly failures: number;
  readonly lastError: string;
}

/** So many failures in a row, of the sequences that reach a handler, make it sick. */
export const limit = 3;

/** The handlers whose sequences failed in them each of the last times. */
export function diagnose(plays: readonly Play[]): Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const sequence of new Set(plays.map((play) => play.sequence))) {
    const last = plays.filter((play) => play.sequence === sequence).slice(-limit);
    const handlers = new Set(last.map(({ plugin, handler }) => handler && `${plugin}#${handler}`));
    const [handler] = handlers;
    if (last.length < limit || handlers.size !== 1 || handler === undefined) continue;
    found.push({ handler, failures: last.length, lastError: last.at(-1)?.error ?? '' });
  }
  return found;
}
