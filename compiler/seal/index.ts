/**
 * The ninth phase: everything read and written → the evidence. A manifest of digests, the verdict, a bill of materials,
 * three signed statements, and all of them with the inputs in one archive that can be verified offline. A build that
 * fails is sealed like one that conforms: the verdict says so.
 */
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { digestBytes } from '../../runtime/core/digest.ts';
import { encode } from '../base/encode.ts';
import { compareText } from '../base/text.ts';
import type { Manifest } from '../generated/types/manifest.ts';
import type { Artifact } from '../model/artifact.ts';
import type { SealInput } from '../model/seal.ts';
import { type Content, inputContents, outputContents, PackSpace } from './contents.ts';
import { signStatement } from './dsse.ts';
import { bundlePaths, isReserved, manifestPath, packPath, publicKeyPath, sbomPath, verdictPath } from './layout.ts';
import { sbomOf } from './sbom.ts';
import { provenancePredicate, statement, verdictPredicate } from './statements.ts';
import { encodeZip } from './zip.ts';

/** Throws ChangedWhileSealing, and what the `bytes` of a file throw. */
export async function seal(input: SealInput): Promise<Artifact[]> {
  const taken = input.outputs.find(({ path }) => isReserved(path));
  if (taken) throw new Error(`a target wrote \`${taken.path}\`, which is kept for the evidence`);
  const sbom = sbomOf(input);
  const own = [canonical(verdictPath, input.verdict), canonical(sbomPath, sbom)];
  const space = new PackSpace();
  const inputs = inputContents(input.inputs, space);
  const outputs = [...outputContents(input.outputs, space), ...own.map(asContent)];
  const manifest = manifestOf(input, inputs, outputs);
  const sealed = canonical(manifestPath, manifest);
  const bundles = await signAll(input, manifest, digestBytes(sealed.bytes), digestBytes(own[0]!.bytes), sbom);
  const publicKey = { path: publicKeyPath, bytes: encode(input.signer.publicKeyPem) };

  const members = new Map([sealed, publicKey, ...bundles].map(({ path, bytes }) => [path, bytes]));
  for (const { member, packed } of [...inputs, ...outputs]) if (packed) members.set(member, packed);
  const pack = { path: packPath, bytes: await encodeZip(members) };
  return [sealed, ...own, publicKey, ...bundles, pack].sort((a, b) => compareText(a.path, b.path));
}

const canonical = (path: string, value: unknown): Artifact => ({ path, bytes: encode(canonicalJson(value)) });

const asContent = ({ path, bytes }: Artifact): Content => ({
  file: { path, digest: digestBytes(bytes), size: bytes.length },
  member: path,
  packed: bytes,
});

const manifestOf = (input: SealInput, inputs: readonly Content[], outputs: readonly Content[]): Manifest => ({
  manifest: 1,
  tool: { name: 'symphonyc', version: input.tool },
  ruleset: input.verdict.ruleset,
  inputs: inputs.map(({ file }) => file),
  outputs: outputs.map(({ file }) => file).sort((a, b) => compareText(a.path, b.path)),
});

async function signAll(
  input: SealInput,
  manifest: Manifest,
  manifestDigest: string,
  verdictDigest: string,
  sbom: object,
): Promise<Artifact[]> {
  const predicates = {
    provenance: provenancePredicate(input, manifest),
    verdict: verdictPredicate(input.verdict, verdictDigest),
    sbom,
  };
  const bundles: Artifact[] = [];
  for (const name of ['provenance', 'verdict', 'sbom'] as const) {
    const signed = statement(name, manifest, manifestDigest, predicates[name]);
    bundles.push({ path: bundlePaths[name], bytes: await signStatement(signed, input.signer) });
  }
  return bundles;
}
