/** The checks that a run of `fix` makes: one of the workspace as it is, then of the same with some files changed. */
import { recordingHost } from '../cache/recording-host.ts';
import { openSession, type SessionMemory } from '../cache/session.ts';
import type { StatIndex } from '../cache/stat-index.ts';
import { UnitStore } from '../cache/units.ts';
import { collect } from '../diagnostics/collect.ts';
import type { State } from '../fix/state.ts';
import { rulesetDigest, toolDigest, toolVersion } from '../generated/digests.ts';
import type { Host, ReadHost } from '../host/host.ts';
import type { SourceFile } from '../model/source.ts';
import { type Checked, check, type Registries, type Unreadable } from '../pipeline.ts';
import type { CliContext } from './define.ts';
import { recall } from './fresh.ts';
import { drawProgress } from './progress.ts';
import { outOf, type WorkspaceOptions } from './workspace-options.ts';

type CheckHost = ReadHost & Pick<Host, 'now'>;

/** What one check leaves for the others. */
interface Memory {
  readonly all?: string;
  readonly recent?: string;
  readonly index?: StatIndex;
}

/** What was found out about unchanged files is kept from one check to the next, in memory alone. */
export function fixChecks(
  context: CliContext,
  options: WorkspaceOptions,
  registries: Registries,
): (host: CheckHost) => Promise<State> {
  const { root, failOn, asOf } = options;
  const { cache, index } = recall(context, options);
  let memory: Memory = { all: cache?.readText('units'), recent: cache?.readText('recent-units'), index };
  let first = true;
  const out = outOf(options);
  const about = { root, out, failOn, asOf, tool: toolVersion, ruleset: rulesetDigest };
  return async (host) => {
    const store = UnitStore.read(memory.all, memory.recent, toolDigest);
    const progress = drawProgress(context);
    const session = openSession(recordingHost(host), { ...about, progress: progress.step }, memory.index, store);
    const result = await check(session.session, registries);
    progress.clear();
    if (first && 'verdict' in result) memory = remembered(memory, store, session, result, options);
    first = false;
    return stateOf(result, session, registries);
  };
}

function stateOf(result: Checked | Unreadable, session: SessionMemory, { rules }: Registries): State {
  if (!('verdict' in result)) return { diagnostics: collect(result.findings, rules, {}), digests: new Map() };
  const { verdict } = result;
  const digests = new Map(inputsOf(result, session).map(({ path, digest }) => [path, digest]));
  return { diagnostics: verdict.diagnostics, verdict, digests };
}

const inputsOf = ({ workspaceFile, sources }: Checked, { inputs }: SessionMemory): SourceFile[] => [
  workspaceFile,
  ...sources.files,
  ...inputs.values(),
];

function remembered(
  before: Memory,
  store: UnitStore | undefined,
  session: SessionMemory,
  checked: Checked,
  { root, out, failOn }: WorkspaceOptions,
): Memory {
  const head = { tool: toolDigest, workspace: checked.workspaceFile.digest, files: session.fileFacts() };
  const { all = before.all, recent } = UnitStore.write(store, session.units(), head);
  const digests = new Map(inputsOf(checked, session).map(({ path, digest }) => [`${root}/${path}`, digest]));
  const index: StatIndex = {
    tool: toolDigest,
    failOn: failOn ?? null,
    compared: null,
    out,
    inputs: '',
    seen: session.host.proofs(),
    digests,
  };
  return { all, recent, index };
}
