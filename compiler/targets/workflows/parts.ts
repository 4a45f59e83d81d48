/**
 * A plan cut into parts that an engine runs as jobs or tasks, one after the other. Together they are one run: each goes on
 * where the journal of the one before it ends, so what a run keeps, from gates to rollback, holds across all of them.
 */
import type { Plan, PlanMovement, PlanStep } from '../../generated/types/plan.ts';

export interface Part {
  /** Unique; letters, digits and hyphens. */
  readonly id: string;
  readonly movement: PlanMovement;
  /** The approval with which it begins. It is given in the engine, before the job starts. */
  readonly approval?: PlanStep;
  /** What it plays besides, when nothing was played before its turn. */
  readonly steps: readonly PlanStep[];
  /** Whether it goes on with the run. A part that only approves leaves that to the next. */
  readonly plays: boolean;
  /** The movement after which the run pauses; undefined when it goes on to its end. */
  readonly until?: PlanMovement;
  /** The parts whose approval the run may stop at. Which it is depends on conditions, and on the level of dynamics. */
  readonly stops: readonly Stop[];
}

interface Stop {
  readonly part: string;
  readonly movement: PlanMovement;
  readonly approval: PlanStep;
}

interface Draft {
  readonly movement: PlanMovement;
  readonly approval?: PlanStep;
  readonly steps: PlanStep[];
}

/** A part for each movement, cut where somebody has to approve. */
export function partsOf(plan: Plan): Part[] {
  const playable = plan.movements.filter(({ steps }) => steps.length > 0);
  const drafts = playable.flatMap((movement, i) => draftsOf(movement, i === 0));
  const ids = drafts.map((draft, i) => idOf(draft, drafts.slice(0, i)));
  return drafts.map((draft, i) => {
    const next = drafts[i + 1];
    const until = next && (next.approval ? next : draft).movement;
    const plays = draft.approval === undefined || next === undefined || next.approval !== undefined;
    const stops = plays ? stopsAfter(drafts, ids, i, until) : [];
    return { id: ids[i]!, ...draft, plays, until, stops };
  });
}

/** The approvals up to a movement that no other one, which is asked for in any case, keeps the run from reaching. */
function stopsAfter(drafts: readonly Draft[], ids: readonly string[], from: number, until?: PlanMovement): Stop[] {
  const stops: Stop[] = [];
  const last = drafts.findLastIndex(({ movement }) => movement === until);
  for (let at = from + 1; at <= last; at++) {
    const { movement, approval } = drafts[at]!;
    if (!approval) continue;
    const barred = stops.some((stop) => isUnconditional(stop.approval) && comesAfter(movement, approval, stop));
    if (!barred) stops.push({ part: ids[at]!, movement, approval });
  }
  return stops;
}

const isUnconditional = ({ when, from }: PlanStep): boolean => when === undefined && from === 'p';

/** Whether a step waits for an approval, by itself or by what it needs. */
function comesAfter(movement: PlanMovement, step: PlanStep, stop: Stop): boolean {
  if (movement !== stop.movement) return true;
  const later = new Set([stop.approval.id]);
  for (const { id, needs } of movement.steps) if (needs.some((need) => later.has(need))) later.add(id);
  return later.has(step.id);
}

/**
 * What follows an approval is a part of its own, since it may need another environment than the one in which people
 * approve. For the same reason nothing runs into a movement that reaches out, or on in it, but a part that is of it.
 */
function draftsOf(movement: PlanMovement, first: boolean): Draft[] {
  const out = reachesOut(movement);
  const drafts: Draft[] = [];
  for (const step of movement.steps) {
    const last = drafts.at(-1);
    if (step.does.type !== 'approve') {
      if (last === undefined || last.approval) drafts.push({ movement, steps: [step] });
      else last.steps.push(step);
      continue;
    }
    if (last === undefined ? first || out : last.approval && out) drafts.push({ movement, steps: [] });
    drafts.push({ movement, approval: step, steps: [] });
  }
  if (out && drafts.at(-1)?.approval) drafts.push({ movement, steps: [] });
  return drafts;
}

/** Whether effects in a movement reach beyond the machine that plays it, into the environment of the plan. */
export const reachesOut = ({ steps }: PlanMovement): boolean => steps.some(({ effects }) => effects === 'external');

/** Steps of `each` are numbered, since their values can be any text. */
function idOf({ movement, approval }: Draft, before: readonly Draft[]): string {
  if (approval) {
    const same = movement.steps.filter(({ beat }) => beat === approval.beat);
    return `${movement.id}--${approval.beat}${approval.binding ? `--${same.indexOf(approval) + 1}` : ''}`;
  }
  const played = before.filter((draft) => draft.movement === movement && !draft.approval).length;
  return played === 0 ? movement.id : `${movement.id}--part--${played + 1}`;
}

/** Who approves. */
export const roleOf = ({ approval }: Part): string => (approval?.does.type === 'approve' ? approval.does.by : '');

/** What is asked, for the people who approve. */
export const questionOf = ({ approval }: Part): string =>
  (approval?.does.type === 'approve' ? approval.does.question : undefined) ?? approval?.title ?? '';
