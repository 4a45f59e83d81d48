/** SHA-256 digests, always in lower-case hexadecimal. */
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

export const digestBytes = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The digest of a value's canonical JSON. */
export const digestValue = (value: unknown): string => digestBytes(canonicalJson(value));
