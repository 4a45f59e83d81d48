/** The rows of a movement's table, cell by cell. */

import { showDuration } from '../../../base/duration.ts';
import type { Plan, PlanMovement, PlanStep } from '../../../generated/types/plan.ts';
import { type Html, html, noHtml } from '../html.ts';
import { conditionText } from './conditions.ts';
import { breakable } from './text.ts';

interface BeatView {
  readonly number: number;
  readonly anchor: string | null;
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

/** What the rows of all movements link to on their page. */
export interface Targets {
  readonly handler: (alias: string) => string | null;
  readonly event: (name: string) => string | null;
}

/** Handler modules and events have numbers there: their names may be any text. */
export function targetsOf(plan: Plan): Targets {
  const numbers = (names: readonly string[], prefix: string) => {
    const known = new Map(names.map((name, i) => [name, `#${prefix}-${i + 1}`] as const).reverse());
    return (name: string): string | null => known.get(name) ?? null;
  };
  return {
    handler: numbers(Object.keys(plan.handlers), 'handler'),
    event: numbers(
      plan.events.map(({ name }) => name),
      'event',
    ),
  };
}

/** `first` is the number of the movement's first beat; `taken` are the anchors that the page has already. */
export function beatViews(
  movement: PlanMovement,
  first: number,
  root: string,
  targets: Targets,
  taken: Set<string>,
): BeatView[] {
  const places = new Map(movement.steps.map((step, i) => [step.id, i]));
  const critical = new Set(movement.criticalPath);
  return movement.steps.map((step, i) => ({
    number: first + i,
    anchor: anchorOf(movement, step, taken),
    id: breakable(step.id),
    title: step.title,
    purpose: step.purpose ?? null,
    more: moreOf(step, root),
    critical: critical.has(step.id),
    does: html`${actionOf(step, root, targets)}${step.when && labelled('when', html`<code>${conditionText(step.when, root)}</code>`)}${needsOf(movement, step, i, first, places)}`,
    time: timeOf(step),
    level: step.from,
    events: html`${eventsOf('awaits', step.awaits, targets)}${eventsOf('emits', step.emits, targets)}`,
    rollback: step.rollback
      ? html`<code>${handlerLink(step.rollback, targets)}</code>`
      : html`<span class="quiet">${effectsText[step.effects]}</span>`,
  }));
}

/** Where pages that know no numbers lead to: the first step of a beat. */
function anchorOf(movement: PlanMovement, step: PlanStep, taken: Set<string>): string | null {
  const anchor = `${movement.id}/${step.beat}`;
  if (taken.has(anchor)) return null;
  taken.add(anchor);
  return anchor;
}

const linked = (text: string, href: string | null): Html =>
  href === null ? breakable(text) : html`<a href="${href}">${breakable(text)}</a>`;

const handlerLink = (handler: { readonly module: string; readonly export: string }, targets: Targets): Html =>
  linked(`${handler.module}#${handler.export}`, targets.handler(handler.module));

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

const eventsOf = (label: string, events: readonly string[], targets: Targets): Html =>
  events.length === 0
    ? noHtml
    : labelled(
        label,
        html`${events.map((event) => html`<code class="event">${linked(event, targets.event(event))}</code> `)}`,
      );

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

function actionOf({ does }: PlanStep, root: string, targets: Targets): Html {
  switch (does.type) {
    case 'handler':
      return labelled('calls', html`<code>${handlerLink(does, targets)}</code>`);
    case 'run':
      return labelled('runs', codes(does.argv));
    case 'approve':
      return html`${labelled('approved by', codes([does.by]))}${does.question !== undefined && html`<q>${does.question}</q>`}`;
    case 'probe':
      return html`${labelled(`looks at ${does.look}`, codes(does.at))}${labelled('expects', html`<code>${conditionText(does.expect, root)}</code>`)}`;
    case 'perform':
      return labelled(
        'performs',
        html`<code>${linked(does.symphony, `${root}symphonies.html#${does.symphony}`)}</code>`,
      );
  }
}

/** What is looked up rather than read. */
function moreOf(step: PlanStep, root: string): Html | null {
  const { activity, measures, evidence, consumes = [], produces = [], acceptance = [], spec, test, source } = step;
  const lists = [measures, evidence, consumes, produces, acceptance];
  if (lists.every((list) => list.length === 0) && !spec && !test) return null;
  const row = (label: string, content: Html): Html => html`<div><dt>${label}</dt><dd>${content}</dd></div>`;
  const metric = (id: string): Html => html`<code>${linked(id, `${root}metrics.html#${id}`)}</code> `;
  return html`<details class="more"><summary>More</summary><dl>${activity !== undefined && row('Activity', html`${activity}`)}${measures.length > 0 && row('Measures', html`${measures.map(metric)}`)}${evidence.length > 0 && row('Evidence', codes(evidence))}${consumes.length > 0 && row('Consumes', codes(consumes))}${produces.length > 0 && row('Produces', codes(produces))}${acceptance.length > 0 && row('Accepted when', html`<ul>${acceptance.map((text) => html`<li>${text}</li>`)}</ul>`)}${spec !== undefined && row('Specification', breakable(spec))}${test !== undefined && row('Test', breakable(test))}${row('Written at', html`<code>${breakable(`${source.file}:${source.line}:${source.column}`)}</code>`)}</dl></details>`;
}
