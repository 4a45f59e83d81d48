import { printable } from '../../../runtime/core/text.ts';
import type { RunSummary } from '../../../runtime/index.ts';
import { printableJson } from '../../base/printable-json.ts';
import { defineCommand } from '../define.ts';
import { isJson } from '../play/runtime.ts';
import { findRoot } from '../workspace-options.ts';

export default defineCommand({
  name: 'runs',
  summary: 'list the runs of a workspace, newest last',
  configure: (command) => {
    command
      .argument('[symphony]', 'only the runs of this symphony')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--format <format>', 'pretty or json', 'pretty');
  },
  run: async (context, options, [symphony]) => {
    const json = isJson(String(options['format']));
    const root = findRoot(context, options['workspace'] as string | undefined);
    const { runSummaries } = await import('../../../runtime/index.ts');
    const runs = runSummaries(root).filter((run) => symphony === undefined || run.symphony === symphony);
    if (json) context.out(printableJson({ version: 1, runs }));
    else context.out(runs.length === 0 ? 'there are no runs\n' : runs.map(lineOf).join(''));
    return 0;
  },
});

function lineOf({ run, symphony, status, durationMs, dynamics, movement, beat, steps, failedAt }: RunSummary): string {
  const part = [movement, beat].filter((name) => name !== undefined).join('/');
  const what = `${symphony}${part === '' ? '' : ` (${part} only)`}`;
  const failure = failedAt === undefined ? '' : `, at ${failedAt}`;
  return `${printable(`${run}  ${status.padEnd(7)}  ${what}, ${dynamics}, ${steps} steps, ${durationMs} ms${failure}`)}\n`;
}
