import { type ComponentDefinition, element, observable } from '@renderx-plugins/components';
import type { View } from '@renderx-plugins/host-sdk';
import { byCategory } from '@renderx-plugins/manifest-tools';
import type { Handler } from '@renderx-plugins/musical-conductor';

export const available = observable<readonly ComponentDefinition[]>([]);

/** Takes over the components of the manifest. */
export const loadComponents: Handler = ({ components }) => {
  available.set((components ?? []) as readonly ComponentDefinition[]);
  return { count: available.value.length };
};

export const drawLibrary: View['draw'] = () =>
  element(
    'div',
    { class: 'library' },
    ...byCategory(available.value).map(({ category, components }) =>
      element(
        'section',
        {},
        element('h2', {}, category),
        ...components.map(({ type, name }) =>
          element('button', { type: 'button', 'data-component': type, 'data-interaction': 'library.drag.start' }, name),
        ),
      ),
    ),
  );
