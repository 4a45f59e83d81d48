import type { Handler } from '@renderx-plugins/musical-conductor';
import { surface } from './surface.js';

/** Gives the surface another size; what would lie outside is brought to the edge. */
export const resizeSurface: Handler = ({ width, height }) => {
  if (typeof width !== 'number' || typeof height !== 'number' || !(width > 0 && height > 0))
    throw new Error('a surface has a width and a height above 0');
  const placed = surface.value.placed.map((one) => ({
    ...one,
    x: Math.min(one.x, width),
    y: Math.min(one.y, height),
  }));
  surface.set({ width, height, placed });
  return { moved: placed.length };
};
