/** What a run would do, without doing any of it: level 0 of autonomy. */
import { permitOf } from '../autonomy/permit.ts';
import type { Standing } from '../autonomy/standing.ts';
import type { Plan, PlanStep } from '../generated/plan.ts';
import { dynamicsLevels } from '../model/dynamics.ts';
import { isPlayed } from './awaited.ts';
import { loadPlan } from './plans.ts';

export interface PreviewStep {
  /** The path of the step, as journals name it. */
  readonly path: string;
  readonly title: string;
  /** `calls build#load`, `runs npm run lint`, `performs build-pipeline`, `looks at …`, `asks product-owner`. */
  readonly does: string;
  readonly effects: PlanStep['effects'];
  /** What would come of it: `skipped` by its level, `asked` before it acts, `denied`, or `played`. */
  readonly would: 'play' | 'ask' | 'be denied' | 'be skipped';
  readonly reason?: string;
  /** The condition that decides, when there is one. */
  readonly when?: string;
  readonly undoneBy?: string;
}

interface PreviewOptions {
  readonly plans: string;
  readonly dynamics: Plan['dynamics'];
  readonly movement?: string;
  readonly beat?: string;
  /** The standing of a run, but for its level 0. */
  readonly standing: Standing;
}

/** The steps of the plan and of those it performs, in the order in which they would begin one by one. */
export function previewOf(plan: Plan, options: PreviewOptions, path: string = plan.id): PreviewStep[] {
  const movements = plan.movements.filter(({ id }) => options.movement === undefined || id === options.movement);
  return movements.flatMap((movement) =>
    movement.steps
      .filter((step) => isPlayed(step, options.beat))
      .flatMap((step) => {
        const own = preview(step, `${path}/${movement.id}/${step.id}`, options);
        return step.does.type === 'perform' && own.would === 'play' ? [own, ...performed(own, step, options)] : [own];
      }),
  );
}

function performed(own: PreviewStep, { does }: PlanStep, options: PreviewOptions): PreviewStep[] {
  if (does.type !== 'perform') return [];
  const loaded = loadPlan(options.plans, does.symphony);
  if ('error' in loaded) return [{ ...own, would: 'be denied', reason: loaded.error }];
  const inner = { ...options, movement: undefined, beat: undefined };
  return previewOf(loaded.plan, inner, `${own.path}/${does.symphony}`);
}

function preview(step: PlanStep, path: string, { dynamics, standing }: PreviewOptions): PreviewStep {
  const base = {
    path,
    title: step.title,
    does: deedOf(step),
    effects: step.effects,
    when: step.when?.cel,
    undoneBy: step.rollback && `${step.rollback.module}#${step.rollback.export}`,
  };
  if (dynamicsLevels.indexOf(step.from) > dynamicsLevels.indexOf(dynamics))
    return { ...base, would: 'be skipped', reason: `it plays from ${step.from}, this is ${dynamics}` };
  const permit = permitOf(step, standing);
  if (permit.verdict === 'act') return { ...base, would: 'play' };
  return { ...base, would: permit.verdict === 'ask' ? 'ask' : 'be denied', reason: permit.reason };
}

function deedOf({ does }: PlanStep): string {
  switch (does.type) {
    case 'handler':
      return `calls ${does.module}#${does.export}`;
    case 'run':
      return `runs ${does.argv.join(' ')}`;
    case 'perform':
      return `performs ${does.symphony}`;
    case 'probe':
      return `looks at ${does.at.join(' ')} and expects ${does.expect.cel}`;
    case 'approve':
      return `asks ${does.by}`;
  }
}
