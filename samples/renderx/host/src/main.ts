import { surface } from '@renderx-plugins/canvas';
import { selected } from '@renderx-plugins/control-panel';
import { theme } from '@renderx-plugins/header';
import { createHost } from '@renderx-plugins/host-sdk';
import { watchPlays } from '@renderx-plugins/self-healing';
import { plugins } from './generated/plugins.js';
import { loadManifests } from './manifests.js';
import { drawPage, listen } from './page.js';

const manifests = loadManifests();
const host = createHost(plugins, manifests);
const root = document.querySelector<HTMLElement>('#app');
if (!root) throw new Error('the page has no place for the application');

const redraw = (): void => drawPage(root, host);
watchPlays(host);
for (const value of [surface, selected, theme]) value.subscribe(redraw);
host.publish('library.load', { components: manifests.components.components });
host.publish('slo-dashboard.refresh', { plays: host.conductor.plays.value });
listen(root, host, redraw);
redraw();
