/** Plans as they lie in the output folder: one file a symphony. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { digestBytes } from '../core/digest.ts';
import { systemReason } from '../core/system-errors.ts';
import type { Plan } from '../generated/plan.ts';

export interface LoadedPlan {
  readonly plan: Plan;
  /** SHA-256 of the file's bytes: the digest that other plans know it by. */
  readonly digest: string;
}

/** The plan of a symphony, or a sentence that says why there is none. Ids are kebab-case, so they lead nowhere else. */
export function loadPlan(folder: string, symphony: string): LoadedPlan | { readonly error: string } {
  if (!/^[a-z][a-z0-9-]*$/.test(symphony)) return { error: `\`${symphony}\` is not the id of a symphony` };
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, `${symphony}.plan.json`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { error: `there is no plan for \`${symphony}\`` };
    return { error: `the plan of \`${symphony}\` cannot be read: ${systemReason(error)}` };
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

/**
 * Why the plan in `folder` is not the one that the build wrote, as the manifest beside the folder says; undefined when it
 * is, or when the build was not sealed and there is no manifest.
 */
export function contradiction(folder: string, symphony: string, digest: string): string | undefined {
  const manifest = readBeside<Manifest>(folder, 'manifest.json');
  const again = 'build again with `symphonyc build --no-cache`';
  if (manifest === 'damaged')
    return `the manifest of the build is damaged, so no plan can be compared with it; ${again}`;
  if (manifest?.tool?.name !== 'symphonyc' || !Array.isArray(manifest.outputs)) return undefined;
  const path = `${basename(folder)}/${symphony}.plan.json`;
  const listed = (manifest.outputs as readonly (Output | null)[]).find((output) => output?.path === path)?.digest;
  if (listed === digest) return undefined;
  const what = listed === undefined ? 'is not in the manifest of the build' : 'was changed after it was built';
  return `the plan of \`${symphony}\` ${what}; ${again}`;
}

/**
 * Why a build is not fit to be played: its verdict, in the report beside the folder of the plans, says so. Undefined when
 * it conforms, and when the build has no report.
 */
export function nonconformance(folder: string): string | undefined {
  const verdict = readBeside<ReportedVerdict>(folder, 'report/verdict.json');
  if (verdict === undefined || (verdict !== 'damaged' && verdict?.conforms === true)) return undefined;
  const anyway = 'or play it all the same with `--allow-nonconforming`';
  if (verdict === 'damaged' || verdict?.conforms !== false)
    return `the verdict of the build is damaged, so nobody knows whether it conforms; build again with \`symphonyc build --no-cache\`, ${anyway}`;
  return `the build does not conform; see why with \`symphonyc check\` and repair it, ${anyway}`;
}

interface ReportedVerdict {
  readonly conforms?: unknown;
}

interface Output {
  readonly path?: unknown;
  readonly digest?: unknown;
}

interface Manifest {
  readonly tool?: { readonly name?: unknown } | null;
  readonly outputs?: unknown;
}

/** Undefined when there is none. It may be something else of that name. */
function readBeside<T>(folder: string, name: string): T | null | undefined | 'damaged' {
  const path = join(folder, '..', name);
  try {
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
  } catch {
    return 'damaged';
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
