/** Writing a journal: records are appended at once and reach the disk together, with one flush for all that are waiting. */
import { closeSync, fdatasync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, write, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { systemReason } from '../core/system-errors.ts';
import type { JournalRecord } from '../model/records.ts';
import { type Head, lineAfter, noHash } from './chain.ts';

export interface Journal {
  append(record: JournalRecord): void;
  /** Resolves when everything that was appended is on disk. Rejects with JournalError, then and from then on. */
  flush(): Promise<void>;
  /** Flushes and closes. */
  close(): Promise<void>;
}

/** A journal cannot be written. What was flushed before is still there. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** Where lines are kept for good. */
export interface LineStore {
  /** Resolves when the lines, which follow those before, are there whatever happens. Rejects with JournalError. */
  write(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The journal that goes on after `head` in a store. */
export function journalOver(store: LineStore, now: () => number, head: Head = { seq: 0, hash: noHash }): Journal {
  let last = head;
  let pending: string[] = [];
  let writing: Promise<void> | undefined;
  let broken: unknown;

  const writeAll = async (): Promise<void> => {
    // What is appended in the same turn of the event loop goes along.
    await new Promise(setImmediate);
    const lines = pending;
    pending = [];
    try {
      await store.write(lines);
    } catch (error) {
      broken ??= error;
      throw broken;
    }
  };
  const flush = async (): Promise<void> => {
    while (writing) await writing.catch(() => undefined);
    if (broken) throw broken;
    if (pending.length === 0) return;
    writing = writeAll().finally(() => {
      writing = undefined;
    });
    await writing;
  };
  return {
    append: (record) => {
      const next = lineAfter(last, new Date(now()).toISOString(), record);
      last = next.head;
      pending.push(next.line);
    },
    flush,
    close: async () => {
      try {
        await flush();
      } finally {
        await store.close();
      }
    },
  };
}

/** Where a journal begins or goes on. */
interface Position {
  readonly head: Head;
  /** In bytes; what comes after it is cut off. */
  readonly size: number;
}

/**
 * In milliseconds. A disk that was quick the last time is waited for: to have another thread wait for it takes about as long
 * as the disk itself. A slow one must not hold up what plays meanwhile.
 */
const quick = 2;

/** Opens the journal at `path` to be continued at `position`, or a new one. Throws what the system throws. */
export function openJournal(path: string, now: () => number, position?: Position): Journal {
  const descriptor = openSync(path, position ? 'r+' : 'wx');
  if (position) ftruncateSync(descriptor, position.size);
  // With the first line on disk, the file is there too on most systems, and nothing is left to wait for.
  let isNamed = position !== undefined;
  let offset = position?.size ?? 0;
  let lastTook = 0;
  const store: LineStore = {
    write: async (lines) => {
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      const began = Date.now();
      try {
        if (lastTook <= quick) writeHere(descriptor, bytes, offset);
        else await writeElsewhere(descriptor, bytes, offset);
        if (!isNamed) syncFolder(dirname(path));
        isNamed = true;
      } catch (cause) {
        throw new JournalError(`the journal \`${path}\` cannot be written: ${systemReason(cause)}`, { cause });
      }
      offset += bytes.length;
      lastTook = Date.now() - began;
    },
    close: async () => closeSync(descriptor),
  };
  return journalOver(store, now, position?.head);
}

function writeHere(descriptor: number, bytes: Buffer, offset: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(descriptor, bytes, done, bytes.length - done, offset + done);
  fdatasyncSync(descriptor);
}

const writeAsync = promisify(write);
const syncAsync = promisify(fdatasync);

/** The same on another thread. */
async function writeElsewhere(descriptor: number, bytes: Buffer, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await writeAsync(descriptor, bytes, done, bytes.length - done, offset + done)).bytesWritten;
  await syncAsync(descriptor);
}

/** A new file is there after a power cut only when its folder is on disk too. Not every system can do that. */
function syncFolder(path: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    fsyncSync(descriptor);
  } catch {
    // Windows opens no folders.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
