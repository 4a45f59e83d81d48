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
export function performedBy({ perform }: Beat, lookup: Lookup): Performed {
  if (perform === undefined) return {};
  const target = lookup.find('Symphony', perform);
  if (target && !target.broken) return { target };
  return { unknown: target || lookup.unread('Symphony', 'id') ? 'unread' : 'reported' };
}
