/** The door of this part: playing compiled plans, and what a caller needs around that. */
export { endProcess, leftOpen, resources } from './guards.ts';
export { UsageError } from './inputs.ts';
export { lineOf, summaryOf } from './narrate.ts';
export { type LoadedPlan, loadPlan } from './plans.ts';
export { exitCodeOf } from './result.ts';
export { runPlan } from './run.ts';
export type { RunEvent } from './session.ts';
