/** What identifies a violation from one check to the next, wherever its lines and files have moved. */
import { digestValue } from '../../runtime/core/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

type Identity = Pick<Diagnostic, 'code' | 'subject' | 'message'>;

/** 128 bits. */
const digits = 32;

/** Numbers the occurrences of what is said in the same words of the same part, from 0. */
export function openFingerprints(): (identity: Identity) => string {
  const occurrences = new Map<string, number>();
  return ({ code, subject, message }) => {
    const key = JSON.stringify([code, subject, message]);
    const occurrence = occurrences.get(key) ?? 0;
    occurrences.set(key, occurrence + 1);
    return digestValue([code, subject, message, occurrence]).slice(0, digits);
  };
}

/** The fingerprint of each diagnostic, in order. No two are equal. */
export const fingerprintsOf = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(openFingerprints());
