/** How long an engine lets a job go on. The limits of the plan are kept by `symphonyc run`; these are for when it hangs. */
import type { Plan, PlanMovement, PlanStep } from '../../generated/types/plan.ts';
import type { Part } from './parts.ts';

const minute = 60_000;

/** The longest that a step can take: every try up to its timeout, with pauses that double. Undefined without a timeout. */
function stepLimit({ timeoutMs, retry }: PlanStep): number | undefined {
  if (timeoutMs === undefined) return undefined;
  const attempts = retry?.attempts ?? 1;
  const pauses = (retry?.backoffMs ?? 0) * (2 ** (attempts - 1) - 1);
  return attempts * timeoutMs + pauses;
}

/** The longest that a movement may take, besides waiting for people. Undefined when the plan sets no limit. */
function movementLimit({ budgetMs, steps }: PlanMovement): number | undefined {
  const limits = steps.filter(({ does }) => does.type !== 'approve').map(stepLimit);
  // One after the other, whatever may run at once.
  const all = limits.includes(undefined) ? undefined : limits.reduce<number>((sum, limit) => sum + limit!, 0);
  return budgetMs === undefined ? all : Math.min(budgetMs, all ?? budgetMs);
}

/** Minutes for a job: as long as it may take, as long as it may take to undo everything, and ten to come and go. */
export function minutesOf(plan: Plan, { movement, until }: Part): number | undefined {
  const limits = [...new Set([movement, until ?? movement])].map(movementLimit);
  if (limits.includes(undefined)) return undefined;
  const limit = limits.reduce<number>((sum, one) => sum + one!, 0);
  return Math.ceil((limit + undoingMs(plan, until ?? movement)) / minute) + 10;
}

/** The longest that it can take to undo all beats up to a movement: each way back may take as long as its beat, or a minute. */
function undoingMs({ movements }: Plan, last: PlanMovement): number {
  const steps = movements.slice(0, movements.indexOf(last) + 1).flatMap((movement) => movement.steps);
  return steps.reduce((sum, { rollback, timeoutMs }) => sum + (rollback ? (timeoutMs ?? minute) : 0), 0);
}

/** Whether a failure sets handlers or snapshots in motion. */
export const mayUndo = ({ rollback, movements }: Plan): boolean =>
  rollback?.snapshot === true || movements.some(({ steps }) => steps.some((step) => step.rollback));
