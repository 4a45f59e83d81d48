import { recordingHost } from '../../cache/recording-host.ts';
import { defineCommand } from '../define.ts';
import { freshVerdict } from '../fresh.ts';
import { reportVerdict } from '../report-verdict.ts';
import { readWorkspaceOptions, workspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'check',
  summary: 'check the definitions and report violations; writes no output',
  configure: workspaceOptions,
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, given);
    const looks = recordingHost(context.host);
    const fresh = freshVerdict(context, options, looks);
    if (fresh) return reportVerdict(context, options, fresh.verdict);
    const { runCheck, remember } = await import('../run-check.ts');
    const run = await runCheck(context, options, looks);
    if (!('verdict' in run.result))
      return (await import('../unreadable.ts')).reportUnreadable(context, options, run.result);
    const { verdict } = run.result;
    remember(context, options, run, verdict);
    return reportVerdict(context, options, verdict);
  },
});
