/**
 * Where signing keys come from. A build is signed with the key in the environment, else with a key of this machine, made
 * on first use and trusted here only. Nothing here throws for what a user got wrong, and no message holds a part of a key.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { printable } from '../../runtime/core/text.ts';
import { encode } from '../base/encode.ts';
import { joinPath } from '../base/path.ts';
import type { Host } from '../host/host.ts';
import type { Signer } from '../model/seal.ts';
import { keyIdOf, publicPemOf } from '../seal/keys.ts';
import { configFolder, type KeyProblem } from './config-folder.ts';
import { type CliContext, UsageError } from './define.ts';
import { hostReason, readKeyText } from './key-files.ts';

type SignerResult =
  /** `created`: the file of a local key that was made just now. */
  { readonly signer: Signer; readonly created?: string } | { readonly problem: KeyProblem };

/** The key that signs a build; says so when it is new. Throws UsageError. */
export async function openSigner({ host, err }: CliContext): Promise<Signer> {
  const result = loadSigner(host);
  if ('problem' in result) throw new UsageError(result.problem.message, result.problem.help);
  if (result.created) err(`made a signing key for this machine: ${printable(result.created)}\n`);
  return result.signer;
}

/** The key that signs: `SYMPHONYC_SIGNING_KEY`, `SYMPHONYC_SIGNING_KEY_FILE`, or this machine's own. */
function loadSigner(host: Host): SignerResult {
  const text = host.env('SYMPHONYC_SIGNING_KEY');
  const file = host.env('SYMPHONYC_SIGNING_KEY_FILE');
  if (text !== undefined && file !== undefined) {
    const message = '`SYMPHONYC_SIGNING_KEY` and `SYMPHONYC_SIGNING_KEY_FILE` are both set';
    return { problem: { message, help: 'keep one of them' } };
  }
  // A variable that is set but empty is a secret that did not arrive: another key must not take its place unnoticed.
  if (text !== undefined) return signerOf(text, '`SYMPHONYC_SIGNING_KEY`', false);
  if (file !== undefined) {
    const read = readKeyFile(host, file);
    return 'problem' in read ? read : signerOf(read.text, `the signing key \`${file}\``, false);
  }
  return localSigner(host);
}

function signerOf(pem: string, what: string, local: boolean): SignerResult {
  const help = 'give an Ed25519 key as PEM (PKCS#8), such as `openssl genpkey -algorithm ed25519` makes';
  if (pem.trim() === '') return { problem: { message: `${what} is empty`, help } };
  if (pem.includes('ENCRYPTED')) return { problem: { message: `${what} is protected by a passphrase`, help } };
  const key = parsePrivateKey(pem);
  if (!key) return { problem: { message: `${what} is not a private key in PEM with real line breaks`, help } };
  if (key.asymmetricKeyType !== 'ed25519') {
    const message = `${what} is of the type \`${key.asymmetricKeyType}\`; packs are signed with Ed25519`;
    return { problem: { message, help } };
  }
  const publicKey = createPublicKey(key);
  return {
    signer: {
      keyId: keyIdOf(publicKey, local),
      publicKeyPem: publicPemOf(publicKey),
      local,
      sign: (data) => sign(null, data, key),
    },
  };
}

function parsePrivateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** Two processes that both make the first key agree: only one creates the file, and both read it. */
function localSigner(host: Host): SignerResult {
  const config = configFolder(host);
  if (typeof config !== 'string') return config;
  const path = joinPath(config, 'keys/local.pem');
  try {
    const made = host.stat(path) === undefined && host.createExclusive(path, encode(newPrivateKey()), 0o600);
    const read = readKeyFile(host, path);
    if ('problem' in read) return read;
    const result = signerOf(read.text, `this machine's signing key \`${path}\``, true);
    if ('problem' in result)
      return { problem: { ...result.problem, help: 'remove the file; the next build makes another' } };
    if (!made) return result;
    // Only now: who takes it out of the trusted keys does not want it back.
    host.createExclusive(joinPath(config, `trusted/${result.signer.keyId}.pem`), encode(result.signer.publicKeyPem));
    return { ...result, created: path };
  } catch (error) {
    const help = 'set `SYMPHONYC_CONFIG_HOME` to a folder that can be written, or `SYMPHONYC_SIGNING_KEY` to a key';
    return { problem: { message: `cannot keep a signing key in \`${config}\`: ${hostReason(error)}`, help } };
  }
}

const newPrivateKey = (): string =>
  String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));

/** A private key that other users can read is none. Its group may: that is how containers are given secrets. */
function readKeyFile(host: Host, path: string): { readonly text: string } | { readonly problem: KeyProblem } {
  if ((host.stat(path)?.mode ?? 0) & 0o007) {
    const message = `the signing key \`${path}\` can be read or changed by every user of this machine`;
    return { problem: { message, help: `run \`chmod 600\` on it, and think about whether it still is a secret` } };
  }
  return readKeyText(host, path, 'the signing key');
}
