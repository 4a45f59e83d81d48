import { type Component, element, observable } from '@renderx-plugins/components';
import type { View } from '@renderx-plugins/host-sdk';
import type { Handler } from '@renderx-plugins/musical-conductor';
import { fieldsOf } from './fields.js';

export const selected = observable<Component | undefined>(undefined);

/** Shows the component that was selected; nothing when none was. */
export const showSelection: Handler = ({ component }) => {
  selected.set(component as Component | undefined);
};

/** Changes one property of the selected component. */
export const changeProperty: Handler = ({ name, value }, { publish }) => {
  const component = selected.value;
  if (!component) throw new Error('no component is selected');
  const changed = { ...component, properties: { ...component.properties, [String(name)]: String(value) } };
  selected.set(changed);
  publish('control-panel.component.changed', { component: changed });
};

export const drawPanel: View['draw'] = () =>
  element('form', { class: 'panel' }, ...(selected.value ? fieldsOf(selected.value) : ['Nothing is selected.']));
