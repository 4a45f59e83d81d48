import { find, place, remove } from '@renderx-plugins/canvas';
import type { Handler } from '@renderx-plugins/musical-conductor';

/** Moves a component by a distance. */
export const moveComponent: Handler = ({ id, dx = 0, dy = 0 }) => {
  const placed = find(String(id));
  if (!placed) throw new Error(`there is no component \`${id}\` on the canvas`);
  return { placed: place(placed.component, placed.x + Number(dx), placed.y + Number(dy)) };
};

export const deleteComponent: Handler = ({ id }, { publish }) => {
  const deleted = remove(String(id));
  if (deleted) publish('canvas.component.selected', {});
  return { deleted };
};
