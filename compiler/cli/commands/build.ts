import type { Signer } from '../../model/seal.ts';
import { type CliContext, defineCommand, UsageError } from '../define.ts';
import { freshVerdict } from '../fresh.ts';
import { reportVerdict } from '../report-verdict.ts';
import { signingIdentity } from '../signing-identity.ts';
import { readWorkspaceOptions, workspaceOptions } from '../workspace-options.ts';

async function openSigner({ host }: CliContext): Promise<Signer> {
  const { loadSigner } = await import('../signing-keys.ts');
  const loaded = loadSigner(host);
  if ('problem' in loaded) throw new UsageError(loaded.problem.message, loaded.problem.help);
  return loaded.signer;
}

export default defineCommand({
  name: 'build',
  summary: 'check the definitions, emit everything and seal it as evidence',
  configure: (command) => {
    workspaceOptions(command);
    command
      .option('--targets <names>', 'emit these targets only, separated by commas')
      .option('--no-seal', 'leave out the evidence');
  },
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, given);
    const targets = (given['targets'] as string | undefined)?.split(',').map((name) => name.trim());
    const seals = given['seal'] !== false;
    const signing = `${seals ? signingIdentity(context.host) : 'none'} ${targets?.join(',') ?? ''}`;
    const fresh = freshVerdict(context, options, { signing });
    if (fresh) {
      const code = await reportVerdict(context, options, fresh.verdict);
      context.err(fresh.notice ?? '');
      return code;
    }
    const { runBuild } = await import('../run-build.ts');
    const signer = seals ? await openSigner(context) : undefined;
    // The first build makes the key, so what identifies it is asked again.
    const signedWith = seals ? `${signingIdentity(context.host)} ${targets?.join(',') ?? ''}` : signing;
    const run = await runBuild(context, { ...options, targets, signer, signing: signedWith });
    if (!('notice' in run)) {
      if ('verdict' in run.result) throw new Error('a build without a result');
      return (await import('../unreadable.ts')).reportUnreadable(context, options.root, run.result);
    }
    const code = await reportVerdict(context, options, run.verdict);
    context.err(run.notice);
    return code;
  },
});
