import type { PlanCondition, PlanSource } from '../generated/types/plan.ts';
import type { Path } from '../model/document.ts';
import type { Lookup } from '../model/index.ts';

/** What the parts of a plan are lowered with. */
export interface Lowering {
  readonly lookup: Lookup;
  source(path: Path): PlanSource;
  condition(text: string, path: Path, extra?: PlanCondition['variables']): PlanCondition;
}
