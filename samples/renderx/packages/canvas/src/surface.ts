import { type Component, observable } from '@renderx-plugins/components';

/** A component at a place of the surface, in pixels from its top left corner. */
export interface Placed {
  readonly component: Component;
  readonly x: number;
  readonly y: number;
}

export interface Surface {
  readonly width: number;
  readonly height: number;
  readonly placed: readonly Placed[];
}

export const surface = observable<Surface>({ width: 960, height: 640, placed: [] });

const within = (value: number, limit: number): number => Math.min(Math.max(0, Math.round(value)), limit);

/** Puts a component on the surface, or moves the one of its id. Places outside are brought to the edge. */
export function place(component: Component, x: number, y: number): Placed {
  const { width, height, placed } = surface.value;
  const next = { component, x: within(x, width), y: within(y, height) };
  surface.set({
    ...surface.value,
    placed: [...placed.filter((one) => one.component.id !== component.id), next],
  });
  return next;
}

export function remove(id: string): boolean {
  const placed = surface.value.placed.filter(({ component }) => component.id !== id);
  const found = placed.length < surface.value.placed.length;
  if (found) surface.set({ ...surface.value, placed });
  return found;
}

export const find = (id: string): Placed | undefined =>
  surface.value.placed.find(({ component }) => component.id === id);
