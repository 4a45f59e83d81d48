/** What took longer or less long than usual, in words. */
import type { Performance } from '../../../runtime/index.ts';
import { durationText } from '../../../runtime/view/durations.ts';
import type { Paint } from '../../../runtime/view/paint.ts';
import { columns } from './columns.ts';

/** Nothing when all is as usual or there are too few runs to say. `only` leaves out what is faster. */
export function performanceLines(performance: Performance | undefined, paint: Paint, only?: 'slower'): string[] {
  const shown = performance?.unusual.filter(({ pace }) => only === undefined || pace === only) ?? [];
  if (!performance || shown.length === 0) return [];
  const rows = shown.map(({ path, pace, durationMs, medianMs }) => [
    { text: path === '' ? 'the whole' : path },
    { text: durationText(durationMs), right: true, style: pace === 'slower' ? ('red' as const) : ('green' as const) },
    { text: `usually ${durationText(medianMs)}`, style: 'dim' as const },
  ]);
  const names = only ?? [...new Set(shown.map(({ pace }) => pace))].join(' or ');
  return [
    `${names} than usual (median of the last ${performance.against.length} runs like it):`,
    ...columns(rows, paint, '  '),
  ];
}
