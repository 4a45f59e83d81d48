/** The evidence of a build: all that it read and wrote, sealed with the key that was opened for it. */
import { joinPath } from '../base/path.ts';
import { secretsIn } from '../base/secrets/index.ts';
import { recordingHost, type Signature } from '../cache/recording-host.ts';
import { toolVersion } from '../generated/digests.ts';
import type { ReadHost } from '../host/host.ts';
import { readSource } from '../load/index.ts';
import type { OutputFile } from '../model/artifact.ts';
import type { LeftOut, SealInput, Signer } from '../model/seal.ts';
import type { SourceFile } from '../model/source.ts';
import type { Built, Checked } from '../pipeline.ts';
import type { CliContext } from './define.ts';
import type { CheckRun } from './run-check.ts';
import { sourceDateEpoch } from './source-date.ts';

/** Files that only sealing reads. */
export const manifestFiles = ['package.json', 'package-lock.json'] as const;

/** The lockfiles of the largest repositories have some 20 MiB. */
const maxManifestBytes = 64 * 1024 * 1024;

/** Everything that the build read, as the evidence names it. */
function sealedInputs({ memory, result }: CheckRun, host: ReadHost): Pick<SealInput, 'inputs' | 'leftOut'> {
  const { workspaceFile, sources, secretive } = result as Checked;
  const { root } = memory.session;
  const definitions = new Set([workspaceFile, ...sources.files].map(({ path }) => path));
  const files = new Map([workspaceFile, ...sources.files, ...memory.inputs.values()].map((file) => [file.path, file]));
  const leftOut: LeftOut[] = [];
  for (const path of manifestFiles) {
    if (!host.lstat(joinPath(root, path))) continue;
    const read = readSource(host, root, path, { limit: maxManifestBytes });
    if ('file' in read) files.set(path, read.file);
    else leftOut.push({ path, reason: String(read.finding.params['problem']) });
  }
  const isSecret = ({ path, bytes }: SourceFile): boolean =>
    definitions.has(path) ? secretive.has(path) : secretsIn(new TextDecoder().decode(bytes())).length > 0;
  const inputs = [...files.values()].map((file) => {
    const { path, digest, bytes } = file;
    return { path, digest, bytes, ...(isSecret(file) && { withheld: true as const }) };
  });
  return { inputs, leftOut };
}

interface SealedBuild {
  readonly artifacts: readonly OutputFile[];
  /** State of what only sealing reads, by absolute path, as far as that proves anything. */
  readonly alsoSeen: Readonly<Record<string, Signature>>;
}

/** Throws ChangedWhileSealing when a file changes meanwhile. Without a signer nothing is sealed. */
export async function sealBuild(
  { host, err }: CliContext,
  { out, signer }: { readonly out: string; readonly signer?: Signer },
  run: CheckRun,
  built: Built,
): Promise<SealedBuild> {
  if (!signer) return { artifacts: [], alsoSeen: {} };
  const reader = recordingHost(host);
  const [{ seal }, { digestBytes }] = await Promise.all([
    import('../seal/index.ts'),
    import('../../runtime/core/digest.ts'),
  ]);
  const { inputs, leftOut = [] } = sealedInputs(run, reader);
  for (const { path, reason } of leftOut) err(`warning: ${path} is left out of the evidence: ${reason}\n`);
  const input = {
    tool: toolVersion,
    inputs,
    leftOut,
    outputs: built.outputs.map(({ path, digest, size, bytes }) => ({
      path,
      digest,
      size,
      bytes: () => bytes ?? host.readFile(joinPath(out, path)),
      kept: bytes === undefined,
    })),
    verdict: built.checked.verdict,
    sourceDateEpoch: sourceDateEpoch(host),
    signer,
  };
  const artifacts = await seal(input);
  return {
    artifacts: artifacts.map(({ path, bytes }) => ({ path, bytes, size: bytes.length, digest: digestBytes(bytes) })),
    alsoSeen: Object.fromEntries(reader.proofs()),
  };
}
