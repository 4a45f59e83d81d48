import { defineCommand } from '../define.ts';
import { freshVerdict, recall } from '../fresh.ts';
import { reportVerdict } from '../report-verdict.ts';
import { readWorkspaceOptions, workspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'check',
  summary: 'check the definitions and report violations; writes no output',
  configure: workspaceOptions,
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, given);
    const memory = recall(context, options);
    const fresh = freshVerdict(context, options, memory);
    if (fresh) return reportVerdict(context, options, fresh.verdict);
    const { runCheck, remember } = await import('../run-check.ts');
    const run = await runCheck(context, options, memory);
    if (!('verdict' in run.result))
      return (await import('../unreadable.ts')).reportUnreadable(context, options, run.result);
    const { verdict } = run.result;
    remember(options, run, verdict);
    return reportVerdict(context, options, verdict);
  },
});
