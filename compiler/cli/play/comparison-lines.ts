/** Two runs as `compare` prints them. */
import { printable } from '../../../runtime/core/text.ts';
import type { Comparison, Performance } from '../../../runtime/index.ts';
import { durationText } from '../../../runtime/view/durations.ts';
import { painter } from '../../../runtime/view/paint.ts';
import { type Cell, columns, dateText } from './columns.ts';
import { performanceLines } from './performance-lines.ts';

export function comparisonLines(
  comparison: Comparison,
  performance: Performance | undefined,
  color: boolean,
): string[] {
  const paint = painter(color);
  const { first, second, pace, steps, metrics, judged } = comparison;
  const head = [first, second].map((run) => ({ text: run.run, right: true, style: 'bold' as const }));
  const rows: Cell[][] = [
    [{ text: '' }, ...head, { text: '' }],
    ...factRows(comparison),
    [
      { text: 'the whole' },
      ...[first, second].map((run) => ({ text: durationText(run.durationMs), right: true })),
      paceCell(pace ?? 'as usual', first.durationMs, second.durationMs),
    ],
    ...steps.map((step) => [{ text: step.path }, sideCell(step.first), sideCell(step.second), changeCell(step)]),
  ];
  const measured = metrics.map(({ metric, path, first: a, second: b }) => [
    { text: metric },
    { text: valueText(a), right: true },
    { text: valueText(b), right: true },
    { text: differenceText(a, b) },
    { text: path, style: 'dim' as const },
  ]);
  const verdicts = judged.map(({ scope, name, first: a, second: b }) => [
    { text: scope },
    { text: name },
    { text: `${a ?? 'not there'} → ${b ?? 'not there'}`, style: b === 'holds' ? ('green' as const) : ('red' as const) },
  ]);
  const other =
    first.symphony === second.symphony
      ? []
      : [`the runs are of ${first.symphony} and of ${second.symphony}`].map(printable);
  return [
    ...other,
    ...columns(rows, paint),
    ...(measured.length === 0 ? [] : ['measured:', ...columns(measured, paint, '  ')]),
    ...(verdicts.length === 0 ? [] : ['judged differently:', ...columns(verdicts, paint, '  ')]),
    ...performanceLines(performance, paint),
  ];
}

/** How the runs ended, and of what else decides what they play only that which differs. */
function factRows({ first, second }: Comparison): Cell[][] {
  const row = (name: string, of: (run: Comparison['first']) => string, always = false): Cell[][] =>
    !always && of(first) === of(second)
      ? []
      : [[{ text: name }, { text: of(first), right: true }, { text: of(second), right: true }, { text: '' }]];
  return [
    ...row('started', ({ startedAt }) => dateText(startedAt), true),
    ...row('ended', ({ status }) => status, true),
    ...row('dynamics', ({ dynamics }) => dynamics),
    ...row('environment', ({ environment }) => environment ?? 'none'),
    ...row(
      'selection',
      ({ movement, beat }) => [movement, beat].filter((part) => part !== undefined).join('/') || 'all',
    ),
    ...row('plan', ({ plan }) => plan?.slice(0, 12) ?? 'unknown'),
  ];
}

type Step = Comparison['steps'][number];

const sideCell = (side: Step['first']): Cell => {
  if (!side) return { text: '–', right: true, style: 'dim' };
  return side.status === 'done'
    ? { text: durationText(side.durationMs), right: true }
    : { text: side.status, right: true, style: side.status === 'failed' ? 'red' : 'yellow' };
};

function changeCell({ change, first, second }: Step): Cell {
  if (change === 'new' || change === 'gone') return { text: change, style: 'cyan' };
  if (change === 'ended differently') return { text: change, style: 'yellow' };
  return paceCell(change, first!.durationMs, second!.durationMs);
}

function paceCell(pace: string, before: number, after: number): Cell {
  if (pace === 'as usual' || before === 0) return { text: pace === 'as usual' ? '' : pace };
  const percent = Math.round((100 * (after - before)) / before);
  const text = `${pace}, ${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
  return { text, style: pace === 'slower' ? 'red' : 'green' };
}

type Value = Comparison['metrics'][number]['first'];

const valueText = (value: Value): string => (value === undefined ? '–' : String(value));

function differenceText(first: Value, second: Value): string {
  if (typeof first !== 'number' || typeof second !== 'number' || first === second) return '';
  const difference = Number((second - first).toPrecision(6));
  return difference > 0 ? `+${difference}` : `−${-difference}`;
}
