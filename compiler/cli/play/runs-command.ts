/** The list of runs. */
import type { RunSummary } from '../../../runtime/index.ts';
import { durationText } from '../../../runtime/view/durations.ts';
import { painter } from '../../../runtime/view/paint.ts';
import { printableJson } from '../../base/printable-json.ts';
import type { CommandDefinition } from '../define.ts';
import { findRoot } from '../workspace-options.ts';
import { type Cell, columns, dateText, markOf } from './columns.ts';
import { isJson } from './runtime.ts';

export const runsCommand: CommandDefinition['run'] = async (context, options, [symphony]) => {
  const json = isJson(String(options['format']));
  const root = findRoot(context, options['workspace'] as string | undefined);
  const { runSummaries } = await import('../../../runtime/index.ts');
  const runs = runSummaries(root).filter((run) => symphony === undefined || run.symphony === symphony);
  if (json) context.out(printableJson({ version: 1, runs }));
  else if (runs.length === 0) context.out('there are no runs\n');
  else context.out(`${columns(runs.map(rowOf), painter(context.color)).join('\n')}\n`);
  return 0;
};

function rowOf(summary: RunSummary): Cell[] {
  const { run, symphony, status, startedAt, durationMs, dynamics, environment, movement, beat, steps, failedAt } =
    summary;
  const part = [movement, beat].filter((name) => name !== undefined).join('/');
  return [
    markOf(status),
    { text: run },
    { text: dateText(startedAt), style: 'dim' },
    { text: status },
    { text: `${symphony}${part === '' ? '' : ` (${part} only)`}`, style: 'bold' },
    { text: `${dynamics}${environment === null ? '' : ` in ${environment}`}` },
    { text: `${steps} steps`, right: true },
    { text: durationText(durationMs), right: true },
    { text: failedAt === undefined ? '' : `at ${failedAt}`, style: 'red' },
  ];
}
