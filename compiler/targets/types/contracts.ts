/** The beats of a plan that call functions, each with what its definition fixes about them. */
import type { Plan, PlanStep } from '../../generated/types/plan.ts';

export interface FunctionReference {
  readonly module: string;
  readonly export: string;
}

export interface Contract {
  readonly beat: string;
  readonly movement: string;
  readonly title: string;
  readonly purpose?: string;
  readonly handler?: FunctionReference;
  readonly rollback?: FunctionReference;
  readonly steps: readonly string[];
  readonly with: Readonly<Record<string, unknown>>;
  /** The variable of `each` and its values. */
  readonly each?: { readonly name: string; readonly values: readonly string[] };
  readonly emits: readonly string[];
  readonly measures: readonly string[];
  readonly evidence: readonly string[];
}

/** In the order of the plan. Of beats that share an id (a violation) the first counts. */
export function contractsOf(plan: Plan): Contract[] {
  const contracts = new Map<string, Contract>();
  for (const movement of plan.movements) {
    for (const beat of new Set(movement.steps.map((step) => step.beat))) {
      const steps = movement.steps.filter((step) => step.beat === beat);
      const contract = contractOf(movement.id, beat, steps);
      if ((contract.handler || contract.rollback) && !contracts.has(beat)) contracts.set(beat, contract);
    }
  }
  return [...contracts.values()];
}

function contractOf(movement: string, beat: string, steps: readonly PlanStep[]): Contract {
  const first = steps[0]!;
  const { binding, does } = first;
  return {
    beat,
    movement,
    title: titleOf(beat, steps),
    purpose: first.purpose,
    handler: does.type === 'handler' ? { module: does.module, export: does.export } : undefined,
    rollback: first.rollback,
    steps: steps.map((step) => step.id),
    with: first.with ?? {},
    each: binding && { name: binding.name, values: steps.flatMap((step) => step.binding?.value ?? []) },
    emits: first.emits,
    measures: first.measures,
    evidence: first.evidence,
  };
}

/** Plans hold the titles with the value of `each` filled in; this is the title it was filled into. */
function titleOf(beat: string, steps: readonly PlanStep[]): string {
  const [first, ...others] = steps;
  if (!first?.binding || others.length === 0) return first?.title ?? beat;
  const name = `{${first.binding.name}}`;
  const title = first.title.replaceAll(first.binding.value, name);
  return steps.every((step) => title.replaceAll(name, () => step.binding?.value ?? '') === step.title) ? title : beat;
}
