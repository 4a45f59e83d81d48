/** Which key a build would be signed with, without reading it: the last build's signatures hold while this is the same. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { joinPath } from '../base/path.ts';
import { signatureOf } from '../cache/recording-host.ts';
import type { Host } from '../host/host.ts';
import { configFolder } from './config-folder.ts';

export function signingIdentity(host: Host): string {
  const epoch = host.env('SOURCE_DATE_EPOCH') ?? '';
  const text = host.env('SYMPHONYC_SIGNING_KEY');
  if (text !== undefined) return `${digestBytes(text)} ${epoch}`;
  const config = configFolder(host);
  const file =
    host.env('SYMPHONYC_SIGNING_KEY_FILE') ?? (typeof config === 'string' ? joinPath(config, 'keys/local.pem') : '');
  return `${file} ${signatureOf(host.stat(file))} ${epoch}`;
}
