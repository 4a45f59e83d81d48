export { announceComponent, createComponent, updateComponent } from './create.js';
export { deleteComponent, moveComponent } from './move.js';
