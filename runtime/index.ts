/** The door of this part: playing compiled plans, and what a caller needs around that. */

export { UsageError } from './plan/inputs.ts';
export { type LoadedPlan, loadPlan } from './plan/plans.ts';
export { endProcess, leftOpen, resources } from './run/guards.ts';
export { exitCodeOf } from './run/result.ts';
export { runPlan } from './run/run.ts';
export type { RunEvent } from './run/session.ts';
export { lineOf, summaryOf } from './view/lines.ts';
