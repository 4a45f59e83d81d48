export { byCategory, propertiesOf } from './components.js';
export { problemsOf } from './problems.js';
