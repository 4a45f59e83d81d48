import { find, type Placed, place } from '@renderx-plugins/canvas';
import { type Component, type ComponentDefinition, instantiate } from '@renderx-plugins/components';
import type { Handler } from '@renderx-plugins/musical-conductor';

let created = 0;

/** Makes a component of the definition that was dropped. */
export const createComponent: Handler = ({ definition, x = 0, y = 0 }) => {
  const { type } = (definition ?? {}) as Partial<ComponentDefinition>;
  if (type === undefined) throw new Error('what was dropped is no component');
  created += 1;
  const component = instantiate(definition as ComponentDefinition, `${type}-${created}`);
  return { placed: place(component, Number(x), Number(y)) };
};

/** Tells the others that there is a new component. */
export const announceComponent: Handler = ({ placed }, { publish }) =>
  publish('canvas.component.selected', { component: (placed as Placed).component });

/** Draws a component anew that somebody else has changed. */
export const updateComponent: Handler = ({ component }) => {
  const changed = component as Component;
  const at = find(changed.id);
  if (!at) throw new Error(`there is no component \`${changed.id}\` on the canvas`);
  return { placed: place(changed, at.x, at.y) };
};
