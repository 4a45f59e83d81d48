/** Two runs side by side. */

import { printableJson } from '../../base/printable-json.ts';
import type { CommandDefinition } from '../define.ts';
import { findRoot } from '../workspace-options.ts';
import { findRun, isJson, recordOf } from './runtime.ts';

export const compareCommand: CommandDefinition['run'] = async (context, options, [first = '', second = '']) => {
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
};
