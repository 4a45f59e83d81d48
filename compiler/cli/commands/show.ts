import { printableJson } from '../../base/printable-json.ts';
import { defineCommand } from '../define.ts';
import { findRun, isJson, recordOf } from '../play/runtime.ts';
import { findRoot } from '../workspace-options.ts';

export default defineCommand({
  name: 'show',
  summary: 'show what a run did: its steps, what it measured, what was judged, decided and undone',
  configure: (command) => {
    command
      .argument('<run>', 'the id of the run, a part of it, or `last`')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--format <format>', 'pretty or json', 'pretty');
  },
  run: async (context, options, [text = '']) => {
    const json = isJson(String(options['format']));
    const root = findRoot(context, options['workspace'] as string | undefined);
    const runtime = await import('../../../runtime/index.ts');
    const record = recordOf(root, findRun(root, text, runtime), runtime);
    const performance = runtime.performanceOf(root, record);
    if (json) {
      context.out(printableJson({ ...record, performance }));
      return 0;
    }
    const { recordLines } = await import('../play/record-lines.ts');
    context.out(`${recordLines(record, performance, context.color).join('\n')}\n`);
    return 0;
  },
});
