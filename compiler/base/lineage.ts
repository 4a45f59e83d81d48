/** Where events and artifacts come from: beats of a symphony, and the symphonies around it. */
import type { BeatNode, SymphonyNode } from '../model/bound.ts';
import type { Lookup } from '../model/index.ts';
import { playsBefore, playsWhenever } from './order.ts';

type Beats = ReadonlyMap<string, readonly BeatNode[]>;

/** The beats of a symphony by the names that each has, found once. */
function beatsBy(namesOf: (beat: BeatNode) => readonly string[]): (symphony: SymphonyNode) => Beats {
  const known = new WeakMap<SymphonyNode, Beats>();
  const all = (symphony: SymphonyNode): Beats => {
    const found = new Map<string, BeatNode[]>();
    for (const beat of symphony.beats) {
      for (const name of namesOf(beat)) {
        const beats = found.get(name);
        if (beats) beats.push(beat);
        else found.set(name, [beat]);
      }
    }
    known.set(symphony, found);
    return found;
  };
  return (symphony) => known.get(symphony) ?? all(symphony);
}

/** The beats of a symphony that produce each artifact, by position. */
export const producersIn = beatsBy(({ value }) => value.produces ?? []);

/** Those that emit each event. */
export const emittersIn = beatsBy(({ value }) => value.emits ?? []);

/** Those that perform each symphony. */
export const performersIn = beatsBy(({ value: { perform } }) => (perform === undefined ? [] : [perform]));

/** A symphony and those that perform it, directly or through others. */
function performing(id: string, lookup: Lookup): Set<string> {
  const found = new Set([id]);
  for (const one of found) for (const performer of lookup.performers(one)) found.add(performer);
  return found;
}

/**
 * Whether another symphony leaves the artifact in time: one that a beat before this one performs, one that this symphony or
 * a symphony around it follows, one around it, or one that is performed inside any of these. In which order the beats of
 * a symphony around this one play is not asked: that is theirs to know.
 */
export function comesFromElsewhere(beat: BeatNode, artifact: string, lookup: Lookup): boolean {
  const { symphony } = beat.movement;
  const own = symphony.value.id;
  const others = lookup.producers(artifact).filter((id) => id !== own);
  if (others.length === 0) return false;
  const around = performing(own, lookup);
  const sources = new Set([...around].filter((id) => id !== own));
  for (const id of around) for (const { name } of lookup.find('Symphony', id)?.after ?? []) sources.add(name);
  const before = (other: BeatNode): boolean => playsBefore(other, beat) && playsWhenever(beat, other);
  const isSource = (id: string): boolean => sources.has(id) || (performersIn(symphony).get(id) ?? []).some(before);
  return others.some((id) => [...performing(id, lookup)].some(isSource));
}
