/** The digests by which artifacts are known, and the signature over them. */
import { filesFolder, shareCollected } from './artifacts.ts';
import type { Call, Evidence, JsonObject, Measures } from './context.ts';
import { digestsOf, exists, readBytes, readJson, readText, sha256, writeJson, writeWhole } from './files.ts';
import { artifactsFolder } from './paths.ts';
import { isSignedBy, ownSigner, type Signature, type Signer, signBytes } from './signing.ts';

/** As `sha256sum` writes it, so that `sha256sum --check` in the folder verifies it. */
export const sumsFile = `${artifactsFolder}/SHA256SUMS`;
export const signatureFile = `${artifactsFolder}/SHA256SUMS.sig.json`;

/** Digests by path, as the list has them. */
export const readSums = (): Record<string, string> =>
  Object.fromEntries(
    readText(sumsFile)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );

const currentSums = (): Record<string, string> =>
  Object.fromEntries(Object.entries(digestsOf(filesFolder)).map(([file, digest]) => [`files/${file}`, digest]));

/** Lists the digests of all artifacts and signs the list. */
export async function computeArtifactHashes(
  call: Call & Measures<'artifact_validation_rate'> & Evidence<'artifact-digests'>,
): Promise<JsonObject> {
  const digests = currentSums();
  const lines = Object.entries(digests).map(([path, digest]) => `${digest}  ${path}\n`);
  const text = Buffer.from(lines.join(''));
  writeWhole(sumsFile, text);
  writeJson(signatureFile, signBytes(text));
  call.measure('artifact_validation_rate', shareCollected());
  await call.evidence('artifact-digests', { digests });
  return { artifacts: lines.length, sums: sha256(text) };
}

/** Checks each artifact against the list, the list against its signature, and the signer against the one before. */
export async function validateArtifactSignatures({ log }: Call): Promise<JsonObject> {
  const signature = readJson<Signature>(signatureFile);
  const previous = readJson<{ signer: Signer }>(`${artifactsFolder}/artifact-manifest.json`)?.signer;
  const problems = [...contentProblems(), ...signerProblems(signature, previous)];
  if (problems.length > 0) throw new Error(problems.join('; '));
  log.info(`signed by ${signature!.keyid.slice(0, 16)}${previous ? ', as before' : ', for the first time'}`);
  return { artifacts: Object.keys(readSums()).length, keyid: signature!.keyid };
}

function contentProblems(): string[] {
  if (!exists(sumsFile)) return [`\`${sumsFile}\` is missing`];
  const [listed, found] = [readSums(), currentSums()];
  const paths = [...new Set([...Object.keys(listed), ...Object.keys(found)])];
  return paths
    .filter((path) => listed[path] !== found[path])
    .map((path) => `\`${artifactsFolder}/${path}\` is not what \`SHA256SUMS\` says`);
}

function signerProblems(signature: Signature | undefined, previous: Signer | undefined): string[] {
  if (!signature) return [`\`${signatureFile}\` is missing`];
  if (!isSignedBy(signature, readBytes(sumsFile)))
    return [`the signature in \`${signatureFile}\` does not fit \`SHA256SUMS\``];
  if (signature.keyid !== ownSigner().keyid)
    return [`\`SHA256SUMS\` was signed by ${signature.keyid}, which is not the key of this build`];
  if (previous && previous.keyid !== signature.keyid)
    return [
      `the artifacts before were signed by ${previous.keyid}, these by ${signature.keyid}: bring back the key that is missing, or remove \`${artifactsFolder}\` to begin anew with this one`,
    ];
  return [];
}
