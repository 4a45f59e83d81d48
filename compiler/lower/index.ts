/** Model and analysis → plan: plain data with everything a run needs, and nothing of the YAML. */
import { parseDuration } from '../base/duration.ts';
import { eventsOf } from '../base/events.ts';
import { identifiersOf } from '../base/identifiers.ts';
import { isDynamics } from '../base/music.ts';
import { metricType } from '../base/variables.ts';
import type { Plan, PlanCondition, PlanGate, PlanMovement, PlanSource } from '../generated/types/plan.ts';
import type { SymphonyAnalysis } from '../model/analysis.ts';
import type { BoundDocument, SymphonyNode } from '../model/bound.ts';
import type { Path } from '../model/document.ts';
import type { MetricSummary } from '../model/index.ts';
import type { Lowering } from './lowering.ts';
import { lowerStep } from './step.ts';

export interface LowerInput {
  readonly bound: BoundDocument;
  readonly symphony: SymphonyNode;
  readonly analysis: SymphonyAnalysis;
  /** The digest of another symphony's plan, null when it has none. */
  readonly planDigest: (symphony: string) => string | null;
}

export function lowerSymphony({ bound, symphony, analysis, planDigest }: LowerInput): Plan {
  const { value } = symphony;
  const lowering = loweringOf(bound, symphony);
  const { gates, attestations } = policiesOf(bound, lowering);
  const movements = analysis.schedules.map((schedule): PlanMovement => {
    const { value: movement, path } = schedule.movement;
    return {
      id: movement.id,
      title: movement.title,
      purpose: movement.purpose ?? movement.description,
      budgetMs: parseDuration(movement.budget),
      policies: movement.policies ?? [],
      outputs: movement.outputs ?? [],
      completion: (movement.completion ?? []).map((text, i) => lowering.condition(text, [...path, 'completion', i])),
      steps: schedule.steps.map((step) => lowerStep(step, lowering)),
      waves: schedule.waves.map((wave) => [...wave]),
      criticalPath: [...schedule.criticalPath],
      criticalMs: schedule.criticalMs,
      source: lowering.source(path),
    };
  });
  const key = value.key ?? '';
  return {
    plan: 1,
    id: value.id,
    title: value.title,
    status: value.status,
    category: value.category,
    domain: value.domain,
    purpose: value.purpose ?? value.description,
    owner: value.owner,
    key: { name: key, environment: environmentOf(bound, key) },
    tempo: value.tempo ?? 120,
    dynamics: isDynamics(value.dynamics) ? value.dynamics : 'mf',
    budgetMs: parseDuration(value.budget),
    capacity: value.capacity ?? bound.lookup.workspace().capacity,
    trigger: value.trigger,
    rollback: value.rollback,
    inputs: value.inputs ?? {},
    events: eventsOf(value),
    after: (value.after ?? []).map((after, i) => ({
      symphony: after.symphony,
      movement: after.movement,
      when: after.when === undefined ? undefined : lowering.condition(after.when, ['after', i, 'when']),
    })),
    outputs: value.outputs ?? [],
    scripts: Object.keys(value.scripts ?? {}).sort(),
    steps: movements.reduce((sum, movement) => sum + movement.steps.length, 0),
    criticalMs: analysis.criticalMs,
    movements,
    completion: (value.completion ?? []).map((text, i) => lowering.condition(text, ['completion', i])),
    gates,
    attestations,
    handlers: handlersOf(bound),
    plans: Object.fromEntries(performed(symphony).map((id) => [id, planDigest(id)])),
    source: lowering.source(['id']),
  };
}

/** The symphonies that the beats of a symphony perform, sorted. */
export const performed = (symphony: SymphonyNode): string[] =>
  [...new Set(symphony.beats.flatMap((beat) => (beat.value.perform === undefined ? [] : [beat.value.perform])))].sort();

function loweringOf(bound: BoundDocument, symphony: SymphonyNode): Lowering {
  const source = (path: Path): PlanSource => {
    const { file, range } = bound.place(path);
    return { file, line: range.start.line, column: range.start.column };
  };
  const hasInputs = Object.keys(symphony.value.inputs ?? {}).length > 0;
  const condition = (cel: string, path: Path, extra: PlanCondition['variables'] = {}): PlanCondition => {
    const variables: PlanCondition['variables'] = { ...extra };
    for (const name of identifiersOf(cel).sort()) {
      const metric = bound.lookup.find('Metric', name);
      if (metric && !metric.broken) variables[name] = metricVariable(metric.value);
      else if (name === 'inputs' && hasInputs) variables[name] = { type: 'inputs' };
    }
    return { cel, variables, source: source(path) };
  };
  return { lookup: bound.lookup, source, condition };
}

function metricVariable(metric: MetricSummary['value']): PlanCondition['variables'][string] {
  return { type: metricType(metric), unit: metric.unit, freshnessMs: parseDuration(metric.freshness) };
}

function environmentOf(bound: BoundDocument, key: string): string | null {
  const environments = Object.entries(bound.lookup.workspace().environments ?? {});
  return environments.find(([, environment]) => environment.key === key)?.[0] ?? null;
}

/** Gates and attestations of all policies, where they apply. Assertions are settled at compile time and leave no trace. */
function policiesOf(bound: BoundDocument, lowering: Lowering): Pick<Plan, 'gates' | 'attestations'> {
  const gates: PlanGate[] = [];
  const attestations: Plan['attestations'] = [];
  for (const reference of bound.subjects.reference) {
    if (reference.to !== 'policy' || reference.target?.kind !== 'Policy' || reference.target.broken) continue;
    const { gate, attest, severity } = reference.target.value;
    const source = lowering.source(reference.path);
    if (gate) {
      const condition = { ...lowering.condition(gate.that, reference.path), source };
      gates.push({
        policy: reference.name,
        severity: severity ?? 'major',
        over: gate.over ?? 'symphony',
        scope: reference.subject,
        condition,
      });
    }
    if (attest) {
      const { evidence, approval, freshness } = attest;
      attestations.push({
        policy: reference.name,
        scope: reference.subject,
        evidence,
        approval,
        freshnessMs: parseDuration(freshness),
      });
    }
  }
  return { gates, attestations };
}

function handlersOf(bound: BoundDocument): Plan['handlers'] {
  const handlers: Plan['handlers'] = {};
  for (const reference of bound.subjects.handler) {
    const alias = reference.module?.alias ?? reference.moduleName;
    if (alias === undefined) continue;
    const { path, digest, exists, files } = reference.module ?? { path: '', digest: '', exists: false, files: [] };
    handlers[alias] = { path, digest: exists ? digest : null, files: files.map((file) => ({ ...file })) };
  }
  return handlers;
}
