/** A check through all of the compiler, remembered for the next one. Loaded only when the last answer no longer holds. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { type CheckSession, openSession, type SessionMemory, type SignatureState } from '../cache/session.ts';
import { type StatIndex, writeStatIndex } from '../cache/stat-index.ts';
import type { VerdictState, WorkspaceCache } from '../cache/state.ts';
import { type DocumentUnit, type FileUnit, UnitStore } from '../cache/units.ts';
import { rulesetDigest, toolDigest, toolVersion } from '../generated/digests.ts';
import { kinds, kindValidators } from '../generated/kinds.ts';
import { rules } from '../generated/rules.ts';
import { targets } from '../generated/targets.ts';
import type { Summary } from '../model/index.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Checked, check, type Registries, type Unreadable } from '../pipeline.ts';
import type { Lowered } from '../stages/back-end.ts';
import { type CliContext, UsageError } from './define.ts';
import { type Recollection, recall } from './fresh.ts';
import { drawProgress } from './progress.ts';
import type { Compared } from './revisions.ts';
import { outOf, type WorkspaceOptions } from './workspace-options.ts';

export const registries: Registries = {
  kinds,
  validators: kindValidators,
  rules,
  targets: Object.keys(targets).sort(),
};

export interface CheckRun {
  readonly result: Checked | Unreadable;
  readonly memory: SessionMemory;
  readonly store?: UnitStore;
  readonly cache?: WorkspaceCache;
  readonly compared?: Compared;
}

/** Checks the workspace with what the last run left. */
export async function runCheck(
  context: CliContext,
  options: WorkspaceOptions,
  { cache, index, recorder, compared }: Recollection = recall(context, options),
  more: Pick<CheckSession, 'compareOutput'> = {},
): Promise<CheckRun> {
  const { root, failOn, asOf } = options;
  const store = UnitStore.read(cache?.readText('units'), cache?.readText('recent-units'), toolDigest);
  const out = outOf(options);
  const progress = drawProgress(context);
  const session = {
    root,
    out,
    failOn,
    asOf,
    tool: toolVersion,
    ruleset: rulesetDigest,
    progress: progress.step,
    knownSignatures: () => knownSignatures(cache)?.state,
    ...more,
    ...compared?.open(cache?.readText('blobs')),
  };
  const memory = openSession(recorder, session, index, store);
  const result = await check(memory.session, registries);
  progress.clear();
  if ('revision' in result && result.revision) throw new UsageError(result.revision.problem, result.revision.help);
  return { result, memory, store, cache, compared };
}

interface KeptSignatures {
  readonly tool: string;
  readonly state: SignatureState;
}

function knownSignatures(cache: WorkspaceCache | undefined): KeptSignatures | undefined {
  const kept = cache?.read<KeptSignatures>('signatures');
  return kept?.tool === toolDigest ? kept : undefined;
}

/**
 * Leaves for the next run what this one found out: `verdict`, which a build may have added to, and its plans. Gives the
 * name of the inputs. The index is written last, since it alone vouches for the others.
 */
export function remember(
  options: WorkspaceOptions,
  run: CheckRun,
  verdict: Verdict,
  plans?: ReadonlyMap<string, Lowered>,
): string {
  const { memory, result, store, cache, compared } = run;
  const { workspaceFile, sources } = result as Checked;
  const { out, failOn = null } = options;
  const files = [workspaceFile, ...sources.files, ...memory.inputs.values()];
  const seen = memory.host.seen();
  const contents = files.map(({ path, digest }) => `${digest} ${path}`);
  const existence = Array.from(seen, ([path, signature]) => `${signature[0]} ${path}`);
  const inputs = digestBytes(
    JSON.stringify([
      `${contents.join('\n')}\n\n${existence.join('\n')}`,
      failOn,
      compared?.key ?? null,
      verdict.asOf ?? null,
    ]),
  );
  if (cache) {
    const head = { tool: toolDigest, workspace: workspaceFile.digest, files: memory.fileFacts() };
    const units = withPlans(memory.units(), plans);
    const { all, recent } = UnitStore.write(store, units, head);
    cache.sweep();
    if (all !== undefined) cache.writeText('units', all);
    cache.writeText('recent-units', recent);
    const state = memory.signatures();
    if (state) cache.write('signatures', { tool: toolDigest, state } satisfies KeptSignatures);
    cache.write(compared ? 'compared-verdict' : 'verdict', { inputs, verdict } satisfies VerdictState);
    const digests = new Map(files.map(({ path, digest }) => [`${options.root}/${path}`, digest]));
    const key = compared?.key ?? null;
    const seen = memory.host.proofs();
    const index: StatIndex = { tool: toolDigest, failOn, compared: key, out, inputs, seen, digests };
    const blobs = compared?.blobs();
    if (blobs !== undefined) cache.writeText('blobs', blobs);
    cache.writeText(compared ? 'compared-stats' : 'stats', writeStatIndex(index));
  }
  return inputs;
}

/** The same unit where none of its plans is new. */
function withPlans(
  units: ReadonlyMap<string, FileUnit>,
  plans: ReadonlyMap<string, Lowered> | undefined,
): ReadonlyMap<string, FileUnit> {
  if (!plans) return units;
  const bySummary = new Map<Summary, Lowered>(Array.from(plans.values(), (lowered) => [lowered.summary, lowered]));
  const isNew = ({ summary, plan }: DocumentUnit): boolean =>
    bySummary.has(summary) && bySummary.get(summary)?.unit !== plan;
  const renewed = (unit: FileUnit): FileUnit => ({
    ...unit,
    documents: unit.documents.map((document) =>
      isNew(document) ? { ...document, plan: bySummary.get(document.summary)!.unit } : document,
    ),
  });
  return new Map(Array.from(units, ([path, unit]) => [path, unit.documents.some(isNew) ? renewed(unit) : unit]));
}
