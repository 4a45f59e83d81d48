import { defineCommand } from '../define.ts';
import { readWorkspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'baseline',
  summary: 'record the violations of today, so that only new ones fail',
  configure: (command) => {
    command
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--accept-new', 'record violations, too, that the baseline of before does not')
      .option('--fail-on <severity>', 'the least severity that fails: critical, major, minor or info')
      .option('--as-of <date>', 'the date that expiries are judged by, as YYYY-MM-DD')
      .option('--out <folder>', 'the output folder, `out` in the workspace by default')
      .option('--no-cache', 'look at everything again');
  },
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, given);
    const { recordBaseline } = await import('../record-baseline.ts');
    return recordBaseline(context, options, given['acceptNew'] === true);
  },
});
