/** The answer of the last run, when nothing it rests on has changed. On the start-up path: imports next to nothing. */
import { isFresh, outputIsFresh } from '../cache/freshness.ts';
import { type RecordingHost, recordingHost } from '../cache/recording-host.ts';
import { readStatIndex, type StatIndex } from '../cache/stat-index.ts';
import type { OutputState, VerdictState, WorkspaceCache } from '../cache/state.ts';
import { toolDigest } from '../generated/digests.ts';
import type { Verdict } from '../model/verdict.ts';
import type { CliContext } from './define.ts';
import type { Compared } from './revisions.ts';
import { openCache } from './workspace-cache.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** What the last run left, and the recorder through which this one reads the file system. */
export interface Recollection {
  readonly cache?: WorkspaceCache;
  readonly index?: StatIndex;
  readonly recorder: RecordingHost;
  readonly compared?: Compared;
}

/**
 * What another build of the tool left counts for nothing. A run that is compared with a revision has a memory of its own,
 * so that it and the others do not take turns in forgetting.
 */
export function recall(
  { host }: CliContext,
  options: WorkspaceOptions,
  compared?: Compared,
  recorder = recordingHost(host),
): Recollection {
  const cache = openCache(host, options);
  const text = (compared && cache?.readText('compared-stats')) ?? cache?.readText('stats');
  const index = text === undefined ? undefined : readStatIndex(text);
  return { cache, recorder, index: index?.tool === toolDigest ? index : undefined, compared };
}

export interface Remembered {
  readonly verdict: Verdict;
  /** What a build says on stderr besides the verdict. */
  readonly notice?: string;
}

/** `signing`: what identifies the key and the targets of a build; without it a check is meant. */
export function freshVerdict(
  { host }: CliContext,
  { out, failOn, asOf }: WorkspaceOptions,
  { cache, index, recorder, compared }: Recollection,
  signing?: string,
): Remembered | undefined {
  if (!cache || !index || index.failOn !== (failOn ?? null) || index.out !== out) return undefined;
  if (index.compared !== (compared?.key ?? null) || compared?.isPassing) return undefined;
  let notice: string | undefined;
  if (signing !== undefined) {
    const output = cache.read<OutputState>('output');
    if (output?.tool !== toolDigest || output.inputs !== index.inputs) return undefined;
    if (output.out !== out || output.signing !== signing || !outputIsFresh(host, output)) return undefined;
    notice = output.notice;
  }
  if (!isFresh(recorder.signature, index.seen)) return undefined;
  const state = cache.read<VerdictState>(compared ? 'compared-verdict' : 'verdict');
  if (state?.inputs !== index.inputs) return undefined;
  const { verdict } = state;
  return verdict.asOf === undefined || verdict.asOf === asOf ? { verdict, notice } : undefined;
}
