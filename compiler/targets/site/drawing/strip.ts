/** A symphony in one line: its beats as small notes, its movements between bar lines. */
import { dynamicsLevels } from '../../../base/music.ts';
import type { MovementOutline } from '../../../model/index.ts';
import { type Html, html } from '../html.ts';

/** Notes beyond this are no longer drawn; the numbers beside the strip count them all. */
const most = 120;
const pitch = 9;

export function drawStrip(movements: readonly MovementOutline[]): Html {
  let x = 6;
  let drawn = 0;
  let notes = '';
  let bars = 'M.5 6V34';
  for (const movement of movements) {
    for (const beat of movement.beats) {
      const level = Math.max(0, dynamicsLevels.indexOf(beat.from as (typeof dynamicsLevels)[number]));
      for (let i = 0; i < beat.count && drawn < most; i++, drawn++) {
        notes += `M${x} ${26.5 - level * 7}a3.4 2.6 0 1 0 6.8 0a3.4 2.6 0 1 0-6.8 0z`;
        x += pitch;
      }
    }
    x += 6;
    bars += `M${x - 3} 6V34`;
  }
  const width = x;
  const lines = [6, 13, 20, 27, 34].map((y) => `M0 ${y}H${width - 3}`).join('');
  return html`<svg class="strip" viewBox="0 0 ${width} 40" width="${width}" height="40" preserveAspectRatio="xMinYMid meet" aria-hidden="true" focusable="false"><path class="lines" d="${lines}"/><path class="bars" d="${bars}"/><path class="notes" d="${notes}"/></svg>`;
}
