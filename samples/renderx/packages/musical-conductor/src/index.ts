export { type Conductor, createConductor } from './conductor.js';
export type { Beat, BeatContext, Data, Handler, Movement, Play, Sequence } from './sequence.js';
