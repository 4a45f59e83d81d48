/** Whether the key in the pack made all of its signatures. That shows integrity; trust is another question. */

import type { KeyObject } from 'node:crypto';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { keyIdOf, publicPemOf, readPublicKey } from '../seal/keys.ts';
import { publicKeyPath } from '../seal/layout.ts';
import type { Members } from './open.ts';
import type { Problem, StepResult } from './result.ts';
import type { Statements } from './statements.ts';

export interface SigningKey {
  readonly key: KeyObject;
  readonly keyId: string;
}

export async function checkSignatures(
  { signed, local }: Statements,
  members: Members,
): Promise<StepResult<SigningKey>> {
  const pem = Buffer.from(members.get(publicKeyPath) ?? []);
  const key = readPublicKey(pem.toString());
  if (!key || Buffer.compare(Buffer.from(publicPemOf(key)), pem) !== 0)
    return { problems: [{ detail: 'it is not an Ed25519 public key in PEM', member: publicKeyPath }] };
  // The thresholds ask for witnesses by default, which a pack signed without network does not have.
  const verifier = new Verifier(
    {
      certificateAuthorities: [],
      timestampAuthorities: [],
      tlogs: [],
      ctlogs: [],
      publicKey: () => ({ publicKey: key, validFor: () => true }),
    },
    { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 },
  );
  const keyId = keyIdOf(key, local);
  const problems: Problem[] = [];
  for (const { member, bundle, hint } of signed) {
    if (hint !== keyId) problems.push({ detail: `it names the key ${hint} instead of ${keyId}`, member });
    try {
      verifier.verify(toSignedEntity(bundle));
    } catch {
      problems.push({ detail: `its signature was not made by the key in ${publicKeyPath}`, member });
    }
  }
  return problems.length > 0 ? { problems } : { value: { key, keyId }, detail: `all by ${keyId}` };
}
