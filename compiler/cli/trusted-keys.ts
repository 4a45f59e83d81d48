/** The public keys that packs are verified with: one given as an option, or those in the store of this machine. */
import { joinPath } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import type { Host } from '../host/host.ts';
import { readPublicKey } from '../seal/keys.ts';
import type { TrustedKey } from '../verify/result.ts';
import { configFolder, type KeyProblem } from './config-folder.ts';
import { hostReason, readKeyText } from './key-files.ts';

/** The public keys in the store: each `.pem` in `trusted/`. A store that does not exist is empty. */
export function readTrustStore(host: Host): {
  readonly keys: readonly TrustedKey[];
  readonly problems: readonly KeyProblem[];
} {
  const config = configFolder(host);
  if (typeof config !== 'string') return { keys: [], problems: [config.problem] };
  const folder = joinPath(config, 'trusted');
  if (!host.stat(folder)) return { keys: [], problems: [] };
  try {
    const names = host.readDirectory(folder).map(({ name }) => name);
    const pems = names.filter((name) => name.endsWith('.pem')).sort(compareText);
    const read = pems.map((name) => readPublicKeyFile(host, joinPath(folder, name), 'store'));
    return {
      keys: read.flatMap((result) => ('key' in result ? [result.key] : [])),
      problems: read.flatMap((result) => ('problem' in result ? [result.problem] : [])),
    };
  } catch (error) {
    const message = `the trusted keys in \`${folder}\` cannot be read: ${hostReason(error)}`;
    return { keys: [], problems: [{ message, help: 'make the folder readable' }] };
  }
}

/** One public key, as `--key` gives it or as it lies in the store. */
export function readPublicKeyFile(
  host: Host,
  path: string,
  source: TrustedKey['source'],
): { readonly key: TrustedKey } | { readonly problem: KeyProblem } {
  const read = readKeyText(host, path, 'the key');
  if ('problem' in read) return read;
  if (readPublicKey(read.text)) return { key: { name: path, source, pem: read.text } };
  const message = `the key \`${path}\` is not an Ed25519 public key in PEM`;
  return { problem: { message, help: 'ask whoever signs for their public key' } };
}
