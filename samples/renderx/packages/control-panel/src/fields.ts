import { type Component, type Element, element } from '@renderx-plugins/components';
import { propertiesOf } from '@renderx-plugins/manifest-tools';

/** A field for each property that can be set. */
export function fieldsOf({ definition, properties }: Component): Element[] {
  const known = { ...propertiesOf(definition), ...properties };
  return Object.entries(known).map(([name, value]) =>
    element('label', {}, name, element('input', { name, value, 'data-interaction': 'control-panel.property.change' })),
  );
}
