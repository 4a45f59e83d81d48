/** Plans as they lie in the output folder: one file a symphony. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestBytes } from '../core/digest.ts';
import type { Plan } from '../generated/plan.ts';

export interface LoadedPlan {
  readonly plan: Plan;
  /** SHA-256 of the file's bytes: the digest that other plans know it by. */
  readonly digest: string;
}

/** The plan of a symphony, or a sentence that says why there is none. Ids are kebab-case, so they lead nowhere else. */
export function loadPlan(folder: string, symphony: string): LoadedPlan | { readonly error: string } {
  if (!/^[a-z][a-z0-9-]*$/.test(symphony)) return { error: `\`${symphony}\` is not the id of a symphony` };
  const path = join(folder, `${symphony}.plan.json`);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { error: `there is no plan for \`${symphony}\` (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})` };
  }
  const plan = parsePlan(bytes);
  if (plan === undefined) return { error: `the plan of \`${symphony}\` is not JSON` };
  if (plan?.plan !== 1) return { error: `the plan of \`${symphony}\` is not of version 1, the one that can be played` };
  if (!hasShape(plan)) return { error: `the plan of \`${symphony}\` is incomplete; build it again` };
  if (plan.id !== symphony) return { error: `the plan of \`${symphony}\` is of \`${plan.id}\`` };
  return { plan, digest: digestBytes(bytes) };
}

function parsePlan(bytes: Uint8Array): Plan | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Plan;
  } catch {
    return undefined;
  }
}

/** Whether everything is there that a run relies on. Builds write nothing else; this is about plans edited by hand. */
function hasShape(plan: Plan): boolean {
  const { inputs, handlers, plans, movements, completion, gates, attestations, source } = plan;
  const parts = [inputs, handlers, plans, source];
  if (!parts.every(isObject) || ![movements, completion, gates, attestations].every(Array.isArray)) return false;
  return movements.every(
    (movement) =>
      isObject(movement) &&
      [movement.steps, movement.completion].every(Array.isArray) &&
      movement.steps.every(
        (step) =>
          isObject(step) &&
          isObject(step.does) &&
          [step.emits, step.awaits, step.measures, step.evidence].every(Array.isArray),
      ),
  );
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
