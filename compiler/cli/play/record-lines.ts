/** A run as `show` prints it. */
import { printable } from '../../../runtime/core/text.ts';
import type { Performance, RunRecord } from '../../../runtime/index.ts';
import { durationText } from '../../../runtime/view/durations.ts';
import { type Paint, painter } from '../../../runtime/view/paint.ts';
import { type Cell, columns, dateText, markOf } from './columns.ts';
import { performanceLines } from './performance-lines.ts';

export function recordLines(record: RunRecord, performance: Performance | undefined, color: boolean): string[] {
  const paint = painter(color);
  const { title, symphony, status, durationMs, failure, metrics, evidence, judged, decisions } = record;
  const mark = markOf(status);
  return [
    `${paint(mark.style!, mark.text)} ${paint('bold', printable(title))} (${printable(symphony)}): ${status}, ${durationText(durationMs)}`,
    `  ${paint('dim', printable(factsOf(record)))}`,
    ...(failure ? [paint('red', printable(`  failed: ${failure.subject}: ${failure.message}`))] : []),
    ...stepLines(record, paint),
    ...section(
      'measured',
      metrics.map(({ metric, value, step }) => [{ text: metric }, { text: String(value), right: true }, dim(step)]),
      paint,
    ),
    ...section(
      'proved',
      evidence.map((one) => [{ text: one.evidence }, { text: one.digest.slice(0, 12) }, dim(one.step)]),
      paint,
    ),
    ...section(
      'judged',
      judged.map(({ scope, type, policy, expression, verdict }) => [
        markOf(verdict === 'holds' ? 'done' : verdict === 'fails' || verdict === 'unknown' ? 'failed' : verdict),
        { text: scope },
        { text: [type, policy, expression].filter((part) => part !== undefined).join(' ') },
        dim(verdict),
      ]),
      paint,
    ),
    ...section(
      'decided',
      decisions.map(({ subject, decision, by, at }) => [
        { text: subject },
        { text: `${decision} by ${by}` },
        dim(dateText(at)),
      ]),
      paint,
    ),
    ...performanceLines(performance, paint),
  ];
}

const dim = (text: string): Cell => ({ text, style: 'dim' });

function factsOf({
  run,
  startedAt,
  dynamics,
  environment,
  autonomy,
  movement,
  beat,
  processes,
  follows,
}: RunRecord): string {
  const part = [movement, beat].filter((name) => name !== undefined).join('/');
  return [
    run,
    `${dateText(startedAt)} UTC`,
    `played ${dynamics}`,
    ...(environment === null ? [] : [`in ${environment}`]),
    `level ${autonomy.level}`,
    ...(part === '' ? [] : [`${part} only`]),
    ...(processes > 1 ? [`by ${processes} processes`] : []),
    ...(follows === undefined ? [] : [`follows ${follows}`]),
  ].join(' · ');
}

/** By movement, in the order in which these began. */
function stepLines({ steps }: RunRecord, paint: Paint): string[] {
  const movements = new Map<string, RunRecord['steps'][number][]>();
  for (const step of steps) {
    const place = step.path.slice(0, Math.max(0, step.path.length - step.step.length - 1));
    movements.set(place, [...(movements.get(place) ?? []), step]);
  }
  const rows = [...movements].map(([place, own]) => ({ place, lines: own.map(stepRow) }));
  const aligned = columns(
    rows.flatMap(({ lines }) => lines),
    paint,
    '    ',
  );
  return rows.flatMap(({ place, lines }) => [
    `  ${paint('bold', printable(place))}`,
    ...aligned.splice(0, lines.length),
  ]);
}

function stepRow({ step, title, status, durationMs, attempts, reason, undone }: RunRecord['steps'][number]): Cell[] {
  const ending = undone === undefined ? '' : undone === 'undone' ? 'undone' : 'could not be undone';
  const remarks = [ending, attempts > 1 ? `try ${attempts}` : '', reason ?? ''].filter((part) => part !== '');
  return [
    markOf(undone === 'undone' ? undone : status),
    { text: step },
    { text: title === step ? '' : title, style: 'dim' },
    { text: status === 'skipped' ? '' : durationText(durationMs), right: true },
    { text: status === 'done' || status === 'failed' ? '' : status, style: 'dim' },
    { text: remarks.join('; '), style: status === 'failed' ? 'red' : 'dim' },
  ];
}

const section = (title: string, rows: readonly (readonly Cell[])[], paint: Paint): string[] =>
  rows.length === 0 ? [] : [`${title}:`, ...columns(rows, paint, '  ')];
