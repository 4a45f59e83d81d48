/** Before the first step: everything a run will need is found, compared with its digest and loaded, or it is refused. */
import { Buffer } from 'node:buffer';
import type { Plan, PlanStep } from '../generated/plan.ts';
import { inputsFor } from './actions.ts';
import type { InputValues } from './conditions.ts';
import { dynamicsLevels } from './dynamics.ts';
import { loadModule, type Namespace, type VerifiedModule, verifyModule } from './modules.ts';
import { loadPlan } from './plans.ts';
import type { Dynamics, Prepared } from './session.ts';

export interface Preparation {
  readonly root: string;
  /** Where the plans of performed symphonies lie. */
  readonly plans: string;
  readonly dynamics: Dynamics;
  /** The only movement that is played. */
  readonly movement?: string;
  readonly inputs: InputValues;
}
