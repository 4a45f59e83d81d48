import type { Element } from '@renderx-plugins/components';
import type { Plugins } from './host.js';
import type { Manifests } from './manifests.js';

/** A slot of the page with the function that draws it. */
export interface View {
  readonly slot: string;
  readonly draw: () => Element;
}

/** Slots whose plugin is not there, or has no such view, are left out. */
export function viewsOf(plugins: Plugins, { layout }: Manifests): View[] {
  return [...layout.slots]
    .sort((a, b) => a.order - b.order)
    .flatMap(({ slot, plugin, view }) => {
      const draw = plugins[plugin]?.[view];
      return typeof draw === 'function' ? [{ slot, draw: draw as () => Element }] : [];
    });
}
