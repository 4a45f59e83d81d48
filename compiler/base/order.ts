/** Which beat of a symphony surely plays before which, and whether it plays whenever the other one does. */
import type { BeatNode, MovementNode } from '../model/bound.ts';
import { dynamicsLevels, isDynamics } from './music.ts';
import { orderBeats } from './needs.ts';

/** For each beat the beats before it, a bit for each by its place in the movement: a list for each would be quadratic. */
type Before = ReadonlyMap<BeatNode, Uint32Array>;

const known = new WeakMap<MovementNode, Before>();

function beforeIn(movement: MovementNode): Before {
  const found = known.get(movement) ?? allBefore(movement);
  known.set(movement, found);
  return found;
}

function allBefore(movement: MovementNode): Before {
  const { needs, ordered } = orderBeats(movement);
  const places = new Map(movement.beats.map((beat, i) => [beat, i]));
  const before = new Map<BeatNode, Uint32Array>();
  for (const beat of ordered) {
    const bits = new Uint32Array(Math.ceil(movement.beats.length / 32));
    for (const need of new Set(needs.get(beat))) {
      const place = places.get(need)!;
      bits[place >> 5]! |= 1 << (place & 31);
      before.get(need)?.forEach((word, i) => {
        bits[i]! |= word;
      });
    }
    before.set(beat, bits);
  }
  return before;
}

/** Whether `first` is complete before `then` starts, in whatever order what may play at once is played. */
export function playsBefore(first: BeatNode, then: BeatNode): boolean {
  const { movement } = first;
  if (movement !== then.movement) return movement.position < then.movement.position;
  const place = first.position - movement.beats[0]!.position;
  return ((beforeIn(movement).get(then)?.[place >> 5] ?? 0) & (1 << (place & 31))) !== 0;
}

const levelOf = ({ value: { from } }: BeatNode): number => (isDynamics(from) ? dynamicsLevels.indexOf(from) : 0);

/** Whether `other` plays at every level at which `beat` does. Conditions are not looked at. */
export const playsWhenever = (beat: BeatNode, other: BeatNode): boolean => levelOf(other) <= levelOf(beat);
