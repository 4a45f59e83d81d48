import { available } from '@renderx-plugins/library';
import type { Handler } from '@renderx-plugins/musical-conductor';

let dragged: string | undefined;

/** Remembers which component of the library is on its way. */
export const startDrag: Handler = ({ component }) => {
  if (!available.value.some(({ type }) => type === component))
    throw new Error(`the library has no component \`${component}\``);
  dragged = String(component);
  return { dragged };
};

/** Asks for a new component where the drag ended; without one, nothing happens. */
export const dropComponent: Handler = ({ x, y }, { publish }) => {
  const definition = available.value.find(({ type }) => type === dragged);
  dragged = undefined;
  if (definition) publish('canvas.component.create', { definition, x, y });
};
