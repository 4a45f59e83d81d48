/** Model and analysis → plan: plain data with everything a run needs, and nothing of the YAML. */
import { parseDuration } from '../base/duration.ts';
import { eventsOf } from '../base/events.ts';
import { isDynamics } from '../base/music.ts';
import type { Plan, PlanCondition, PlanMovement } from '../generated/types/plan.ts';
import type { MovementSchedule, SymphonyAnalysis } from '../model/analysis.ts';
import type { BoundDocument, SymphonyNode } from '../model/bound.ts';
import type { Path } from '../model/document.ts';
import { type Lowering, loweringOf } from './lowering.ts';
import { policiesOf } from './policies.ts';
import { rightsOf } from './rights.ts';
import { lowerStep } from './step.ts';

interface LowerInput {
  readonly bound: BoundDocument;
  readonly symphony: SymphonyNode;
  readonly analysis: SymphonyAnalysis;
  /** The digest of another symphony's plan, null when it has none. */
  readonly planDigest: (symphony: string) => string | null;
}

export function lowerSymphony({ bound, symphony, analysis, planDigest }: LowerInput): Plan {
  const { value } = symphony;
  const lowering = loweringOf(bound, symphony);
  const policies = policiesOf(bound, lowering);
  const movements = analysis.schedules.map((schedule) => lowerMovement(schedule, lowering));
  return {
    plan: 1,
    ...headOf(bound, symphony),
    trigger: value.trigger,
    rollback: value.rollback,
    ...rightsOf(symphony, policies, bound),
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
    completion: lowerCompletion(value.completion, [], lowering),
    ...policies,
    handlers: handlersOf(bound),
    plans: Object.fromEntries(performed(symphony).map((id) => [id, planDigest(id)])),
    source: lowering.source(['id']),
  };
}

type Head =
  | 'id'
  | 'title'
  | 'status'
  | 'category'
  | 'domain'
  | 'purpose'
  | 'owner'
  | 'key'
  | 'tempo'
  | 'dynamics'
  | 'budgetMs'
  | 'capacity';

/** What a symphony says of itself, with what stands for what it leaves out. */
function headOf(bound: BoundDocument, { value }: SymphonyNode): Pick<Plan, Head> {
  const key = value.key ?? '';
  return {
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
  };
}

function environmentOf(bound: BoundDocument, key: string): string | null {
  const environments = Object.entries(bound.lookup.workspace().environments ?? {});
  return environments.find(([, environment]) => environment.key === key)?.[0] ?? null;
}

function lowerMovement(schedule: MovementSchedule, lowering: Lowering): PlanMovement {
  const { value, path } = schedule.movement;
  return {
    id: value.id,
    title: value.title,
    purpose: value.purpose ?? value.description,
    budgetMs: parseDuration(value.budget),
    policies: value.policies ?? [],
    outputs: value.outputs ?? [],
    completion: lowerCompletion(value.completion, path, lowering),
    steps: schedule.steps.map((step) => lowerStep(step, lowering)),
    waves: schedule.waves.map((wave) => [...wave]),
    criticalPath: [...schedule.criticalPath],
    criticalMs: schedule.criticalMs,
    source: lowering.source(path),
  };
}

const lowerCompletion = (texts: readonly string[] | undefined, path: Path, lowering: Lowering): PlanCondition[] =>
  (texts ?? []).map((text, i) => lowering.condition(text, [...path, 'completion', i]));

/** The symphonies that the beats of a symphony perform, sorted. */
const performed = (symphony: SymphonyNode): string[] =>
  [...new Set(symphony.beats.flatMap((beat) => beat.value.perform ?? []))].sort();

function handlersOf(bound: BoundDocument): Plan['handlers'] {
  const handlers = new Map<string, Plan['handlers'][string]>();
  for (const { module, moduleName } of bound.subjects.handler) {
    const alias = module?.alias ?? moduleName;
    if (alias === undefined) continue;
    const { path, digest, exists, files } = module ?? { path: '', digest: '', exists: false, files: [] };
    handlers.set(alias, { path, digest: exists ? digest : null, files: files.map((file) => ({ ...file })) });
  }
  return Object.fromEntries(handlers);
}
