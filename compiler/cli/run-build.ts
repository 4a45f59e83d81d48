/** A build: what was checked is lowered, emitted, sealed and published. Loaded only when there is something to build. */
import { systemReason } from '../../runtime/core/system-errors.ts';
import { printable } from '../../runtime/core/text.ts';
import { joinPath } from '../base/path.ts';
import { list, nearest } from '../base/text.ts';
import { outputSignature } from '../cache/freshness.ts';
import type { ArtifactStore, OutputState } from '../cache/state.ts';
import { collect } from '../diagnostics/collect.ts';
import { toolDigest } from '../generated/digests.ts';
import { onRequest, targets as targetRegistry } from '../generated/targets.ts';
import { isHostError } from '../host/host.ts';
import type { OutputFile } from '../model/artifact.ts';
import type { Signer } from '../model/seal.ts';
import { type BuildRequest, type Built, build, type Checked, type Unreadable } from '../pipeline.ts';
import { foreignOutput, publish } from '../publish/index.ts';
import { acquireLock } from '../publish/lock.ts';
import { fails } from '../stages/verdict.ts';
import type { Target } from '../targets/define.ts';
import { type CliContext, UsageError } from './define.ts';
import type { Recollection, Remembered } from './fresh.ts';
import { sourceReader } from './report-verdict.ts';
import { type CheckRun, registries, remember, runCheck } from './run-check.ts';
import { sealBuild } from './seal-build.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

interface BuildOptions extends WorkspaceOptions {
  /** The targets to emit instead of the workspace's. */
  readonly targets?: readonly string[];
  /** Undefined: the build is not sealed. Called when it is certain that there will be something to sign. */
  readonly openSigner?: () => Promise<Signer>;
  /** Identifies the key, for the next build. The first build makes the key, so it is asked at the end. */
  readonly signing: () => string;
}

/** Undefined together with the findings when the workspace could not be read. Throws UsageError and HostError. */
export async function runBuild(
  context: CliContext,
  options: BuildOptions,
  memory: Recollection,
): Promise<Remembered | Unreadable> {
  const { host } = context;
  const foreign = foreignOutput(host, options.out);
  if (foreign) throw new UsageError(foreign);
  const run = await runCheck(context, options, memory);
  if (!('verdict' in run.result)) return run.result;
  const checked = run.result;
  const targets = await loadTargets(options.targets, checked.workspace.value.targets);
  const folder = joinPath(options.out, '../.symphony');
  const release = await acquireLock(host, folder).catch((error: unknown) => refuseFolder(folder, error));
  if (!release)
    throw new UsageError(
      'another build has held the lock for two minutes',
      `wait for it, stop it, or remove ${folder}/lock when there is none`,
    );
  try {
    const signer = await options.openSigner?.();
    const built = await emitAll(context, options, run, checked, targets);
    const { artifacts, alsoSeen } = await sealBuild(context, { out: options.out, signer }, run, built);
    const outputs = [...built.outputs, ...artifacts];
    const { link, files, folders } = publish({ host, out: options.out, outputs });
    const { verdict } = built.checked;
    const notice = noticeOf(options, signer, outputs);
    const inputs = remember(options, run, verdict, built.plans);
    if (run.cache) {
      const { out } = options;
      const signing = options.signing();
      const store: ArtifactStore = { tool: toolDigest, link, files, units: built.units };
      const output: OutputState = { tool: toolDigest, inputs, out, signing, link, folders, alsoSeen, notice };
      run.cache.write('artifacts', store);
      run.cache.write('output', output);
    }
    return { verdict, notice };
  } finally {
    release();
  }
}

/** A file of the lock means nothing to people: the folder does. */
function refuseFolder(folder: string, error: unknown): never {
  if (!isHostError(error)) throw error;
  const closed = error.code === 'EACCES' || error.code === 'EROFS';
  throw new UsageError(
    `cannot write or read ${folder}: ${systemReason(error)}`,
    closed
      ? 'a build writes there and to the output folder beside it: make the folder around them writable, or choose another output folder with `--out`; `symphonyc check` writes no output'
      : undefined,
  );
}

/** Throws UsageError for a name given on the command line that is no target; in the workspace such a name is a finding. */
async function loadTargets(
  requested: readonly string[] | undefined,
  workspace: readonly string[] | undefined,
): Promise<Target[]> {
  const known = Object.keys(targetRegistry) as (keyof typeof targetRegistry)[];
  const unknown = requested?.find((name) => !known.some((target) => target === name));
  if (unknown !== undefined) {
    const near = nearest(unknown, known);
    const help = near ? `did you mean \`${near}\`?` : `the targets are ${list(known)}`;
    throw new UsageError(`there is no target \`${unknown}\``, help);
  }
  const names = requested ?? workspace ?? known.filter((name) => !onRequest.includes(name));
  return Promise.all(known.filter((name) => names.includes(name)).map((name) => targetRegistry[name]()));
}

/** What two targets would both write becomes part of the verdict, which the reports among the targets then show. */
async function emitAll(
  context: CliContext,
  options: BuildOptions,
  run: CheckRun,
  checked: Checked,
  targets: readonly Target[],
): Promise<Built> {
  const kept = keptArtifacts(context, options, run);
  const request = { targets, kept, sourceText: sourceReader(context, options.root) };
  const first = await build(checked, registries, request);
  if (first.findings.length === 0) return first;
  const more = collect(first.findings, registries.rules, {});
  const { verdict } = checked;
  const conforms = verdict.conforms && !more.some((diagnostic) => fails(diagnostic.severity, verdict.failOn));
  const severities = { ...verdict.summary.severities };
  for (const { severity } of more) severities[severity]++;
  const summary = { ...verdict.summary, severities };
  return build(
    { ...checked, verdict: { ...verdict, conforms, summary, diagnostics: [...verdict.diagnostics, ...more] } },
    registries,
    request,
  );
}

/** What the last build made of a symphony, when all of it still lies in the output folder as it was written. */
function keptArtifacts({ host }: CliContext, { out }: BuildOptions, { cache }: CheckRun): BuildRequest['kept'] {
  const store = cache?.read<ArtifactStore>('artifacts');
  if (store?.tool !== toolDigest || host.readLink(out) !== store.link) return () => undefined;
  return (key) => {
    const artifacts = store.units[key];
    const unchanged = artifacts?.every(
      ({ path }) => outputSignature(host.lstat(joinPath(out, path))) === store.files[path],
    );
    return unchanged ? artifacts : undefined;
  };
}

/** Where the dashboard and the evidence lie, and by whom it is signed. */
function noticeOf({ root, out }: BuildOptions, signer: Signer | undefined, outputs: readonly OutputFile[]): string {
  const shown = printable(out.startsWith(`${root}/`) ? out.slice(root.length + 1) : out);
  const has = (path: string): boolean => outputs.some((output) => output.path === path);
  const lines = [`wrote ${outputs.length} files to ${shown}/`];
  if (has('site/index.html')) lines.push(`dashboard: ${shown}/site/index.html`);
  if (signer && has('evidence.zip')) {
    const whose = signer.local ? 'a local key, trusted on this machine only' : 'the key from the environment';
    lines.push(`evidence: ${shown}/evidence.zip, signed by ${signer.keyId} (${whose})`);
  }
  return `${lines.join('\n')}\n`;
}
