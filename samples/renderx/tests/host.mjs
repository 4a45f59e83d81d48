/** The host with all plugins and the manifests of the last build, without a browser. */
import { readFileSync } from 'node:fs';
import * as canvas from '@renderx-plugins/canvas';
import * as canvasComponent from '@renderx-plugins/canvas-component';
import { toHtml } from '@renderx-plugins/components';
import * as controlPanel from '@renderx-plugins/control-panel';
import * as header from '@renderx-plugins/header';
import { createHost } from '@renderx-plugins/host-sdk';
import * as library from '@renderx-plugins/library';
import * as libraryComponent from '@renderx-plugins/library-component';
import * as realEstateAnalyzer from '@renderx-plugins/real-estate-analyzer';
import * as selfHealing from '@renderx-plugins/self-healing';
import * as sloDashboard from '@renderx-plugins/slo-dashboard';

export const plugins = {
  canvas,
  'canvas-component': canvasComponent,
  'control-panel': controlPanel,
  header,
  library,
  'library-component': libraryComponent,
  'real-estate-analyzer': realEstateAnalyzer,
  'self-healing': selfHealing,
  'slo-dashboard': sloDashboard,
};

const manifest = (name) =>
  JSON.parse(readFileSync(new URL(`../manifests/${name}-manifest.json`, import.meta.url), 'utf8'));

export const manifests = {
  components: manifest('component'),
  sequences: manifest('sequence'),
  topics: manifest('topic'),
  layout: manifest('layout'),
  interactions: manifest('interaction'),
};

/** A host whose library is loaded, on an empty canvas. */
export function startHost() {
  const host = createHost(plugins, manifests);
  for (const { component } of canvas.surface.value.placed) canvas.remove(component.id);
  controlPanel.selected.set(undefined);
  host.publish('library.load', { components: manifests.components.components });
  return host;
}

/** What a slot of the page shows, as HTML. */
export const shown = (host, slot) =>
  toHtml(
    host
      .views()
      .find((view) => view.slot === slot)
      .draw(),
  );

/** How the last sequence that was played ended. */
export const lastPlay = (host) => host.conductor.plays.value.at(-1);

/** Drags a component of the library onto the canvas. Gives what lies there. */
export function drop(host, component, x, y) {
  host.interact('library.drag.start', { component });
  host.interact('canvas.drop', { x, y });
  return canvas.surface.value.placed.at(-1);
}
