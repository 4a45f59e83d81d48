import { printableLines } from '../../../runtime/core/text.ts';
import { joinPath } from '../../base/path.ts';
import { nearest } from '../../base/text.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type CliContext, defineCommand, UsageError } from '../define.ts';
import { absolute, findRoot } from '../workspace-options.ts';

/**
 * Prints what the last build reported. It reads the report alone: nothing is checked again. Anybody may have written that
 * file, so hidden characters in it are shown as escapes.
 */
export default defineCommand({
  name: 'report',
  summary: 'print the report of the last build, or the part about one symphony',
  configure: (command) => {
    command
      .argument('[symphony]', 'the id of a symphony; everything when left out')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--out <folder>', 'the output folder, `out` in the workspace by default');
  },
  run: async (context, options, [symphony]) => {
    const out = options['out'] as string | undefined;
    const folder =
      out === undefined
        ? joinPath(findRoot(context, options['workspace'] as string | undefined), 'out')
        : absolute(context, out);
    const report = read(context, joinPath(folder, 'report/report.md'));
    if (symphony === undefined) {
      context.out(printableLines(report));
      return 0;
    }
    const { findSection } = await import('../../targets/report/sections.ts');
    const section = findSection(report, symphony);
    if (section === undefined) throw notFound(context, folder, symphony);
    context.out(printableLines(section.endsWith('\n') ? section : `${section}\n`));
    return 0;
  },
});

function read({ host }: CliContext, path: string): string {
  if (host.stat(path)?.type !== 'file') {
    throw new UsageError(`there is no report at ${path}`, 'make one with `symphonyc build`');
  }
  return new TextDecoder().decode(host.readFile(path));
}

function notFound(context: CliContext, folder: string, symphony: string): UsageError {
  const { summary } = JSON.parse(read(context, joinPath(folder, 'report/verdict.json'))) as Verdict;
  const near = nearest(
    symphony,
    summary.symphonies.map(({ id }) => id),
  );
  const help = near ? `did you mean \`${near}\`?` : 'build again when it is new';
  return new UsageError(`the report has no symphony \`${symphony}\``, help);
}
