export { fieldsOf } from './fields.js';
export { changeProperty, drawPanel, selected, showSelection } from './panel.js';
