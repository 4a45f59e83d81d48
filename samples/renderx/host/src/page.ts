import { toHtml } from '@renderx-plugins/components';
import type { Host } from '@renderx-plugins/host-sdk';

/** Draws all slots anew; `toHtml` keeps texts texts. */
export function drawPage(root: HTMLElement, host: Host): void {
  root.innerHTML = host
    .views()
    .map(({ slot, draw }) => `<section data-slot="${slot}">${toHtml(draw())}</section>`)
    .join('');
}

/** What happened on the page, as an interaction of the manifest. */
export function listen(root: HTMLElement, host: Host, redraw: () => void): void {
  const tell = (event: Event): void => {
    const { dataset, name, value } = event.target as HTMLInputElement;
    if (dataset['interaction'] === undefined) return;
    host.interact(dataset['interaction'], { component: dataset['component'], name, value });
    redraw();
  };
  root.addEventListener('click', tell);
  root.addEventListener('change', tell);
  root.addEventListener('dblclick', (event) => {
    host.interact('canvas.drop', { x: event.offsetX, y: event.offsetY });
    redraw();
  });
}
