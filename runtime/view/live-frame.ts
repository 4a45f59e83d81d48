/** The moving part of a live view, as lines of text: what runs, how far the whole is, and the movements. */
import { printable } from '../core/text.ts';
import { durationText } from './durations.ts';
import type { LiveState, Stage } from './live-state.ts';
import { fitted, type Paint, shortened, widthOf } from './paint.ts';

interface Room {
  readonly columns: number;
  readonly rows: number;
}

type Running = LiveState['running'][number];

/** The lines at `now`, none wider than the room and no more than half as many as it has rows. */
export function frameOf(state: LiveState, now: number, { columns, rows }: Room, paint: Paint): string[] {
  if (state.movements.length === 0) return [];
  const acting = state.running.filter(({ since }) => since !== undefined);
  const most = Math.max(1, Math.floor(rows / 2) - 3);
  const shown = acting.slice(0, most);
  const more = state.running.length - shown.length;
  const column = Math.min(Math.max(0, ...shown.map(({ step }) => widthOf(printable(step.title)))), columns - 34, 60);
  return [
    ...shown.map((one) => runningLine(one, now, Math.max(8, column), columns, paint)),
    ...(more > 0 ? [paint('dim', shortened(`      ${waitingText(acting.length - shown.length, more)}`, columns))] : []),
    progressLine(state, now, columns, paint),
    movementsLine(state, columns, paint),
  ];
}

/** Those that there is no room for act too; the others wait for their turn. */
const waitingText = (hidden: number, more: number): string => {
  const queued = more - hidden;
  const parts = [
    ...(hidden > 0 ? [`${hidden} more`] : []),
    ...(queued > 0 ? [`${queued} waiting for their turn`] : []),
  ];
  return `+ ${parts.join(', ')}`;
};

const spinner = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

function runningLine(
  { step, critical, since, limitMs, attempt }: Running,
  now: number,
  column: number,
  columns: number,
  paint: Paint,
): string {
  const turn = spinner[Math.floor(now / 100) % spinner.length]!;
  const elapsed = now - since!;
  const asks = step.does.type === 'approve';
  const mark = asks ? paint('yellow', '?') : paint('cyan', turn);
  const title = fitted(printable(step.title), column);
  const tries = attempt > 1 ? ` try ${attempt}` : '';
  const room = columns - column - 8;
  const time = shortened(`${against(elapsed, limitMs)}${tries}`, Math.max(0, room));
  return `    ${mark} ${critical ? paint('cyan', '◆') : ' '} ${title} ${timePaint(elapsed, limitMs, time, paint)}`;
}

const against = (ms: number, limitMs: number | undefined): string =>
  limitMs === undefined ? clockText(ms) : `${clockText(ms)} of ${durationText(limitMs)}`;

/** Moves by tenths of a second, and does not jump from one unit to the next. */
const clockText = (ms: number): string => (ms < 60_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : durationText(ms));

/** What is about to run out of time is told by its colour. */
function timePaint(ms: number, limitMs: number | undefined, text: string, paint: Paint): string {
  if (limitMs === undefined || ms < 0.8 * limitMs) return paint('dim', text);
  return paint(ms < limitMs ? 'yellow' : 'red', text);
}

const barColumns = 24;

function progressLine(state: LiveState, now: number, columns: number, paint: Paint): string {
  const all = state.movements.reduce((sum, { movement }) => sum + movement.steps.length, 0);
  const share = all === 0 ? 0 : Math.min(1, state.ended / all);
  const filled = Math.round(share * barColumns);
  const legend = state.running.some(({ critical }) => critical) ? ' · ◆ critical path' : '';
  const current = state.movements.find(({ stage }) => stage === 'playing');
  const budget = current?.movement.budgetMs;
  const parts = [
    `${state.ended} of ${all} beats`,
    against(now - state.begin, state.budgetMs),
    ...(current && budget !== undefined ? [`movement ${against(now - current.begin, budget)}`] : []),
  ];
  const text = shortened(`${parts.join(' · ')}${legend}`, Math.max(0, columns - barColumns - 5));
  const bar = `${paint('green', '━'.repeat(filled))}${paint('dim', '─'.repeat(barColumns - filled))}`;
  return columns < barColumns + 20 ? `  ${shortened(parts.join(' · '), columns - 2)}` : `  ${bar}  ${text}`;
}

const stages: Readonly<Record<Stage, readonly [string, Parameters<Paint>[0] | undefined]>> = {
  'to come': ['·', 'dim'],
  playing: ['▸', 'bold'],
  done: ['✓', 'green'],
  failed: ['✗', 'red'],
  waiting: ['?', 'yellow'],
  skipped: ['-', 'dim'],
};

/** All movements in a row; where there is no room for all, from the one before the current on. */
function movementsLine({ movements }: LiveState, columns: number, paint: Paint): string {
  const texts = movements.map(({ movement, stage }) => `${stages[stage][0]} ${printable(movement.title)}`);
  const whole = texts.join('   ');
  const current = movements.findIndex(({ stage }) => stage === 'playing');
  const from = widthOf(whole) + 2 <= columns ? 0 : Math.max(0, current - 1);
  let room = columns - 2;
  const shown: string[] = [];
  for (const [index, text] of texts.entries()) {
    if (index < from || room <= 0) continue;
    const cut = shortened(text, room);
    room -= widthOf(cut) + 3;
    const style = stages[movements[index]!.stage][1];
    shown.push(style ? paint(style, cut) : cut);
  }
  return `  ${shown.join('   ')}`;
}
