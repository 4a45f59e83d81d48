import { element, observable } from '@renderx-plugins/components';
import type { View } from '@renderx-plugins/host-sdk';
import type { Handler } from '@renderx-plugins/musical-conductor';
import { theme } from './theme.js';

export const status = observable('Ready.');

/** Shows a line until the next one. */
export const showStatus: Handler = ({ text }) => {
  status.set(String(text ?? ''));
};

export const drawHeader: View['draw'] = () =>
  element(
    'div',
    { class: `header ${theme.value}` },
    element('h1', {}, 'RenderX'),
    element('button', { type: 'button', 'data-interaction': 'header.theme.toggle' }, `Theme: ${theme.value}`),
    element('p', { class: 'status' }, status.value),
  );
