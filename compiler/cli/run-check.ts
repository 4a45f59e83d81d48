/** A check through all of the compiler, remembered for the next one. Loaded only when the last answer no longer holds. */
import { packStore, unpackStore } from '../cache/pack.ts';
import { recordingHost } from '../cache/recording-host.ts';
import { openSession, type SessionMemory } from '../cache/session.ts';
import {
  cacheFolder,
  type DocumentUnit,
  type FileUnit,
  readState,
  type StatIndex,
  type UnitStore,
  writeState,
} from '../cache/state.ts';
import { rulesetDigest, toolDigest, toolVersion } from '../generated/digests.ts';
import { kinds, kindValidators } from '../generated/kinds.ts';
import { rules } from '../generated/rules.ts';
import type { KeptArtifact } from '../model/artifact.ts';
import { type Checked, check, type Registries, type Unreadable } from '../pipeline.ts';
import type { CliContext } from './define.ts';
import { type Remembered, statIndexPath, verdictPath } from './fresh.ts';
import { drawProgress } from './progress.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export const registries: Registries = { kinds, validators: kindValidators, rules };

export interface CheckRun {
  readonly result: Checked | Unreadable;
  readonly memory: SessionMemory;
  readonly index?: StatIndex;
  readonly store?: UnitStore;
}

const storePath = (root: string): string => `${cacheFolder(root)}/units.json`;

/** Checks the workspace with what the last run left. */
export async function runCheck(context: CliContext, options: WorkspaceOptions): Promise<CheckRun> {
  const { root } = options;
  const index = options.cache ? sameTool(readState<StatIndex>(context.host, statIndexPath(root))) : undefined;
  const store = options.cache ? sameTool(unpackStore(readState(context.host, storePath(root)))) : undefined;
  const out = options.out.startsWith(`${root}/`) ? options.out.slice(root.length + 1) : '';
  const { failOn, asOf } = options;
  const progress = drawProgress(context);
  const session = { root, out, failOn, asOf, tool: toolVersion, ruleset: rulesetDigest, progress: progress.step };
  const memory = openSession(recordingHost(context.host), session, index, store);
  const result = await check(memory.session, registries);
  progress.clear();
  return { result, memory, index, store };
}

const sameTool = <T extends { readonly tool: string }>(state: T | undefined): T | undefined =>
  state?.tool === toolDigest ? state : undefined;

export interface Memo {
  readonly remembered: Remembered;
  readonly output?: StatIndex['output'];
  readonly artifacts?: Readonly<Record<string, readonly KeptArtifact[]>>;
  /** The plans of this build, by symphony. */
  readonly plans?: ReadonlyMap<string, { readonly unit: DocumentUnit['plan'] }>;
}

/** Leaves for the next run what this one found out. Nothing is left of a workspace that could not be read. */
export function remember(context: CliContext, options: WorkspaceOptions, run: CheckRun, memo: Memo): void {
  if (!('verdict' in run.result) || !options.cache) return;
  const { memory, result } = run;
  const digests: Record<string, string> = { 'symphony.yaml': result.workspaceFile.digest };
  for (const file of [...result.sources.files, ...memory.modules.values()]) digests[file.path] = file.digest;
  const index: StatIndex = {
    tool: toolDigest,
    failOn: options.failOn ?? null,
    writtenMs: context.host.now(),
    seen: Object.fromEntries(memory.host.seen),
    digests,
    output: memo.output,
  };
  const store: UnitStore = {
    tool: toolDigest,
    workspace: result.workspaceFile.digest,
    files: Object.fromEntries([...memory.units()].map(([path, unit]) => [path, withPlans(unit, memo.plans)])),
    modules: memory.moduleFacts(),
    artifacts: memo.artifacts ?? run.store?.artifacts ?? {},
  };
  writeState(context.host, storePath(options.root), packStore(store));
  writeState(context.host, verdictPath(options.root), memo.remembered);
  writeState(context.host, statIndexPath(options.root), index);
}

function withPlans(unit: FileUnit, plans: Memo['plans']): FileUnit {
  if (!plans) return unit;
  const documents = unit.documents.map((document) => {
    const lowered = document.summary.kind === 'Symphony' ? plans.get(document.summary.id) : undefined;
    return lowered ? { ...document, plan: lowered.unit } : document;
  });
  return { ...unit, documents };
}
