/** What a build has fixed about the symphonies: their compiled plans (`schemas/plan.schema.json`). */
import { join } from 'node:path';
import { filesBelow, readJson, readJsonIfAny } from './files.ts';

export interface PlannedStep {
  readonly id: string;
  readonly title?: string;
  readonly does: { readonly type: string; readonly module?: string; readonly export?: string };
  readonly needs: readonly string[];
  readonly timeoutMs?: number;
  readonly emits: readonly string[];
  readonly evidence: readonly string[];
}

interface Condition {
  readonly variables: Readonly<Record<string, { readonly unit?: string; readonly freshnessMs?: number }>>;
}

export interface Plan {
  readonly id: string;
  readonly title: string;
  readonly budgetMs?: number;
  readonly completion: readonly Condition[];
  readonly gates: readonly { readonly condition: Condition }[];
  readonly movements: readonly {
    readonly id: string;
    readonly title: string;
    readonly budgetMs?: number;
    readonly completion: readonly Condition[];
    readonly steps: readonly PlannedStep[];
  }[];
}

/** Where `symphonyc build` puts plans when nobody says otherwise. */
const folder = 'out/plans';
const ending = '.plan.json';

export async function readPlan(symphony: string): Promise<Plan> {
  const plan = await readJsonIfAny<Plan>(join(folder, `${symphony}${ending}`));
  if (!plan) throw new Error(`there is no plan of \`${symphony}\` in \`${folder}\`; run \`symphonyc build\``);
  return plan;
}

/** All plans of the last build, by id. */
export async function readPlans(): Promise<Plan[]> {
  const names = (await filesBelow(folder)).filter((name) => name.endsWith(ending));
  return Promise.all(names.map((name) => readJson<Plan>(join(folder, name))));
}
