import { type CliContext, defineCommand, type ExitCode } from '../define.ts';
import { freshVerdict, recall } from '../fresh.ts';
import { reportVerdict } from '../report-verdict.ts';
import { readWorkspaceOptions, type WorkspaceOptions, workspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'check',
  summary: 'check the definitions and report violations; writes no output',
  configure: workspaceOptions,
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, given);
    if (options.namesOut) return checkWithOutput(context, options);
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

/** Not remembered: what lies in the output folder is no input of a build. */
async function checkWithOutput(context: CliContext, options: WorkspaceOptions): Promise<ExitCode> {
  const [{ runCheck }, { outputComparison }] = await Promise.all([
    import('../run-check.ts'),
    import('../compare-output.ts'),
  ]);
  const compareOutput = outputComparison(context.host, options);
  const { result } = await runCheck(context, options, recall(context, options), { compareOutput });
  if (!('verdict' in result)) return (await import('../unreadable.ts')).reportUnreadable(context, options, result);
  return reportVerdict(context, options, result.verdict);
}
