/** One run, as its journal tells it. */

import { printableJson } from '../../base/printable-json.ts';
import type { CommandDefinition } from '../define.ts';
import { findRoot } from '../workspace-options.ts';
import { findRun, isJson, recordOf } from './runtime.ts';

export const showCommand: CommandDefinition['run'] = async (context, options, [text = '']) => {
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
};
