/** One build as `build` and `watch` do it: the last one when nothing changed, else a new one. */
import type { RecordingHost } from '../cache/recording-host.ts';
import { isChangedWhileSealing } from '../model/seal.ts';
import type { Verdict } from '../model/verdict.ts';
import { type CliContext, type ExitCode, UsageError } from './define.ts';
import { freshVerdict, type Remembered, recall } from './fresh.ts';
import { reportVerdict } from './report-verdict.ts';
import { compareAsked } from './revisions.ts';
import { signingIdentity } from './signing-identity.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface BuildChoices {
  /** These targets only. */
  readonly targets?: readonly string[];
  readonly seals: boolean;
  /** Whether a verdict was shown before: then its first line is enough. */
  readonly known?: (verdict: Verdict) => boolean;
}

/** Throws UsageError and HostError. `recorder` keeps what was read. */
export async function buildOnce(
  context: CliContext,
  options: WorkspaceOptions,
  { targets, seals, known }: BuildChoices,
  recorder?: RecordingHost,
): Promise<ExitCode> {
  const identity = (): string =>
    `${seals ? signingIdentity(context.host) : 'none'} ${targets ? JSON.stringify(targets) : 'all'}`;
  const compared = await compareAsked(context, options);
  const memory = recall(context, options, compared, recorder);
  const fresh = freshVerdict(context, options, memory, identity());
  if (fresh) return report(context, options, fresh, known);
  const { runBuild } = await import('./run-build.ts');
  const openSigner = async () => (await import('./signing-keys.ts')).openSigner(context);
  const build = (attempt: number) =>
    runBuild(
      context,
      { ...options, targets, signing: identity, ...(seals ? { openSigner } : {}) },
      attempt === 0 ? memory : recall(context, options, compared),
    );
  const run = await againWhenChanged(build);
  if ('verdict' in run) return report(context, options, run, known);
  return (await import('./unreadable.ts')).reportUnreadable(context, options, run);
}

/** How often a build starts again because its inputs change while it seals them. */
const maxRestarts = 3;

async function againWhenChanged<T>(build: (attempt: number) => Promise<T>): Promise<T> {
  for (let restarts = 0; ; restarts++) {
    try {
      return await build(restarts);
    } catch (error) {
      if (!isChangedWhileSealing(error)) throw error;
      if (restarts === maxRestarts)
        throw new UsageError(error.message, 'build again, with `--no-cache` when it stays so');
    }
  }
}

async function report(
  context: CliContext,
  options: WorkspaceOptions,
  { verdict, notice }: Remembered,
  known: BuildChoices['known'],
): Promise<ExitCode> {
  const code = await reportVerdict(context, options, verdict, known?.(verdict));
  context.err(notice ?? '');
  return code;
}
