import { printable } from '../../../runtime/core/text.ts';
import type { RunRecord } from '../../../runtime/index.ts';
import { printableJson } from '../../base/printable-json.ts';
import { defineCommand, UsageError } from '../define.ts';
import { findRun, isJson } from '../play/runtime.ts';
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
    const run = findRun(root, text, runtime);
    const record = runtime.runRecord(root, run);
    if (!record) throw new UsageError(`the journal of \`${run}\` does not begin with its start`);
    context.out(
      json
        ? printableJson(record)
        : linesOf(record)
            .map((line) => `${printable(line)}\n`)
            .join(''),
    );
    return 0;
  },
});

function linesOf(record: RunRecord): string[] {
  const { run, title, symphony, status, startedAt, durationMs, dynamics, environment, failure } = record;
  return [
    `${title} (${symphony}), run ${run}: ${status}`,
    `  started ${startedAt}, ${durationMs} ms, played ${dynamics}${environment === null ? '' : ` in ${environment}`}, level ${record.autonomy.level}`,
    ...(failure ? [`  failed: ${failure.subject}: ${failure.message}`] : []),
    ...record.steps.map((step) => {
      const undone = step.undone === undefined ? '' : step.undone === 'undone' ? ', undone' : ', could not be undone';
      const tries = step.attempts > 1 ? `, try ${step.attempts}` : '';
      const reason = step.reason === undefined ? '' : `: ${step.reason}`;
      return `  ${step.path}: ${step.status} (${step.durationMs} ms${tries})${undone}${reason}`;
    }),
    ...section('measured', record.metrics, ({ metric, value, step }) => `${metric} = ${String(value)} (${step})`),
    ...section(
      'proved',
      record.evidence,
      ({ evidence, digest, step }) => `${evidence}: ${digest.slice(0, 12)} (${step})`,
    ),
    ...section(
      'judged',
      record.judged,
      ({ scope, type, policy, expression, verdict }) => `${scope}: ${type} ${policy ?? expression ?? ''}: ${verdict}`,
    ),
    ...section(
      'decided',
      record.decisions,
      ({ subject, decision, by, at }) => `${subject}: ${decision} by ${by} at ${at}`,
    ),
  ];
}

const section = <T>(title: string, rows: readonly T[], row: (one: T) => string): string[] =>
  rows.length === 0 ? [] : [`${title}:`, ...rows.map((one) => `  ${row(one)}`)];
