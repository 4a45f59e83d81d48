/** The rows of a movement's table, cell by cell. */
import type { Plan, PlanMovement, PlanStep } from '../../../generated/types/plan.ts';
import { type Html, html, noHtml } from '../html.ts';
import { symphonyPage } from '../paths.ts';
import { showDuration } from './duration.ts';
import { breakable } from './text.ts';

export interface BeatView {
  readonly number: number;
  readonly id: Html;
  readonly title: string;
  readonly purpose: string | null;
  readonly more: Html | null;
  readonly critical: boolean;
  readonly does: Html;
  readonly time: Html;
  readonly level: PlanStep['from'];
  readonly events: Html;
  readonly rollback: Html;
}

/** `first` is the number of the movement's first beat. */
export function beatViews(plan: Plan, movement: PlanMovement, first: number, root: string): BeatView[] {
  const places = new Map(movement.steps.map((step, i) => [step.id, i]));
  const critical = new Set(movement.criticalPath);
  return movement.steps.map((step, i) => ({
    number: first + i,
    id: breakable(step.id),
    title: step.title,
    purpose: step.purpose ?? null,
    more: moreOf(step),
    critical: critical.has(step.id),
    does: html`${actionOf(plan, step, root)}${step.when && labelled('when', html`<code>${step.when.cel}</code>`)}${needsOf(movement, step, i, first, places)}`,
    time: timeOf(step),
    level: step.from,
    events: html`${eventsOf('awaits', step.awaits)}${eventsOf('emits', step.emits)}`,
    rollback: step.rollback
      ? html`<code>${breakable(`${step.rollback.module}#${step.rollback.export}`)}</code>`
      : html`<span class="quiet">${effectsText[step.effects]}</span>`,
  }));
}

const labelled = (label: string, content: Html): Html => html`<span class="verb">${label}</span> ${content} `;

const effectsText: Readonly<Record<PlanStep['effects'], string>> = {
  none: 'nothing to undo',
  local: 'none, local effects',
  external: 'none, external effects',
};

function timeOf({ timeoutMs, retry }: PlanStep): Html {
  const limit = timeoutMs === undefined ? html`<span class="missing">none</span>` : html`${showDuration(timeoutMs)}`;
  if (!retry) return limit;
  const pause = retry.backoffMs === undefined ? '' : `, ${showDuration(retry.backoffMs)} apart, doubling`;
  return html`${limit} <small>${retry.attempts} attempts${pause}</small>`;
}

const eventsOf = (label: string, events: readonly string[]): Html =>
  events.length === 0
    ? noHtml
    : labelled(label, html`${events.map((event) => html`<code class="event">${breakable(event)}</code> `)}`);

/** The common case, that a beat follows the one before it, goes without saying. */
function needsOf(
  movement: PlanMovement,
  step: PlanStep,
  i: number,
  first: number,
  places: ReadonlyMap<string, number>,
): Html {
  if (step.needs.length === 0 || (step.needs.length === 1 && step.needs[0] === movement.steps[i - 1]?.id))
    return noHtml;
  const links = step.needs.flatMap((id) => {
    const place = places.get(id);
    if (place === undefined) return [];
    return html`<a href="#beat-${first + place}" title="${movement.steps[place]!.title}">${first + place}</a> `;
  });
  return html`<span class="needs">after ${links}</span>`;
}

const codes = (words: readonly string[]): Html => html`${words.map((word) => html`<code>${breakable(word)}</code> `)}`;

function actionOf(plan: Plan, { does }: PlanStep, root: string): Html {
  switch (does.type) {
    case 'handler':
      return labelled('calls', codes([`${does.module}#${does.export}`]));
    case 'run':
      return labelled('runs', codes(does.argv));
    case 'approve':
      return html`${labelled('approved by', codes([does.by]))}${does.question !== undefined && html`<q>${does.question}</q>`}`;
    case 'probe':
      return html`${labelled(`looks at ${does.look}`, codes(does.at))}${labelled('expects', codes([does.expect.cel]))}`;
    case 'perform': {
      const exists = typeof plan.plans[does.symphony] === 'string';
      const href = exists ? `${root}${symphonyPage(does.symphony)}` : `${root}symphonies.html`;
      return labelled('performs', html`<a href="${href}">${breakable(does.symphony)}</a>`);
    }
  }
}

/** What is looked up rather than read. */
function moreOf(step: PlanStep): Html | null {
  const { activity, measures, evidence, acceptance = [], spec, test, source } = step;
  if (measures.length + evidence.length + acceptance.length === 0 && !spec && !test) return null;
  const row = (label: string, content: Html): Html => html`<div><dt>${label}</dt><dd>${content}</dd></div>`;
  return html`<details class="more"><summary>More</summary><dl>${activity !== undefined && row('Activity', html`${activity}`)}${measures.length > 0 && row('Measures', codes(measures))}${evidence.length > 0 && row('Evidence', codes(evidence))}${acceptance.length > 0 && row('Accepted when', html`<ul>${acceptance.map((text) => html`<li>${text}</li>`)}</ul>`)}${spec !== undefined && row('Specification', html`${spec}`)}${test !== undefined && row('Test', html`${test}`)}${row('Written at', html`<code>${source.file}:${source.line}:${source.column}</code>`)}</dl></details>`;
}
