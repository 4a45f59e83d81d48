/** The symphony that a beat performs. */
import type { Unknown } from '../model/bound.ts';
import type { Beat } from '../model/document.ts';
import type { Lookup, SymphonySummary } from '../model/index.ts';

/** Both are undefined for a beat that performs none. */
interface Performed {
  readonly target?: SymphonySummary;
  /** Why nothing is known of the symphony. */
  readonly unknown?: Unknown;
}

/** Of what a beat performs, what is known. */
export const performedBy = ({ perform }: Beat, lookup: Lookup): Performed =>
  perform === undefined ? {} : performedSymphony(perform, lookup);

/** Of a symphony that something performs, what is known. */
export function performedSymphony(id: string, lookup: Lookup): Performed {
  const target = lookup.find('Symphony', id);
  if (target && !target.broken) return { target };
  return { unknown: target || lookup.unread('Symphony', 'id') ? 'unread' : 'reported' };
}
