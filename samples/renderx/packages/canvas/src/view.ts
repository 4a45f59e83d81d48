import { draw, type Element, element } from '@renderx-plugins/components';
import type { View } from '@renderx-plugins/host-sdk';
import { surface } from './surface.js';

/** The surface with what lies on it. */
export const drawCanvas: View['draw'] = (): Element => {
  const { width, height, placed } = surface.value;
  const items = placed.map(({ component, x, y }) =>
    element('div', { class: 'placed', style: `left:${x}px;top:${y}px`, 'data-id': component.id }, draw(component)),
  );
  return element('div', { class: 'surface', style: `width:${width}px;height:${height}px` }, ...items);
};
