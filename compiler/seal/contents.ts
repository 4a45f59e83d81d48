/** Decides what goes into the pack, and makes sure that the bytes still are what the digests say. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { compareText } from '../base/text.ts';
import type { Manifest } from '../generated/types/manifest.ts';
import { ChangedWhileSealing, type SealedInput, type SealedOutput } from '../model/seal.ts';
import { inputMember, packsOutput } from './layout.ts';
import { isSafeName, maxMembers, maxPackBytes } from './zip.ts';

type ManifestFile = Manifest['inputs'][number];

/** A line of the manifest, with the bytes when they go into the pack. */
export interface Content {
  readonly file: ManifestFile;
  readonly member: string;
  readonly packed?: Uint8Array;
}

/** What is left of the limits of a pack. A part is reserved for the manifest and the statements, which grow with the number of files. */
export class PackSpace {
  #bytes = maxPackBytes - 64 * 1024 * 1024;
  #members = maxMembers - 100;

  /** Reserves the space for a member of `size` bytes; false when it does not fit. */
  reserve(size: number): boolean {
    if (size > this.#bytes || this.#members === 0) return false;
    this.#bytes -= size;
    this.#members--;
    return true;
  }
}

/** Inputs are packed in full, so that the verdict can be reached again; all but secrets. One given twice is one. */
export function inputContents(inputs: readonly SealedInput[], space: PackSpace): Content[] {
  const unique = new Map<string, SealedInput>();
  for (const input of inputs) if (!unique.get(input.path)?.withheld) unique.set(input.path, input);
  return sorted([...unique.values()]).map((input) => {
    const bytes = checkedBytes(input);
    return content(input, inputMember(input.path), bytes.length, space, input.withheld ? 'secret' : undefined, bytes);
  });
}

export function outputContents(outputs: readonly SealedOutput[], space: PackSpace): Content[] {
  return sorted(outputs).map((output) => {
    const packed = packsOutput(output.path);
    const bytes = packed || output.kept ? checkedBytes(output) : undefined;
    return content(output, output.path, output.size, space, packed ? undefined : 'reproducible', bytes);
  });
}

const sorted = <T extends { readonly path: string }>(files: readonly T[]): T[] =>
  [...files].sort((a, b) => compareText(a.path, b.path));

function checkedBytes(file: SealedInput | SealedOutput): Uint8Array {
  const bytes = file.bytes();
  if (digestBytes(bytes) !== file.digest) throw new ChangedWhileSealing(file.path);
  return bytes;
}

function content(
  { path, digest }: { readonly path: string; readonly digest: string },
  member: string,
  size: number,
  space: PackSpace,
  reason: ManifestFile['withheld'],
  bytes?: Uint8Array,
): Content {
  const withheld = reason ?? (!isSafeName(member) ? 'name' : space.reserve(size) ? undefined : 'limit');
  const file = { path, digest, size, ...(withheld && { withheld }) };
  return withheld ? { file, member } : { file, member, packed: bytes };
}
