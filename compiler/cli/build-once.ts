/** One build as `build` and `watch` do it: the last one when nothing changed, else a new one. */
import { recordingHost } from '../cache/recording-host.ts';
import type { CliContext, ExitCode } from './define.ts';
import { freshVerdict, type Remembered } from './fresh.ts';
import { reportVerdict } from './report-verdict.ts';
import { signingIdentity } from './signing-identity.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

export interface BuildChoices {
  /** These targets only. */
  readonly targets?: readonly string[];
  readonly seals: boolean;
}

/** Throws UsageError and HostError. */
export async function buildOnce(
  context: CliContext,
  options: WorkspaceOptions,
  { targets, seals }: BuildChoices,
): Promise<ExitCode> {
  const identity = (): string => `${seals ? signingIdentity(context.host) : 'none'} ${targets?.join(',') ?? ''}`;
  const looks = recordingHost(context.host);
  const fresh = freshVerdict(context, options, looks, identity());
  if (fresh) return report(context, options, fresh);
  const { runBuild } = await import('./run-build.ts');
  const signer = seals ? await (await import('./signing-keys.ts')).openSigner(context) : undefined;
  // The first build makes the key, so what identifies it is asked only now.
  const run = await runBuild(context, { ...options, targets, signer, signing: identity() }, looks);
  if ('verdict' in run) return report(context, options, run);
  return (await import('./unreadable.ts')).reportUnreadable(context, options.root, run);
}

async function report(
  context: CliContext,
  options: WorkspaceOptions,
  { verdict, notice }: Remembered,
): Promise<ExitCode> {
  const code = await reportVerdict(context, options, verdict);
  context.err(notice ?? '');
  return code;
}
