import { printableJson } from '../../base/printable-json.ts';
import { defineCommand } from '../define.ts';
import { findRun, isJson, recordOf } from '../play/runtime.ts';
import { findRoot } from '../workspace-options.ts';

/** Says what differs and judges nothing: it ends with 0. */
export default defineCommand({
  name: 'compare',
  summary: 'compare two runs: what is slower, faster, new or gone, and what ended or was judged differently',
  configure: (command) => {
    command
      .argument('<first>', 'the run to compare with: its id, a part of it, or `last`')
      .argument('<second>', 'the run that is compared')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--format <format>', 'pretty or json', 'pretty');
  },
  run: async (context, options, [first = '', second = '']) => {
    const json = isJson(String(options['format']));
    const root = findRoot(context, options['workspace'] as string | undefined);
    const runtime = await import('../../../runtime/index.ts');
    const [before, after] = [first, second].map((text) => recordOf(root, findRun(root, text, runtime), runtime));
    const comparison = runtime.compareRuns(before!, after!);
    const performance = runtime.performanceOf(root, after!);
    if (json) {
      context.out(printableJson({ ...comparison, performance }));
      return 0;
    }
    const { comparisonLines } = await import('../play/comparison-lines.ts');
    context.out(`${comparisonLines(comparison, performance, context.color).join('\n')}\n`);
    return 0;
  },
});
