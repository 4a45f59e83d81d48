/** SHA-256 digests, always in lower-case hexadecimal. */
import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

export const digestBytes = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex');

/** The digest of a value's canonical JSON. */
export const digestValue = (value: unknown): string => digestBytes(canonicalJson(value));
