/** A build: what was checked is lowered, emitted, sealed and published. Loaded only when there is something to build. */
import { joinPath } from '../base/path.ts';
import { list, nearest } from '../base/text.ts';
import { outputSignature } from '../cache/freshness.ts';
import type { StatIndex } from '../cache/state.ts';
import { collect } from '../diagnostics/collect.ts';
import { toolVersion } from '../generated/digests.ts';
import { targets as targetRegistry } from '../generated/targets.ts';
import { readSource } from '../load/index.ts';
import type { KeptArtifact, OutputFile } from '../model/artifact.ts';
import { ChangedWhileSealing, type SealedInput, type Signer } from '../model/seal.ts';
import { type Built, build, type Checked, type Unreadable } from '../pipeline.ts';
import { foreignOutput, publish } from '../publish/index.ts';
import { acquireLock } from '../publish/lock.ts';
import { fails } from '../stages/verdict.ts';
import type { Target } from '../targets/define.ts';
import { type CliContext, UsageError } from './define.ts';
import type { Remembered } from './fresh.ts';
import { sourceReader } from './report-verdict.ts';
import { type CheckRun, registries, remember, runCheck } from './run-check.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface BuildOptions extends WorkspaceOptions {
  /** The targets to emit instead of the workspace's. */
  readonly targets?: readonly string[];
  /** Undefined: the build is not sealed. */
  readonly signer?: Signer;
  /** Identifies the key, for the next build. */
  readonly signing: string;
}

/** Undefined together with the findings when the workspace could not be read. Throws UsageError and HostError. */
export async function runBuild(context: CliContext, options: BuildOptions): Promise<Remembered | Unreadable> {
  const { host } = context;
  const foreign = foreignOutput(host, options.out);
  if (foreign) throw new UsageError(foreign);
  const run = await runCheck(context, options);
  if (!('verdict' in run.result)) return run.result;
  const checked = run.result;
  const targets = await loadTargets(options.targets ?? checked.workspace.value.targets);
  const release = await acquireLock(host, joinPath(options.out, '../.symphony'));
  if (!release) throw new UsageError('another build has held the lock for two minutes', 'wait for it, or stop it');
  try {
    const current = run.index?.output?.out === options.out ? run.index.output : undefined;
    const emitted = await emitAll(context, options, run, checked, targets, current);
    const outputs = [...emitted.outputs, ...(await sealed(context, options, run, emitted))];
    const published = publish({ host, out: options.out, outputs });
    const output = { out: options.out, signing: options.signing, ...published };
    const { verdict } = emitted.checked;
    const notice = noticeOf(options, outputs);
    remember(context, options, run, {
      remembered: { verdict, notice },
      output,
      artifacts: emitted.units,
      plans: emitted.plans,
    });
    return { verdict, notice };
  } finally {
    release();
  }
}

/** Throws UsageError for a name given on the command line that is no target. */
async function loadTargets(names: readonly string[] = Object.keys(targetRegistry)): Promise<Target[]> {
  const known = Object.keys(targetRegistry);
  const loads = names.map((name) => {
    if (Object.hasOwn(targetRegistry, name)) return targetRegistry[name as keyof typeof targetRegistry]();
    const near = nearest(name, known);
    throw new UsageError(
      `there is no target \`${name}\``,
      near ? `did you mean \`${near}\`?` : `the targets are ${list(known)}`,
    );
  });
  return Promise.all(loads);
}

type Current = NonNullable<StatIndex['output']>;

/** What two targets would both write becomes part of the verdict, which the reports among the targets then show. */
async function emitAll(
  context: CliContext,
  options: BuildOptions,
  run: CheckRun,
  checked: Checked,
  targets: readonly Target[],
  current?: Current,
): Promise<Built> {
  const kept = keptArtifacts(context, options, run, current);
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
function keptArtifacts({ host }: CliContext, { out, cache }: BuildOptions, { store }: CheckRun, current?: Current) {
  const usable = cache && current !== undefined && host.readLink(out) === current.link;
  return (key: string): readonly KeptArtifact[] | undefined => {
    const artifacts = usable ? store?.artifacts[key] : undefined;
    return artifacts?.every(({ path }) => outputSignature(host.lstat(joinPath(out, path))) === current!.files[path])
      ? artifacts
      : undefined;
  };
}

/** Everything that the build read, as the evidence names it. */
function sealedInputs({ memory, result }: CheckRun): SealedInput[] {
  const { workspaceFile, sources } = result as Checked;
  const { host, root } = memory.session;
  const files = new Map([workspaceFile, ...sources.files, ...memory.modules.values()].map((file) => [file.path, file]));
  for (const path of ['package.json', 'package-lock.json']) {
    const read = host.stat(joinPath(root, path))?.type === 'file' ? readSource(host, root, path) : undefined;
    if (read && 'file' in read) files.set(path, read.file);
  }
  return [...files.values()].map(({ path, digest, bytes }) => ({ path, digest, bytes }));
}

async function sealed({ host }: CliContext, options: BuildOptions, run: CheckRun, built: Built): Promise<OutputFile[]> {
  if (!options.signer) return [];
  const [{ seal }, { digestBytes }] = await Promise.all([
    import('../seal/index.ts'),
    import('../../runtime/core/digest.ts'),
  ]);
  const epoch = host.env('SOURCE_DATE_EPOCH');
  const input = {
    tool: toolVersion,
    inputs: sealedInputs(run),
    outputs: built.outputs.map(({ path, digest, size, bytes }) => ({
      path,
      digest,
      size,
      bytes: () => bytes ?? host.readFile(joinPath(options.out, path)),
    })),
    verdict: built.checked.verdict,
    sourceDateEpoch: epoch !== undefined && /^\d{1,11}$/.test(epoch) ? Number(epoch) : undefined,
    signer: options.signer,
  };
  const artifacts = await seal(input).catch((error) => {
    if (!(error instanceof ChangedWhileSealing)) throw error;
    throw new UsageError(error.message, 'build again');
  });
  return artifacts.map(({ path, bytes }) => ({ path, bytes, size: bytes.length, digest: digestBytes(bytes) }));
}

/** Where the dashboard and the evidence lie, and by whom it is signed. */
function noticeOf({ root, out, signer }: BuildOptions, outputs: readonly OutputFile[]): string {
  const shown = out.startsWith(`${root}/`) ? out.slice(root.length + 1) : out;
  const has = (path: string): boolean => outputs.some((output) => output.path === path);
  const lines = [`wrote ${outputs.length} files to ${shown}/`];
  if (has('site/index.html')) lines.push(`dashboard: ${shown}/site/index.html`);
  if (signer && has('evidence.zip')) {
    const whose = signer.local ? 'a local key, trusted on this machine only' : 'the key from the environment';
    lines.push(`evidence: ${shown}/evidence.zip, signed by ${signer.keyId} (${whose})`);
  }
  return `${lines.join('\n')}\n`;
}
