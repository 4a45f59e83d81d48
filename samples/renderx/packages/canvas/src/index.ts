export { resizeSurface } from './resize.js';
export { find, type Placed, place, remove, type Surface, surface } from './surface.js';
export { drawCanvas } from './view.js';
