/** The order among the beats of one movement: what waits for what, in which order they play, and where they go in circles. */
import { append } from '../../runtime/core/lists.ts';
import type { MovementSchedule } from '../model/analysis.ts';
import type { BeatNode, MovementNode, SymphonyNode } from '../model/bound.ts';
import { findCircles } from './circles.ts';

type Needs = ReadonlyMap<BeatNode, readonly BeatNode[]>;

interface BeatOrder {
  readonly needs: Needs;
  /** In an order in which they can be played, position first. Beats in or behind a circle are left out. */
  readonly ordered: readonly BeatNode[];
  /** Beats that wait for each other in a circle, each waiting for the next; each circle starts at its first beat. */
  readonly cycles: readonly (readonly BeatNode[])[];
  /** Beats that cannot play because they wait for a circle. */
  readonly blocked: readonly BeatNode[];
}

const firsts = new WeakMap<SymphonyNode, ReadonlyMap<string, BeatNode>>();

/** The beats of a symphony by id. Of beats that share an id the first is meant. */
export function beatsById(symphony: SymphonyNode): ReadonlyMap<string, BeatNode> {
  const known = firsts.get(symphony) ?? new Map(symphony.beats.toReversed().map((beat) => [beat.value.id, beat]));
  firsts.set(symphony, known);
  return known;
}

/** Whether a beat needs one that does not exist or comes in a later movement: nobody knows what it should wait for. */
export function needsTheUnknown({ value, movement }: BeatNode): boolean {
  if (value.needs === undefined) return false;
  const beats = beatsById(movement.symphony);
  return value.needs.some((id) => !((beats.get(id)?.movement.position ?? Infinity) <= movement.position));
}

/** The beats of a movement that need the unknown, and those that wait for them. */
export function uncertainBeats(movement: MovementNode, needs: Needs): ReadonlySet<BeatNode> {
  const uncertain = new Set<BeatNode>();
  const queue = movement.beats.filter(needsTheUnknown);
  if (queue.length === 0) return uncertain;
  const followers = followersOf(movement.beats, needs);
  for (let beat = queue.pop(); beat; beat = queue.pop()) {
    if (uncertain.has(beat)) continue;
    uncertain.add(beat);
    append(queue, followers.get(beat) ?? []);
  }
  return uncertain;
}

/** Whether nobody knows in which order the beats of a movement play: some go in a circle, or wait for the unknown. */
export const hasNoOrder = ({ cycles, uncertain }: Pick<MovementSchedule, 'cycles' | 'uncertain'>): boolean =>
  cycles.length > 0 || uncertain.size > 0;

/** The beats that wait for each beat. */
export function followersOf(beats: readonly BeatNode[], needs: Needs): Map<BeatNode, BeatNode[]> {
  const followers = new Map<BeatNode, BeatNode[]>();
  for (const beat of beats) {
    for (const need of new Set(needs.get(beat))) {
      const known = followers.get(need);
      if (known) known.push(beat);
      else followers.set(need, [beat]);
    }
  }
  return followers;
}

/**
 * The beats that must be complete before each beat: those it `needs` (of this movement; earlier movements are complete
 * anyway), else the one before it. Of beats that share an id the first is meant.
 */
export function predecessors(movement: MovementNode): Needs {
  const byId = new Map<string, BeatNode>();
  for (const beat of movement.beats) if (!byId.has(beat.value.id)) byId.set(beat.value.id, beat);
  return new Map(
    movement.beats.map((beat, i) => {
      const before = beat.value.needs?.map((id) => byId.get(id)).filter((other) => other !== undefined);
      return [beat, before ?? movement.beats.slice(Math.max(0, i - 1), i)] as const;
    }),
  );
}

/** Puts the beats of a movement in order as far as there is one. */
export function orderBeats(movement: MovementNode): BeatOrder {
  const needs = predecessors(movement);
  const ordered = topologicalOrder(movement.beats, needs);
  if (ordered.length === movement.beats.length) return { needs, ordered, cycles: [], blocked: [] };
  const playable = new Set(ordered);
  const unplayable = movement.beats.filter((beat) => !playable.has(beat));
  const cycles = beatCycles(unplayable, needs);
  const inCycle = new Set(cycles.flat());
  return { needs, ordered, cycles, blocked: unplayable.filter((beat) => !inCycle.has(beat)) };
}

/** By position among the beats that are ready. */
function topologicalOrder(beats: readonly BeatNode[], needs: Needs): BeatNode[] {
  const waiting = new Map(beats.map((beat) => [beat, new Set(needs.get(beat)).size]));
  const followers = followersOf(beats, needs);
  const ready = beats.filter((beat) => waiting.get(beat) === 0);
  const ordered: BeatNode[] = [];
  for (let beat = ready.shift(); beat; beat = ready.shift()) {
    ordered.push(beat);
    for (const follower of followers.get(beat) ?? []) {
      const left = waiting.get(follower)! - 1;
      waiting.set(follower, left);
      if (left > 0) continue;
      const place = ready.findIndex((other) => other.position > follower.position);
      ready.splice(place === -1 ? ready.length : place, 0, follower);
    }
  }
  return ordered;
}

function beatCycles(beats: readonly BeatNode[], needs: Needs): BeatNode[][] {
  const byKey = new Map(beats.map((beat) => [String(beat.position), beat]));
  const edges = new Map([...byKey].map(([key, beat]) => [key, needs.get(beat)!.map((need) => String(need.position))]));
  return findCircles([...byKey.keys()], edges).circles.map((cycle) => cycle.map((key) => byKey.get(key)!));
}
