/** The door of this part: playing compiled plans, and what a caller needs around that. */

export { exitCodeOf } from './model/result.ts';
export { UsageError } from './plan/inputs.ts';
export { type LoadedPlan, loadPlan } from './plan/plans.ts';
export { endProcess, leftOpen, resources } from './run/guards.ts';
export { runPlan } from './run/run.ts';
export type { RunEvent } from './run/session.ts';
export { lineOf, summaryOf } from './view/lines.ts';
