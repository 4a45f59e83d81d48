export { createHost, type Host, type Plugins } from './host.js';
export type { Interaction, Manifests, Slot, Topic } from './manifests.js';
export type { View } from './views.js';
