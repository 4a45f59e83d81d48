/** Note heads: their form says what a beat does, their colour whether it is on the critical path. */
import type { PlanStep } from '../../../generated/types/plan.ts';
import { type Html, html } from '../html.ts';

export interface NoteStyle {
  readonly critical: boolean;
  /** Whether it plays at the level of dynamics that the symphony is played at by default. */
  readonly played: boolean;
  /** Whether a line leads to it. */
  readonly reached: boolean;
}

interface NoteView extends NoteStyle {
  readonly y: number;
  readonly number: number;
  readonly does: PlanStep['does']['type'];
}

const heads: Readonly<Record<NoteView['does'], string>> = {
  handler: 'M-13 2.4C-13-4.5-5.5-9 2.6-9C9.2-9 13-6.4 13-2.4C13 4.5 5.5 9-2.6 9C-9.2 9-13 6.4-13 2.4Z',
  run: 'M-14 0L0-10L14 0L0 10Z',
  perform: 'M-14-9H14V9H-14ZM-18-9V9M18-9V9',
  probe: 'M-9.5 0A9.5 9.5 0 1 0 9.5 0A9.5 9.5 0 1 0-9.5 0Z',
  approve: 'M-13 2.4C-13-4.5-5.5-9 2.6-9C9.2-9 13-6.4 13-2.4C13 4.5 5.5 9-2.6 9C-9.2 9-13 6.4-13 2.4Z',
};

/** A hold: the music waits until somebody gives the sign. */
const fermata = (y: number): Html =>
  html`<path class="fermata" d="M-9 ${y}A9 9 0 0 1 9 ${y}"/><circle class="dot" cy="${y - 2}" r="1.8"/>`;

export function drawNote({ y, number, does, critical, played, reached }: NoteView): Html {
  const classes = `note ${does}${critical ? ' critical' : ''}${played ? '' : ' silent'}`;
  return html`<g class="${classes}" transform="translate(0 ${y})">${reached && html`<path class="arrow" d="M-15 0l-7-4v8z"/>`}<path class="head" d="${heads[does]}"/><text y="4">${number}</text>${does === 'approve' && fermata(-14)}</g>`;
}
