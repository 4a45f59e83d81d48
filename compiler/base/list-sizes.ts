/** How long the lists are that assertions go through, as upper bounds. */
import type { SymphonyNode } from '../model/bound.ts';
import { beatView, movementView, symphonyView } from './views.ts';

export interface ListSizes {
  /** The longest list under each field, wherever in the symphony. */
  readonly fields: ReadonlyMap<string, number>;
  /** The most beats that one movement has. */
  readonly beatsOfMovement: number;
  /** Any list of which nothing is known. */
  readonly other: number;
}

/** As long as a list can be that an expression spells out. */
const spelledOut = 200;

const known = new WeakMap<SymphonyNode, ListSizes>();

/** The sizes of the lists in one symphony, worked out once. */
export function listSizes(symphony: SymphonyNode): ListSizes {
  const sizes = known.get(symphony) ?? measure(symphony);
  known.set(symphony, sizes);
  return sizes;
}

function measure(symphony: SymphonyNode): ListSizes {
  const fields = new Map<string, number>();
  const whole = symphonyView(symphony);
  const parts = [
    whole,
    whole.rollback as object,
    ...symphony.movements.map(movementView),
    ...symphony.beats.map(beatView),
  ];
  for (const part of parts) {
    for (const [field, value] of Object.entries(part)) {
      if (Array.isArray(value)) fields.set(field, Math.max(value.length, fields.get(field) ?? 0));
    }
  }
  const beatsOfMovement = symphony.movements.reduce((most, { beats }) => Math.max(most, beats.length), 0);
  const other = [...fields.values()].reduce((most, size) => Math.max(most, size), spelledOut);
  return { fields, beatsOfMovement, other };
}
