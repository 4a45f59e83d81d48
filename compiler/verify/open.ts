/**
 * Opens a pack: bytes → members. Reads the local headers sequentially, so that the archive cannot be read in two
 * ways; then encodes the members again and demands the same bytes, so that it holds nothing else.
 */
import { crc32 } from 'node:zlib';
import { plural } from '../base/text.ts';
import { encodeZip, isSafeName, maxMembers, maxPackBytes } from '../seal/zip.ts';
import type { Problem, StepResult } from './result.ts';

export type Members = ReadonlyMap<string, Uint8Array>;

const headerSize = 30;
const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
const decoder = new TextDecoder('utf-8', { fatal: true });

export async function openPack(bytes: Uint8Array): Promise<StepResult<Members>> {
  const problem = refuse(bytes);
  if (problem) return { problems: [{ detail: problem }] };
  const members = new Map<string, Uint8Array>();
  const changed: Problem[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (isLocalHeader(view, offset)) {
    const entry = readEntry(view, bytes, offset, members);
    if ('detail' in entry) return { problems: [...changed, entry] };
    const { name, content, next } = entry;
    if (crc32(content) !== view.getUint32(offset + 14, true))
      changed.push({ detail: 'it was changed: its checksum is that of another content', member: name });
    members.set(name, content);
    offset = next;
  }
  if (changed.length > 0) return { problems: changed };
  const difference = firstDifference(bytes, await encodeZip(members));
  if (difference !== undefined) {
    const detail = `the archive is not in the form symphonyc writes, from byte ${difference} on: it is cut off, or something was added or edited`;
    return { problems: [{ detail }] };
  }
  return { value: members, detail: plural(members.size, 'member') };
}

/** Why a pack of so many bytes is not even read. */
export const refuseSize = (size: number): string | undefined =>
  size > maxPackBytes ? `the file has ${size} bytes; at most ${maxPackBytes} are opened` : undefined;

function refuse(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'the file is empty';
  const tooLarge = refuseSize(bytes.length);
  if (tooLarge) return tooLarge;
  const start = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return start === signatures.local || start === signatures.end ? undefined : 'the file is not a zip archive';
}

const isLocalHeader = (view: DataView, offset: number): boolean =>
  offset + 4 <= view.byteLength && view.getUint32(offset, true) === signatures.local;

type Entry = { readonly name: string; readonly content: Uint8Array; readonly next: number };

/** Of the local header only what has no other use is left to the comparison: version and time. */
function readEntry(view: DataView, bytes: Uint8Array, offset: number, seen: Members): Entry | Problem {
  if (offset + headerSize > bytes.length) return { detail: `the archive is cut off at byte ${bytes.length}` };
  const nameStart = offset + headerSize;
  const nameEnd = nameStart + view.getUint16(offset + 26, true);
  const contentStart = nameEnd + view.getUint16(offset + 28, true);
  const name = decodeName(bytes.subarray(nameStart, nameEnd));
  if (name === undefined || !isSafeName(name))
    return { detail: 'the name of an entry is not safe to extract', member: name ?? `entry at byte ${offset}` };
  const member = name;
  const flags = view.getUint16(offset + 6, true);
  if (flags & 1) return { detail: 'the entry is encrypted', member };
  if (flags & 8) return { detail: 'the entry does not say its size before its content', member };
  if (view.getUint16(offset + 8, true) !== 0) return { detail: 'the entry is compressed; packs store them', member };
  const size = view.getUint32(offset + 18, true);
  if (contentStart + size > bytes.length || size !== view.getUint32(offset + 22, true))
    return { detail: `the entry claims ${plural(size, 'byte')}, which it does not have`, member };
  if (seen.has(name)) return { detail: 'two entries have this name', member };
  if (seen.size === maxMembers)
    return { detail: `the archive has more than ${plural(maxMembers, 'entry', 'entries')}` };
  return { name, content: bytes.subarray(contentStart, contentStart + size), next: contentStart + size };
}

function decodeName(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Undefined when both are the same; else the offset of the first byte that differs. */
function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  if (Buffer.compare(a, b) === 0) return undefined;
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) if (a[i] !== b[i]) return i;
  return end;
}
