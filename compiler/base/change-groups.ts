/** Changes as a list for people: by document, heaviest first. */
import { type Change, effects } from '../model/change.ts';
import { list } from './text.ts';

const weight = ({ effect }: Change): number => effects.indexOf(effect);

/** The changes of each document, heaviest first; the document with the heaviest change comes first. */
export function changesByDocument(changes: readonly Change[]): readonly (readonly [Change, ...Change[]])[] {
  const groups = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    const key = `${change.kind} ${change.id}`;
    const known = groups.get(key);
    if (known) known.push(change);
    else groups.set(key, [change]);
  }
  const sorted = [...groups.values()].map((group) => group.sort((a, b) => weight(a) - weight(b)));
  return sorted.sort(([a], [b]) => weight(a) - weight(b));
}

/** `1 breaking, 2 weakened and 1 neutral`. */
export function countEffects(changes: readonly Change[]): string {
  const counts = effects.flatMap((effect) => {
    const count = changes.filter((change) => change.effect === effect).length;
    return count === 0 ? [] : [`${count} ${effect}`];
  });
  return list(counts);
}
