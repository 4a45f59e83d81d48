import { type CliContext, defineCommand, type ExitCode } from '../define.ts';
import { freshVerdict, recall } from '../fresh.ts';
import { reportVerdict } from '../report-verdict.ts';
import { type Compared, compareAsked } from '../revisions.ts';
import {
  comparisonOptions,
  readWorkspaceOptions,
  type WorkspaceOptions,
  workspaceOptions,
} from '../workspace-options.ts';

export default defineCommand({
  name: 'check',
  summary: 'check the definitions and report violations; writes no output',
  configure: (command) => {
    workspaceOptions(command);
    comparisonOptions(command);
    command.option('--since <ref>', 'tell only what changes since a revision touch, and count what is left out');
  },
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, given);
    const compared = await compareAsked(context, options);
    if (options.namesOut) return checkWithOutput(context, options, compared);
    const memory = recall(context, options, compared);
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
async function checkWithOutput(
  context: CliContext,
  options: WorkspaceOptions,
  compared: Compared | undefined,
): Promise<ExitCode> {
  const [{ runCheck }, { outputComparison }] = await Promise.all([
    import('../run-check.ts'),
    import('../compare-output.ts'),
  ]);
  const compareOutput = outputComparison(context.host, options);
  const { result } = await runCheck(context, options, recall(context, options, compared), { compareOutput });
  if (!('verdict' in result)) return (await import('../unreadable.ts')).reportUnreadable(context, options, result);
  return reportVerdict(context, options, result.verdict);
}
