export { type Diagnosis, diagnose } from './diagnosis.js';
export { findSickHandlers, watchPlays } from './heal.js';
