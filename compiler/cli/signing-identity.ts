/** Which key a build would be signed with, without reading it: the last build's signatures hold while this is the same. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { joinPath } from '../base/path.ts';
import { signatureOf } from '../cache/recording-host.ts';
import type { Host } from '../host/host.ts';
import { configFolder } from './config-folder.ts';

/** Names every variable that `openSigner` reads: those that contradict each other are no key that a build was signed with. */
export function signingIdentity(host: Host): string {
  const text = host.env('SYMPHONYC_SIGNING_KEY');
  const named = host.env('SYMPHONYC_SIGNING_KEY_FILE');
  const config = configFolder(host);
  const local = typeof config === 'string' ? joinPath(config, 'keys/local.pem') : '';
  const file = named ?? (text === undefined ? local : undefined);
  return JSON.stringify([
    text === undefined ? null : digestBytes(text),
    file ?? null,
    file === undefined ? null : signatureOf(host.stat(file)),
    host.env('SOURCE_DATE_EPOCH') ?? null,
  ]);
}
