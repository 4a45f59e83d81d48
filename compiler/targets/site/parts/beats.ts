/** The rows of a movement's table. */
import type { Plan, PlanMovement, PlanStep } from '../../../generated/types/plan.ts';
import type { Html } from '../html.ts';
import { symphonyPage } from '../paths.ts';
import { type ConditionView, conditionView } from './conditions.ts';
import { showDuration } from './duration.ts';
import { breakable } from './text.ts';

interface ActionView {
  readonly type: PlanStep['does']['type'];
  readonly label: string;
  readonly words: readonly Html[];
  readonly href: string | null;
  readonly note: string | null;
  readonly expect: ConditionView | null;
}

export interface BeatView {
  readonly number: number;
  readonly id: Html;
  readonly title: string;
  readonly purpose: string | null;
  readonly activity: string | null;
  readonly does: ActionView;
  readonly critical: boolean;
  readonly timeout: string | null;
  readonly retry: string | null;
  readonly level: PlanStep['from'];
  readonly when: ConditionView | null;
  readonly needs: readonly { readonly number: number; readonly title: string }[];
  readonly emits: readonly Html[];
  readonly awaits: readonly Html[];
  readonly effects: string;
  readonly rollback: Html | null;
  readonly measures: readonly string[];
  readonly evidence: readonly string[];
  readonly acceptance: readonly string[];
  readonly spec: string | null;
  readonly test: string | null;
  readonly hasMore: boolean;
  readonly source: string;
}

/** `first` is the number of the movement's first beat. */
export function beatViews(plan: Plan, movement: PlanMovement, first: number, root: string): BeatView[] {
  const numbers = new Map(movement.steps.map((step, i) => [step.id, { number: first + i, title: step.title }]));
  const critical = new Set(movement.criticalPath);
  return movement.steps.map((step, i) => ({
    number: first + i,
    id: breakable(step.id),
    title: step.title,
    purpose: step.purpose ?? null,
    activity: step.activity ?? null,
    does: actionView(plan, step, root),
    critical: critical.has(step.id),
    timeout: step.timeoutMs === undefined ? null : showDuration(step.timeoutMs),
    retry: step.retry ? retryText(step.retry) : null,
    level: step.from,
    when: step.when ? conditionView(step.when, root) : null,
    needs: followsPrevious(movement, step, i) ? [] : step.needs.flatMap((id) => numbers.get(id) ?? []),
    emits: step.emits.map(breakable),
    awaits: step.awaits.map(breakable),
    effects: effectsText[step.effects],
    rollback: step.rollback ? breakable(`${step.rollback.module}#${step.rollback.export}`) : null,
    measures: step.measures,
    evidence: step.evidence,
    acceptance: step.acceptance ?? [],
    spec: step.spec ?? null,
    test: step.test ?? null,
    hasMore:
      step.measures.length + step.evidence.length + (step.acceptance?.length ?? 0) > 0 || !!step.spec || !!step.test,
    source: `${step.source.file}:${step.source.line}:${step.source.column}`,
  }));
}

/** The common case goes without saying. */
const followsPrevious = (movement: PlanMovement, step: PlanStep, i: number): boolean =>
  step.needs.length === 1 && step.needs[0] === movement.steps[i - 1]?.id;

const effectsText: Readonly<Record<PlanStep['effects'], string>> = {
  none: 'nothing to undo',
  local: 'none, local effects',
  external: 'none, external effects',
};

const retryText = ({ attempts, backoffMs }: NonNullable<PlanStep['retry']>): string =>
  `${attempts} attempts${backoffMs === undefined ? '' : `, ${showDuration(backoffMs)} apart, doubling`}`;

function actionView(plan: Plan, { does }: PlanStep, root: string): ActionView {
  const none = { href: null, note: null, expect: null };
  switch (does.type) {
    case 'handler':
      return { ...none, type: 'handler', label: 'calls', words: [breakable(`${does.module}#${does.export}`)] };
    case 'run':
      return { ...none, type: 'run', label: 'runs', words: does.argv.map(breakable) };
    case 'approve':
      return {
        ...none,
        type: 'approve',
        label: 'approved by',
        words: [breakable(does.by)],
        note: does.question ?? null,
      };
    case 'probe':
      return {
        ...none,
        type: 'probe',
        label: `looks at ${does.look}`,
        words: does.at.map(breakable),
        expect: conditionView(does.expect, root),
      };
    case 'perform': {
      const exists = typeof plan.plans[does.symphony] === 'string';
      const href = exists ? `${root}${symphonyPage(does.symphony)}` : `${root}symphonies.html`;
      return { ...none, type: 'perform', label: 'performs', words: [breakable(does.symphony)], href };
    }
  }
}
