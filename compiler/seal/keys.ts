/** Ed25519 public keys: how they are read, written and named. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { digestBytes } from '../../runtime/core/digest.ts';

/** SHA-256 of the key as SPKI in DER, in hexadecimal. */
export const fingerprintOf = (key: KeyObject): string => digestBytes(key.export({ type: 'spki', format: 'der' }));

/** The hint that signatures carry. A key made on this machine is recognised by its hint alone. */
export function keyIdOf(key: KeyObject, local: boolean): string {
  const fingerprint = fingerprintOf(key);
  return local ? `local-${fingerprint.slice(0, 16)}` : `key-${fingerprint}`;
}

/** The key as PEM, in the one form in which it is packed. */
export const publicPemOf = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }));

/** Undefined for anything but an Ed25519 key in PEM. A private key gives its public half. */
export function readPublicKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
