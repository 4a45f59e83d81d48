/** Journals as they lie on disk, read and held against their chain. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Entry } from '../model/records.ts';
import { type Head, noHash, readLine } from './chain.ts';

export interface ReadJournal {
  readonly entries: readonly Entry[];
  /** Of the last sound line. */
  readonly head: Head;
  /** How many bytes the sound lines take. */
  readonly size: number;
  /** True when the file ends within a line: a process was stopped while it wrote. Nothing relied on that line. */
  readonly torn: boolean;
  /** The first line that is not as it was written; what comes after it is not read. */
  readonly broken?: { readonly line: number; readonly problem: string };
}

const sizeLimit = 512 * 1024 * 1024;

/** Reads and verifies a journal. Throws what the system throws when it cannot be read, and Error when it is too long. */
export function readJournal(path: string): ReadJournal {
  return parseJournal(readWhole(path));
}

/** One descriptor, so that the size and the bytes are of one file. */
function readWhole(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    if (size > sizeLimit) throw new Error(`\`${path}\` is longer than ${sizeLimit} bytes`);
    const bytes = Buffer.alloc(size);
    let read = 0;
    while (read < size) {
      const count = readSync(descriptor, bytes, read, size - read, read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(descriptor);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The same of bytes. */
export function parseJournal(bytes: Uint8Array): ReadJournal {
  const entries: Entry[] = [];
  let head: Head = { seq: 0, hash: noHash };
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(10, start);
    if (end === -1) return { entries, head, size: start, torn: start < bytes.length };
    const read = readLine(head, textOf(bytes.subarray(start, end)));
    if ('problem' in read) {
      const broken = { line: entries.length + 1, problem: read.problem };
      return { entries, head, size: start, torn: false, broken };
    }
    entries.push(read.entry);
    head = read.head;
    start = end + 1;
  }
}

/** Bytes that are no UTF-8 become a text that no line is. */
function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return '';
  }
}
