/** The build's own key: Ed25519, made on first use, readable by its owner alone. The private key never leaves its file. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exists, removeAll, scratch, sha256 } from './files.ts';
import { inRoot, keyFile } from './paths.ts';

/** Who has signed: the public key, and the digest that it is known by. */
export interface Signer {
  readonly keyid: string;
  /** SubjectPublicKeyInfo as PEM (RFC 8410). */
  readonly publicKey: string;
}

export interface Signature extends Signer {
  readonly algorithm: 'Ed25519';
  /** Base64. */
  readonly signature: string;
}

/** The same bytes always get the same signature. */
export function signBytes(bytes: Uint8Array): Signature {
  const key = privateKey();
  return {
    algorithm: 'Ed25519',
    ...signerOf(createPublicKey(key)),
    signature: sign(null, bytes, key).toString('base64'),
  };
}

/** The signer of this machine's builds. */
export const ownSigner = (): Signer => signerOf(createPublicKey(privateKey()));

/** Whether the signature is that of the bytes by the key that it names. */
export function isSignedBy({ keyid, publicKey, signature }: Signature, bytes: Uint8Array): boolean {
  try {
    const key = createPublicKey(publicKey);
    return signerOf(key).keyid === keyid && verify(null, bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function signerOf(key: KeyObject): Signer {
  const publicKey = key.export({ type: 'spki', format: 'pem' }).toString();
  return { keyid: sha256(key.export({ type: 'spki', format: 'der' })), publicKey };
}

function privateKey(): KeyObject {
  if (!exists(keyFile)) makeKey();
  try {
    return createPrivateKey(readFileSync(inRoot(keyFile)));
  } catch (error) {
    throw new Error(`\`${keyFile}\` holds no private key: bring it back, or remove it to begin anew`, { cause: error });
  }
}

/** Of two processes that make one at the same time, the key of the first counts. */
function makeKey(): void {
  const folder = scratch('key');
  const made = inRoot(folder, 'key.pem');
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(made, pem, { mode: 0o600, flag: 'wx' });
  mkdirSync(dirname(inRoot(keyFile)), { recursive: true });
  try {
    linkSync(made, inRoot(keyFile));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    removeAll(folder);
  }
}
