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
function performedSymphony(id: string, lookup: Lookup): Performed {
  const target = lookup.find('Symphony', id);
  if (target && !target.broken) return { target };
  return { unknown: target || lookup.unread('Symphony', 'id') ? 'unread' : 'reported' };
}

/** The summary of each symphony that is performed, at any depth; why one of them is not known. */
export function allPerformed(
  ids: readonly string[],
  lookup: Lookup,
): { readonly all: readonly SymphonySummary[]; readonly unknown?: Unknown } {
  const all = new Map<string, SymphonySummary>();
  let unknown: Unknown | undefined;
  const queue = [...ids];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (all.has(id)) continue;
    const { target, unknown: why } = performedSymphony(id, lookup);
    if (!target) {
      unknown = why === 'unread' ? why : (unknown ?? why);
      continue;
    }
    all.set(id, target);
    for (const { name } of target.performs) queue.push(name);
  }
  return { all: [...all.values()], unknown };
}

/** Whether one of `others` performs the symphony, at any depth: what it left behind may be there before this one plays. */
export const performsIt = (id: string, others: readonly string[], lookup: Lookup): boolean =>
  allPerformed(
    others.filter((other) => other !== id),
    lookup,
  ).all.some(({ id: performed }) => performed === id);
