/** The evidence of a build: all that it read and wrote, sealed with the key that was opened for it. */
import { joinPath } from '../base/path.ts';
import { recordingHost, type Signature } from '../cache/recording-host.ts';
import { toolVersion } from '../generated/digests.ts';
import type { ReadHost } from '../host/host.ts';
import { readSource } from '../load/index.ts';
import type { OutputFile } from '../model/artifact.ts';
import { ChangedWhileSealing, type SealedInput, type Signer } from '../model/seal.ts';
import type { Built, Checked } from '../pipeline.ts';
import { type CliContext, UsageError } from './define.ts';
import type { CheckRun } from './run-check.ts';

/** Everything that the build read, as the evidence names it. */
function sealedInputs({ memory, result }: CheckRun, host: ReadHost): SealedInput[] {
  const { workspaceFile, sources } = result as Checked;
  const { root } = memory.session;
  const files = new Map([workspaceFile, ...sources.files, ...memory.modules.values()].map((file) => [file.path, file]));
  for (const path of ['package.json', 'package-lock.json']) {
    const read = host.stat(joinPath(root, path))?.type === 'file' ? readSource(host, root, path) : undefined;
    if (read && 'file' in read) files.set(path, read.file);
  }
  return [...files.values()].map(({ path, digest, bytes }) => ({ path, digest, bytes }));
}

export interface SealedBuild {
  readonly artifacts: readonly OutputFile[];
  /** State of what only sealing reads, by absolute path. */
  readonly alsoSeen: Readonly<Record<string, Signature>>;
  /** When it began to look. */
  readonly since: number;
}

/** Throws UsageError when a file changes meanwhile. Without a signer nothing is sealed. */
export async function sealBuild(
  { host }: CliContext,
  { out, signer }: { readonly out: string; readonly signer?: Signer },
  run: CheckRun,
  built: Built,
): Promise<SealedBuild> {
  if (!signer) return { artifacts: [], alsoSeen: {}, since: host.now() };
  const reader = recordingHost(host);
  const [{ seal }, { digestBytes }] = await Promise.all([
    import('../seal/index.ts'),
    import('../../runtime/core/digest.ts'),
  ]);
  const epoch = host.env('SOURCE_DATE_EPOCH');
  const input = {
    tool: toolVersion,
    inputs: sealedInputs(run, reader),
    outputs: built.outputs.map(({ path, digest, size, bytes }) => ({
      path,
      digest,
      size,
      bytes: () => bytes ?? host.readFile(joinPath(out, path)),
    })),
    verdict: built.checked.verdict,
    sourceDateEpoch: epoch !== undefined && /^\d{1,11}$/.test(epoch) ? Number(epoch) : undefined,
    signer,
  };
  const artifacts = await seal(input).catch((error) => {
    if (!(error instanceof ChangedWhileSealing)) throw error;
    throw new UsageError(error.message, 'build again');
  });
  return {
    artifacts: artifacts.map(({ path, bytes }) => ({ path, bytes, size: bytes.length, digest: digestBytes(bytes) })),
    alsoSeen: reader.seen(),
    since: reader.since,
  };
}
