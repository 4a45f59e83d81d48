import { defineCommand, UsageError } from '../define.ts';
import { readWorkspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'fix',
  summary: 'repair what can be repaired without a doubt; what makes anything worse is left out',
  configure: (command) => {
    command
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option(
        '--unsafe',
        'make the edits too that are to be looked at, such as a handler that throws until it is written',
      )
      .list('--code <codes>', 'repair these codes only, separated by commas')
      .option('--dry-run', 'write nothing; print what would change as a patch that `git apply` takes')
      .option('--commit', 'make one git commit for each phase')
      .option('--undo', 'give the files of the last run their old bytes again')
      .option('--format <format>', 'how to print what was done: pretty or json', 'pretty')
      .option('--fail-on <severity>', 'the least severity that fails: critical, major, minor or info')
      .option('--as-of <date>', 'the date that expiries are judged by, as YYYY-MM-DD')
      .option('--out <folder>', 'the output folder, `out` in the workspace by default')
      .option('--verbose', 'show everything that is left, not only how much there is of a code')
      .option('--no-cache', 'look at everything again');
  },
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, { ...given, output: [] });
    if (options.format === 'sarif') throw new UsageError('`fix` prints pretty text or JSON');
    const is = (name: string): boolean => given[name] === true;
    const named = (given['code'] as string[]).flatMap((text) => text.split(','));
    const chosen = ['unsafe', 'dryRun', 'commit'].filter(is);
    if (is('undo')) {
      if (chosen.length > 0 || named.length > 0) throw new UsageError('`--undo` goes with no other choice', undoHelp);
      return (await import('../run-undo.ts')).runUndo(context, options);
    }
    if (is('dryRun') && is('commit')) throw new UsageError('`--dry-run` writes nothing, so there is nothing to commit');
    const { readCodes, runFix } = await import('../run-fix.ts');
    const choices = { unsafe: is('unsafe'), dryRun: is('dryRun'), commit: is('commit'), codes: readCodes(named) };
    return runFix(context, options, choices);
  },
});

const undoHelp = 'it gives all files of the last run their old bytes again';
