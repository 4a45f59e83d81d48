/** What a build has fixed about a symphony: its compiled plan. */
import { join } from 'node:path';
import { readJsonIfAny } from './files.ts';

export interface PlannedStep {
  readonly id: string;
  readonly beat: string;
  readonly title?: string;
  readonly timeoutMs?: number;
  readonly emits: readonly string[];
  readonly evidence: readonly string[];
  readonly measures: readonly string[];
}

export interface Plan {
  readonly id: string;
  readonly title: string;
  readonly movements: readonly {
    readonly id: string;
    readonly title: string;
    readonly budgetMs?: number;
    readonly steps: readonly PlannedStep[];
  }[];
}

/** Where `symphonyc build` puts plans when nobody says otherwise. */
const folder = 'out/plans';

export async function readPlan(symphony: string): Promise<Plan> {
  const plan = await readJsonIfAny<Plan>(join(folder, `${symphony}.plan.json`));
  if (!plan) throw new Error(`there is no plan of \`${symphony}\` in \`${folder}\`; run \`symphonyc build\``);
  return plan;
}
