/** A symphony as a tree of nodes that know their path, their name for people and what they belong to. */
import { append } from '../../../runtime/core/lists.ts';
import type { BeatNode, MovementNode, SymphonyNode } from '../../model/bound.ts';
import type { Beat, Symphony } from '../../model/document.ts';

/** How many beats one definition stands for: `each` repeats it for each of its values. */
export const repeats = (beat: Pick<Beat, 'each'>): number =>
  beat.each ? (Object.values(beat.each)[0] as string[]).length : 1;

export function symphonyNode(value: Symphony, id: string): SymphonyNode {
  const movements: MovementNode[] = [];
  const beats: BeatNode[] = [];
  const symphony: SymphonyNode = { value, path: [], subject: id, movements, beats };
  value.movements.forEach((movementValue, m) => {
    const own: BeatNode[] = [];
    const movement: MovementNode = {
      value: movementValue,
      path: ['movements', m],
      subject: `${id}/${movementValue.id}`,
      position: m,
      beats: own,
      symphony,
    };
    movementValue.beats?.forEach((beatValue, b) => {
      const path = [...movement.path, 'beats', b];
      const subject = `${movement.subject}/${beatValue.id}`;
      own.push({ value: beatValue, path, subject, movement, position: beats.length + b, count: repeats(beatValue) });
    });
    append(beats, own);
    movements.push(movement);
  });
  return symphony;
}
