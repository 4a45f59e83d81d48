import { printableLines } from '../../../runtime/core/text.ts';
import { joinPath } from '../../base/path.ts';
import { printableJson } from '../../base/printable-json.ts';
import { nearest } from '../../base/text.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type CliContext, defineCommand, UsageError } from '../define.ts';
import type { TrendReport } from '../play/trends.ts';
import { absolute, findRoot } from '../workspace-options.ts';

/**
 * Prints what the last build reported, and how the runs since went. It reads the report and the journals: nothing is checked
 * again. Anybody may have written those files, so hidden characters in them are shown as escapes.
 */
export default defineCommand({
  name: 'report',
  summary: 'print the report of the last build, or the part about one symphony',
  configure: (command) => {
    command
      .argument('[symphony]', 'the id of a symphony; everything when left out')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--out <folder>', 'the output folder, `out` in the workspace by default')
      .option('--format <format>', 'markdown or json', 'markdown');
  },
  run: async (context, options, [symphony]) => {
    const given = (name: string): string | undefined => options[name] as string | undefined;
    const format = given('format');
    if (format !== 'markdown' && format !== 'json')
      throw new UsageError(`there is no format \`${format}\``, 'the formats are markdown and json');
    const out = given('out');
    const root = rootOf(context, given('workspace'), out !== undefined);
    const folder = out === undefined ? joinPath(root!, 'out') : absolute(context, out);
    const { trendReports, trendSection } = await import('../play/trends.ts');
    const trends = (): Promise<TrendReport[]> =>
      root === undefined ? Promise.resolve([]) : trendReports(root, symphony);
    if (format === 'json') {
      const verdict = JSON.parse(read(context, joinPath(folder, 'report/verdict.json'))) as Verdict;
      if (symphony !== undefined && !verdict.summary.symphonies.some(({ id }) => id === symphony))
        throw notFound(verdict, symphony);
      context.out(printableJson({ version: 1, verdict, runs: await trends() }));
      return 0;
    }
    const report = read(context, joinPath(folder, 'report/report.md'));
    const part = symphony === undefined ? report : await partOf(context, folder, report, symphony);
    const runs = trendSection(await trends(), symphony === undefined ? 2 : 3);
    context.out(printableLines(runs === '' ? part : `${part.trimEnd()}\n\n${runs}`));
    return 0;
  },
});

/** A report may be read where there is no workspace; then there are no runs either. Throws UsageError. */
function rootOf(context: CliContext, workspace: string | undefined, outGiven: boolean): string | undefined {
  try {
    return findRoot(context, workspace);
  } catch (error) {
    if (outGiven && workspace === undefined) return undefined;
    throw error;
  }
}

/** The part about one symphony. Throws UsageError. */
async function partOf(context: CliContext, folder: string, report: string, symphony: string): Promise<string> {
  const { findSection } = await import('../../targets/report/sections.ts');
  const section = findSection(report, symphony);
  if (section !== undefined) return section.endsWith('\n') ? section : `${section}\n`;
  throw notFound(JSON.parse(read(context, joinPath(folder, 'report/verdict.json'))) as Verdict, symphony);
}

function read({ host }: CliContext, path: string): string {
  if (host.stat(path)?.type !== 'file') {
    throw new UsageError(`there is no report at ${path}`, 'make one with `symphonyc build`');
  }
  return new TextDecoder().decode(host.readFile(path));
}

function notFound({ summary }: Verdict, symphony: string): UsageError {
  const near = nearest(
    symphony,
    summary.symphonies.map(({ id }) => id),
  );
  const help = near ? `did you mean \`${near}\`?` : 'build again when it is new';
  return new UsageError(`the report has no symphony \`${symphony}\``, help);
}
