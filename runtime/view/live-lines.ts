/** The lines of a live view that stay: one for each thing that is over. */
import { printable } from '../core/text.ts';
import type { RunEvent } from '../model/events.ts';
import type { Judged, StepResult } from '../model/result.ts';
import { durationText } from './durations.ts';
import { lineOf } from './lines.ts';
import type { Paint } from './paint.ts';

/** The line for what happened; undefined for what the moving part shows, or nothing does. */
export function lastingLine(event: RunEvent, paint: Paint): string | undefined {
  switch (event.type) {
    case 'symphony': {
      const { id, title } = event.plan;
      return indented(
        event.depth,
        0,
        `${paint('bold', printable(title))} ${paint('dim', `(${id}), ${event.dynamics}`)}`,
      );
    }
    case 'movement':
      return indented(event.depth, 1, paint('bold', printable(event.movement.title)));
    case 'step-ended':
      return indented(event.depth, 2, ending(event.step.title, event.result, event.earlier === true, paint));
    case 'judged':
      return indented(event.depth, 2, judgement(event.judged, lineOf(event)?.trimStart() ?? '', paint));
    case 'undone':
      return colored(event, event.undone.status === 'undone' ? 'yellow' : 'red', paint);
    case 'note':
      return colored(event, 'yellow', paint);
    case 'log':
      return event.level === 'info' ? lineOf(event) : colored(event, logStyles[event.level], paint);
    default:
      return undefined;
  }
}

const logStyles = { debug: 'dim', warn: 'yellow', error: 'red' } as const;

const indented = (depth: number, level: number, text: string): string => '  '.repeat(2 * depth + level) + text;

/** The plain line in one colour. */
function colored(event: RunEvent, style: Parameters<Paint>[0], paint: Paint): string {
  const line = lineOf(event) ?? '';
  const text = line.trimStart();
  return line.slice(0, line.length - text.length) + paint(style, text);
}

function ending(
  title: string,
  { status, reason, attempts, durationMs }: StepResult,
  earlier: boolean,
  paint: Paint,
): string {
  const name = printable(title);
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  const tries = attempts > 1 ? `, try ${attempts}` : '';
  switch (status) {
    case 'done':
      return `${paint('green', '✓')} ${name} ${paint('dim', earlier ? 'earlier' : durationText(durationMs) + tries)}`;
    case 'failed':
      return `${paint('red', `✗ ${name}`)}${tries}${why}`;
    case 'waiting':
      return `${paint('yellow', `? ${name}`)}${why}`;
    case 'skipped':
      return paint('dim', `- ${name}: skipped${why}`);
  }
}

const marks: Readonly<Record<Judged['verdict'], readonly [string, Parameters<Paint>[0]]>> = {
  holds: ['✓', 'green'],
  fails: ['✗', 'red'],
  unknown: ['✗', 'red'],
  waiting: ['?', 'yellow'],
  'not judged': ['-', 'dim'],
};

function judgement({ verdict }: Judged, text: string, paint: Paint): string {
  const [mark, style] = marks[verdict];
  return `${paint(style, mark)} ${verdict === 'holds' || verdict === 'not judged' ? paint('dim', text) : text}`;
}
