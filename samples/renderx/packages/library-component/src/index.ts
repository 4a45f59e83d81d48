export { dropComponent, startDrag } from './drag.js';
