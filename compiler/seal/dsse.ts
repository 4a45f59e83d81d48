/** Signed statements: DSSE envelopes (secure-systems-lab/dsse) in Sigstore bundles of version 0.3. */
import { bundleToJSON, toDSSEBundle } from '@sigstore/bundle';
import { canonicalJson } from '../../runtime/core/canonical-json.ts';
import { encode } from '../base/encode.ts';
import type { Signer } from '../model/seal.ts';
import type { Statement } from './statements.ts';

export const payloadType = 'application/vnd.in-toto+json';

/** What is signed instead of the payload alone: `DSSEv1`, then type and payload, each with its length before it. */
const preAuthEncoding = (type: string, payload: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);

/** Signs with a plain key and no witness, so without network. */
export function signStatement(statement: Statement, signer: Signer): Promise<Uint8Array> {
  const payload = Buffer.from(canonicalJson(statement));
  return bundleBytes(payload, signer.sign(preAuthEncoding(payloadType, payload)), signer.keyId);
}

/**
 * The one form of a bundle for a payload, a signature and a key; verifying encodes it again and compares. This is what
 * the bundle builder of @sigstore/sign gives, without that module: it takes eight times as long to load, for the sake of
 * services that are not used here.
 */
export async function bundleBytes(payload: Uint8Array, signature: Uint8Array, keyId: string): Promise<Uint8Array> {
  const bundle = toDSSEBundle({
    artifact: Buffer.from(payload),
    artifactType: payloadType,
    signature: Buffer.from(signature),
    keyHint: keyId,
    certificateChain: false,
  });
  return encode(canonicalJson(bundleToJSON(bundle)));
}
