/** The parts of a plan by their names in a journal, those of the symphonies that it performs too. */
import type { Plan, PlanMovement, PlanStep } from '../generated/plan.ts';
import { loadPlan } from '../plan/plans.ts';

interface Part {
  readonly plan: Plan;
  readonly movement?: PlanMovement;
  readonly step?: PlanStep;
  /** How deep `perform` is nested. */
  readonly depth: number;
}

export type Parts = (path: string) => Part | undefined;

/** `plans`: the folder in which the plans of performed symphonies lie. */
export function partsOf(plan: Plan, plans: string): Parts {
  const parts = new Map<string, Part>();
  const add = (of: Plan, path: string, depth: number): void => {
    parts.set(path, { plan: of, depth });
    for (const movement of of.movements) {
      parts.set(`${path}/${movement.id}`, { plan: of, movement, depth });
      for (const step of movement.steps) {
        const inner = `${path}/${movement.id}/${step.id}`;
        parts.set(inner, { plan: of, movement, step, depth });
        if (step.does.type !== 'perform') continue;
        const performed = loadPlan(plans, step.does.symphony);
        if ('plan' in performed) add(performed.plan, `${inner}/${performed.plan.id}`, depth + 1);
      }
    }
  };
  add(plan, plan.id, 0);
  // A step that performs a symphony again numbers its tries.
  return (path) => parts.get(path) ?? parts.get(path.replace(/\/~\d+(?=\/)/g, ''));
}

/** What a part is called in results: from its own symphony on. */
export const subjectOfPart = ({ plan, movement, step }: Part): string =>
  [plan.id, movement?.id, step?.id].filter((id) => id !== undefined).join('/');
