/** A movement as it is printed: its measures, each with the names of its beats below. */
import { dynamicsLevels } from '../../../base/music.ts';
import type { Plan, PlanMovement, PlanStep } from '../../../generated/types/plan.ts';
import { type Html, html } from '../html.ts';
import { breakable } from '../parts/text.ts';
import type { NoteStyle } from './note.ts';
import { drawMeasures } from './staff.ts';

/** `first` is the number of the movement's first beat. */
export function drawSystem(plan: Plan, movement: PlanMovement, first: number): Html {
  const numbers = new Map(movement.steps.map((step, i) => [step.id, first + i]));
  const critical = new Set(movement.criticalPath);
  const waved = new Set(movement.waves.flat());
  const loudest = dynamicsLevels.indexOf(plan.dynamics);
  const number = (step: PlanStep): number => numbers.get(step.id)!;
  const style = (step: PlanStep): NoteStyle => ({
    critical: critical.has(step.id),
    played: dynamicsLevels.indexOf(step.from) <= loudest,
    reached: step.needs.some((need) => waved.has(need)),
  });
  const label = (step: PlanStep): Html =>
    html`<li${critical.has(step.id) && html` class="critical"`}><a href="#beat-${number(step)}"><span class="number">${number(step)}</span> ${breakable(step.title)}</a>${step.from !== 'p' && html` <i class="dynamics">${step.from}</i>`}</li>`;
  const measures = drawMeasures(movement, { number, style });
  return html`<ol class="measures">${measures.map(({ drawing, steps }) => html`<li>${drawing}<ul>${steps.map(label)}</ul></li>`)}</ol>`;
}
