/** The answer of the last run, when nothing it rests on has changed. On the start-up path: imports next to nothing. */
import { isFresh, outputIsFresh } from '../cache/freshness.ts';
import type { RecordingHost } from '../cache/recording-host.ts';
import type { OutputState, StatIndex, VerdictState } from '../cache/state.ts';
import { toolDigest } from '../generated/digests.ts';
import type { Verdict } from '../model/verdict.ts';
import type { CliContext } from './define.ts';
import { openCache } from './workspace-cache.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface Remembered {
  readonly verdict: Verdict;
  /** What a build says on stderr besides the verdict. */
  readonly notice?: string;
}

/**
 * `looks`: keeps what was looked at, for the check that follows when the answer no longer holds. `signing`: what
 * identifies the key and the targets of a build; without it a check is meant.
 */
export function freshVerdict(
  { host }: CliContext,
  options: WorkspaceOptions,
  looks: RecordingHost,
  signing?: string,
): Remembered | undefined {
  const { out, failOn = null, asOf } = options;
  const cache = openCache(host, options);
  const index = cache?.read<StatIndex>('stats');
  if (!cache || index?.tool !== toolDigest || index.failOn !== failOn || index.out !== out) return undefined;
  let notice: string | undefined;
  if (signing !== undefined) {
    const output = cache.read<OutputState>('output');
    if (output?.tool !== toolDigest || output.inputs !== index.inputs) return undefined;
    if (output.out !== out || output.signing !== signing || !outputIsFresh(host, output)) return undefined;
    notice = output.notice;
  }
  if (!isFresh(looks.signature, index.seen, index.since)) return undefined;
  const state = cache.read<VerdictState>('verdict');
  if (state?.inputs !== index.inputs) return undefined;
  const { verdict } = state;
  return verdict.asOf === undefined || verdict.asOf === asOf ? { verdict, notice } : undefined;
}
