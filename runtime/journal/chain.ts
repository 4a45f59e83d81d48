/**
 * The lines of a journal: one JSON object each, chained by digests. `hash` is the last member of a line: SHA-256 of the line
 * without it; `prev` is the hash of the line before, 64 zeros in the first. So a byte that changes anywhere shows in its line.
 */
import { digestBytes } from '../core/digest.ts';
import type { Entry, JournalRecord } from '../model/records.ts';

/** What comes before the first line. */
export const noHash = '0'.repeat(64);

export interface Head {
  /** Of the last line; 0 before the first. */
  readonly seq: number;
  readonly hash: string;
}

/** The line for a record that comes after `head`, without its line feed, and the head it leaves. */
export function lineAfter(
  head: Head,
  at: string,
  record: JournalRecord,
): { readonly line: string; readonly head: Head } {
  const seq = head.seq + 1;
  const body = JSON.stringify({ seq, at, prev: head.hash, ...record });
  const hash = digestBytes(body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, head: { seq, hash } };
}

/** How a line ends, after its content. */
const ending = /^,"hash":"([0-9a-f]{64})"\}$/;
const endingLength = 75;

/** The entry of a line and the head after it, or why the line cannot be the one that was written after `head`. */
export function readLine(
  head: Head,
  line: string,
): { readonly entry: Entry; readonly head: Head } | { readonly problem: string } {
  const cut = line.length - endingLength;
  const hash = ending.exec(line.slice(cut))?.[1];
  if (cut < 1 || hash === undefined) return { problem: 'it does not end in its hash' };
  if (digestBytes(`${line.slice(0, cut)}}`) !== hash)
    return { problem: 'its content does not have its hash: it was changed' };
  let entry: Entry & { readonly prev: string };
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    return { problem: 'it is not JSON' };
  }
  if (entry.prev !== head.hash) return { problem: 'it does not follow the line before it' };
  if (entry.seq !== head.seq + 1) return { problem: `its number is ${String(entry.seq)}, not ${head.seq + 1}` };
  return { entry, head: { seq: entry.seq, hash } };
}
