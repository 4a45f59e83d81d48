/** Whether the key that signed is one that the caller trusts. What the pack says about its key does not count. */
import { fingerprintOf, keyIdOf, readPublicKey } from '../seal/keys.ts';
import type { SignerState, TrustedKey } from './result.ts';
import type { SigningKey } from './signatures.ts';

interface Trust {
  readonly signer: SignerState;
  readonly trustedBy?: TrustedKey;
  readonly detail: string;
}

/** Keys given as options replace those of the store. */
export function checkTrust({ key, keyId }: SigningKey, trustedKeys: readonly TrustedKey[]): Trust {
  const given = trustedKeys.filter(({ source }) => source === 'option');
  const fingerprint = fingerprintOf(key);
  const trustedBy = (given.length > 0 ? given : trustedKeys).find(({ pem }) => {
    const trusted = readPublicKey(pem);
    return trusted !== undefined && fingerprintOf(trusted) === fingerprint;
  });
  if (trustedBy) return { signer: 'trusted', trustedBy, detail: `${keyId} is trusted: ${trustedBy.name}` };
  if (given.length === 0)
    return { signer: 'unknown', detail: `${keyId} is not among the trusted keys; ask whoever signs for theirs` };
  return { signer: 'other', detail: `the pack is signed by ${keyId}, not by ${given.map(describe).join(' or ')}` };
}

function describe({ name, pem }: TrustedKey): string {
  const key = readPublicKey(pem);
  return key ? `${keyIdOf(key, false)} (${name})` : `${name}, which is not an Ed25519 key in PEM`;
}
