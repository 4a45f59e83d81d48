/** The page of one symphony: its score first, then every movement beat by beat. It knows nothing of other symphonies. */

import { showDuration } from '../../../base/duration.ts';
import type { Plan } from '../../../generated/types/plan.ts';
import type { Artifact } from '../../../model/artifact.ts';
import type { SymphonyInput } from '../../define.ts';
import { meter } from '../drawing/meter.ts';
import { roman } from '../drawing/roman.ts';
import { drawSystem } from '../drawing/system.ts';
import { drawTimeline } from '../drawing/timeline.ts';
import { beatViews, type Targets, targetsOf } from '../parts/beats.ts';
import { conditionView, gateViews } from '../parts/conditions.ts';
import { groupBy } from '../parts/group.ts';
import { breakable, counted } from '../parts/text.ts';
import { severityCounts, totals, violationGroups } from '../parts/violations.ts';
import { symphonyPage } from '../paths.ts';
import { renderPage } from '../render.ts';

const root = '../';

export function renderSymphony({ plan, planDigest, runnable, diagnostics, workspaceTitle }: SymphonyInput): Artifact {
  const page = {
    path: symphonyPage(plan.id),
    title: `${plan.title} (${plan.id})`,
    workspace: workspaceTitle,
    section: 'symphonies',
    template: 'symphony',
    script: true,
  } as const;
  const gates = gateViews(plan, root);
  return renderPage(page, {
    root,
    head: headOf(plan),
    runnable,
    movements: movementViews(plan, targetsOf(plan)),
    violations: violationGroups(diagnostics, root),
    violationCounts: severityCounts(diagnostics),
    violationTotal: headingOf(diagnostics),
    gates: gates.length > 0 ? gates : null,
    completion: plan.completion.map((condition) => conditionView(condition, root)),
    frame: frameOf(plan, planDigest),
  });
}

/** `2 violations and 38 notes`. */
function headingOf(diagnostics: SymphonyInput['diagnostics']): string {
  const { violations, notes } = totals(diagnostics);
  return notes === null ? violations : `${violations}, ${notes}`;
}

function headOf(plan: Plan) {
  const budget = plan.budgetMs;
  return {
    title: plan.title,
    id: breakable(plan.id),
    longTitle: plan.title.length > 60,
    status: plan.status,
    draft: plan.status === 'draft',
    purpose: plan.purpose ?? null,
    category: plan.category?.replaceAll('-', ' ') ?? null,
    domain: plan.domain === undefined ? null : { id: plan.domain, href: `${root}domains.html#${plan.domain}` },
    owner: plan.owner ?? null,
    key: plan.key.name === '' ? null : plan.key.name,
    environment: plan.key.environment,
    tempo: plan.tempo,
    dynamics: plan.dynamics,
    movementCount: plan.movements.length,
    steps: plan.steps,
    critical: plan.criticalMs === 0 ? null : showDuration(plan.criticalMs),
    unbounded: unboundedText(plan),
    budget: budget === undefined ? null : showDuration(budget),
    overBudget: budget !== undefined && plan.criticalMs > budget,
    timeline:
      plan.criticalMs === 0
        ? null
        : drawTimeline(
            plan.movements.map(({ title, criticalMs, budgetMs }) => ({
              title: `${title}: ${showDuration(criticalMs)}`,
              ms: criticalMs,
              over: budgetMs !== undefined && criticalMs > budgetMs,
            })),
            budget,
          ),
  };
}

/** Beats without a timeout count as nothing in the critical path. */
function unboundedText(plan: Plan): string | null {
  const steps = plan.movements.flatMap((movement) => movement.steps);
  const unbounded = steps.filter((step) => step.timeoutMs === undefined).length;
  if (unbounded === 0) return null;
  return unbounded === steps.length
    ? 'no beat has a timeout'
    : `${counted(unbounded, 'beat')} without a timeout left out`;
}

/** What surrounds the performance: what starts it, what it needs, what it leaves behind. */
function frameOf(plan: Plan, digest: string) {
  const { trigger, rollback } = plan;
  return {
    digest,
    source: breakable(`${plan.source.file}:${plan.source.line}`),
    starts: trigger?.on?.map((on) => on.replaceAll('-', ' ')) ?? [],
    trigger: trigger?.description ?? null,
    frequency: trigger?.frequency ?? null,
    stakeholders: trigger?.stakeholders ?? [],
    after: (plan.after ?? []).map((after) => ({
      symphony: breakable(after.symphony),
      href: `${root}symphonies.html#${after.symphony}`,
      movement: after.movement ?? null,
      when: after.when ? conditionView(after.when, root) : null,
    })),
    rollback: rollback
      ? {
          atomic: rollback.atomic,
          snapshot: rollback.snapshot ?? false,
          on: (rollback.on ?? []).map((on) => on.replaceAll('-', ' ')),
        }
      : null,
    capacity: plan.capacity ?? null,
    inputs: Object.entries(plan.inputs).map(([name, input]) => ({
      name,
      type: input.type,
      description: input.description ?? null,
      default: input.default === undefined ? null : JSON.stringify(input.default),
    })),
    outputs: plan.outputs ?? [],
    scripts: plan.scripts ?? [],
    events: eventViews(plan),
    eventCount: counted(plan.events.length, 'event'),
    handlers: Object.entries(plan.handlers).map(([alias, handler], i) => ({
      anchor: `handler-${i + 1}`,
      alias,
      path: breakable(handler.path),
      exists: handler.digest !== null,
    })),
  };
}

/** Each event with the beats that publish it. */
function eventViews(plan: Plan) {
  const steps = plan.movements.flatMap((movement) => movement.steps);
  const emitted = steps.flatMap(({ emits, title }, n) => emits.map((name) => ({ name, number: n + 1, title })));
  const by = groupBy(emitted, ({ name }) => name);
  return plan.events.map(({ name, once }, i) => ({
    anchor: `event-${i + 1}`,
    name: breakable(name),
    once,
    by: by.get(name) ?? [],
  }));
}

function movementViews(plan: Plan, targets: Targets) {
  let first = 1;
  const taken = new Set<string>();
  const ids = new Set<string>();
  return plan.movements.map((movement, i) => {
    const start = first;
    first += movement.steps.length;
    const { budgetMs, criticalMs } = movement;
    const anchor = ids.has(movement.id) ? `movement-${movement.id}.${i + 1}` : `movement-${movement.id}`;
    ids.add(movement.id);
    return {
      anchor,
      numeral: roman(i + 1),
      title: movement.title,
      purpose: movement.purpose ?? null,
      beatCount: counted(movement.steps.length, 'beat'),
      critical: showDuration(criticalMs),
      budget: budgetMs === undefined ? null : showDuration(budgetMs),
      overBudget: budgetMs !== undefined && criticalMs > budgetMs,
      meter: budgetMs ? meter(Math.min(1, criticalMs / budgetMs), criticalMs > budgetMs ? 'critical' : 'accent') : null,
      policies: movement.policies.map((id) => ({ id: breakable(id), href: `${root}policies.html#${id}` })),
      outputs: movement.outputs,
      completion: movement.completion.map((condition) => conditionView(condition, root)),
      waves: Math.min(6, movement.waves.length),
      system: movement.waves.length > 0 ? drawSystem(plan, movement, start) : null,
      beats: beatViews(movement, start, root, targets, taken),
    };
  });
}
