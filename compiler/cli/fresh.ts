/** The answer of the last run, when nothing it rests on has changed. On the start-up path: imports next to nothing. */
import { isFresh, outputIsFresh } from '../cache/freshness.ts';
import { cacheFolder, readState, type StatIndex } from '../cache/state.ts';
import { toolDigest } from '../generated/digests.ts';
import type { Verdict } from '../model/verdict.ts';
import type { CliContext } from './define.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface Remembered {
  readonly verdict: Verdict;
  /** What is said on stderr besides the verdict. */
  readonly notice?: string;
}

export const statIndexPath = (root: string): string => `${cacheFolder(root)}/stats.json`;
export const verdictPath = (root: string): string => `${cacheFolder(root)}/verdict.json`;

/** `signing`: what identifies the key a build would be signed with. */
export function freshVerdict(
  { host }: CliContext,
  options: WorkspaceOptions,
  build?: { signing: string },
): Remembered | undefined {
  if (!options.cache) return undefined;
  const index = readState<StatIndex>(host, statIndexPath(options.root));
  if (index?.tool !== toolDigest || index.failOn !== (options.failOn ?? null)) return undefined;
  if (build && (index.output?.out !== options.out || index.output.signing !== build.signing)) return undefined;
  if (build && !outputIsFresh(host, options.out, index)) return undefined;
  if (!isFresh(host, index)) return undefined;
  const remembered = readState<Remembered>(host, verdictPath(options.root));
  return remembered?.verdict.asOf === undefined || remembered.verdict.asOf === options.asOf ? remembered : undefined;
}
