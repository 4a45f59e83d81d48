/** Whether an output folder holds what the pack in it vouches for: no file changed, none missing, none added. */
import { digestBytes } from '../../runtime/core/digest.ts';
import { compareText, plural } from '../base/text.ts';
import { packPath, unlistedPaths } from '../seal/layout.ts';
import type { ReadManifest } from './manifest.ts';
import type { Members } from './open.ts';
import type { Problem, StepResult } from './result.ts';

/** An output folder, as the caller reads it. */
export interface OutputFolder {
  /** All that lies below it but folders, by path relative to it. */
  readonly files: readonly string[];
  /** Undefined for what is no regular file or cannot be read. */
  readonly read: (path: string) => Uint8Array | undefined;
}

export function checkFolder(folder: OutputFolder, { manifest }: ReadManifest, members: Members): StepResult<true> {
  const expected = new Map(manifest.outputs.map(({ path, digest }) => [path, digest]));
  for (const path of unlistedPaths) expected.set(path, digestBytes(members.get(path)!));
  const problems: Problem[] = [];
  const found = new Set(folder.files);
  for (const member of expected.keys()) if (!found.has(member)) problems.push({ detail: 'it is missing', member });
  for (const member of folder.files) {
    const digest = expected.get(member);
    const detail = digest === undefined ? 'it was added' : compare(folder.read(member), digest);
    if (detail !== undefined && member !== packPath) problems.push({ detail, member });
  }
  if (problems.length === 0) return { value: true, detail: `${plural(found.size, 'file')}, all as they were built` };
  return { problems: problems.sort((a, b) => compareText(a.member!, b.member!)) };
}

function compare(bytes: Uint8Array | undefined, digest: string): string | undefined {
  if (!bytes) return 'it is no file that can be read';
  return digestBytes(bytes) === digest ? undefined : 'it was changed';
}
