/** A check through all of the compiler, remembered for the next one. Loaded only when the last answer no longer holds. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { type RecordingHost, recordingHost } from '../cache/recording-host.ts';
import { openSession, type SessionMemory } from '../cache/session.ts';
import {
  readState,
  readText,
  type StatIndex,
  sweepState,
  type VerdictState,
  writeState,
  writeText,
} from '../cache/state.ts';
import { type FileUnit, UnitStore } from '../cache/units.ts';
import { rulesetDigest, toolDigest, toolVersion } from '../generated/digests.ts';
import { kinds, kindValidators } from '../generated/kinds.ts';
import { rules } from '../generated/rules.ts';
import { targets } from '../generated/targets.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Checked, check, type Registries, type Unreadable } from '../pipeline.ts';
import type { Lowered } from '../stages/back-end.ts';
import type { CliContext } from './define.ts';
import { drawProgress } from './progress.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

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
}

/** Checks the workspace with what the last run left. */
export async function runCheck(
  context: CliContext,
  options: WorkspaceOptions,
  looks: RecordingHost = recordingHost(context.host),
): Promise<CheckRun> {
  const { root, failOn, asOf, cache } = options;
  const { host } = context;
  const index = cache ? readState<StatIndex>(host, root, 'stats') : undefined;
  const store = cache ? UnitStore.read(readText(host, root, 'units'), toolDigest) : undefined;
  const out = options.out.startsWith(`${root}/`) ? options.out.slice(root.length + 1) : '';
  const progress = drawProgress(context);
  const session = { root, out, failOn, asOf, tool: toolVersion, ruleset: rulesetDigest, progress: progress.step };
  const memory = openSession(looks, session, index?.tool === toolDigest ? index : undefined, store);
  const result = await check(memory.session, registries);
  progress.clear();
  return { result, memory, store };
}

/**
 * Leaves for the next run what this one found out: `verdict`, which a build may have added to, and its plans. Gives the
 * name of the inputs. The index is written last, since it alone vouches for the others.
 */
export function remember(
  { host }: CliContext,
  options: WorkspaceOptions,
  run: CheckRun,
  verdict: Verdict,
  plans?: ReadonlyMap<string, Lowered>,
): string {
  const { memory, result, store } = run;
  const { workspaceFile, sources } = result as Checked;
  const { root, failOn = null } = options;
  const files = [workspaceFile, ...sources.files, ...memory.modules.values()];
  const digests = Object.fromEntries(files.map(({ path, digest }) => [path, digest]));
  const seen = memory.host.seen();
  const existence = Object.entries(seen).map(([path, signature]) => [path, signature[0]]);
  const inputs = digestBytes(JSON.stringify([digests, existence, failOn]));
  if (options.cache) {
    const head = { tool: toolDigest, workspace: workspaceFile.digest, modules: memory.moduleFacts() };
    const units = new Map([...memory.units()].map(([path, unit]) => [path, withPlans(unit, plans)]));
    sweepState(host, root);
    writeText(host, root, 'units', UnitStore.write(store, units, head));
    writeState(host, root, 'verdict', { inputs, verdict } satisfies VerdictState);
    const index: StatIndex = { tool: toolDigest, failOn, inputs, since: memory.host.since, seen, digests };
    writeState(host, root, 'stats', index);
  }
  return inputs;
}

/** The same unit when none of its plans is new. */
function withPlans(unit: FileUnit, plans: ReadonlyMap<string, Lowered> | undefined): FileUnit {
  let changed = false;
  const documents = unit.documents.map((document) => {
    const lowered = document.summary.kind === 'Symphony' ? plans?.get(document.summary.id) : undefined;
    if (!lowered || lowered.unit === document.plan) return document;
    changed = true;
    return { ...document, plan: lowered.unit };
  });
  return changed ? { ...unit, documents } : unit;
}
