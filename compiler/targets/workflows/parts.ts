/**
 * A plan cut into parts that an engine runs as jobs or tasks, one after the other. Together they are one run: each goes on
 * where the journal of the one before it ends, so what a run keeps, from gates to rollback, holds across all of them.
 */
import type { Plan, PlanMovement, PlanStep } from '../../generated/types/plan.ts';

/** A decision that is taken in the engine, before a job starts. */
export interface Approval {
  /** Within its movement; letters, digits and hyphens. */
  readonly name: string;
  /** What the run calls it. */
  readonly subject: string;
  readonly title: string;
  readonly role: string;
  readonly question: string;
  /** Metrics and evidence that it has to come with. */
  readonly measures: readonly string[];
  readonly evidence: readonly string[];
  /** Whether a run can do without it: by a condition, by its level of dynamics, or because a policy has nothing to judge. */
  readonly conditional: boolean;
  /** Undefined when a policy asks. */
  readonly step?: PlanStep;
}

export interface Part {
  /** Unique; letters, digits and hyphens. */
  readonly id: string;
  readonly movement: PlanMovement;
  /** The approval with which it begins. */
  readonly approval?: Approval;
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
  readonly approval: Approval;
}

interface Draft {
  readonly movement: PlanMovement;
  readonly approval?: Approval;
  readonly steps: PlanStep[];
}

/** A part for each movement, cut where somebody has to approve. */
export function partsOf(plan: Plan): Part[] {
  const playable = plan.movements.filter(({ steps }) => steps.length > 0);
  const drafts = playable.flatMap((movement, i) => draftsOf(plan, movement, i === 0));
  const last = playable.at(-1);
  if (last) drafts.push(...policyApprovals(plan, plan.id).map((approval) => ({ movement: last, approval, steps: [] })));
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
    const barred = stops.some((stop) => !stop.approval.conditional && comesAfter(movement, approval, stop));
    if (!barred) stops.push({ part: ids[at]!, movement, approval });
  }
  return stops;
}

/** Whether an approval waits for another one, by itself or by what its beat needs. */
function comesAfter(movement: PlanMovement, { step }: Approval, stop: Stop): boolean {
  if (movement !== stop.movement || !step) return true;
  const later = new Set([stop.approval.step?.id]);
  for (const { id, needs } of movement.steps) if (needs.some((need) => later.has(need))) later.add(id);
  return later.has(step.id);
}

/**
 * What follows an approval is a part of its own, since it may need another environment than the one in which people
 * approve. For the same reason nothing runs into a movement that reaches out, or on in it, but a part that is of it.
 */
function draftsOf(plan: Plan, movement: PlanMovement, first: boolean): Draft[] {
  const out = reachesOut(movement);
  const drafts: Draft[] = [];
  const ask = (approval: Approval): void => {
    const last = drafts.at(-1);
    if (last === undefined ? first || out : last.approval && out) drafts.push({ movement, steps: [] });
    drafts.push({ movement, approval, steps: [] });
  };
  for (const step of movement.steps) {
    const approval = approvalOf(plan, movement, step);
    const last = drafts.at(-1);
    if (approval) ask(approval);
    else if (last === undefined || last.approval) drafts.push({ movement, steps: [step] });
    else last.steps.push(step);
  }
  for (const approval of policyApprovals(plan, `${plan.id}/${movement.id}`)) ask(approval);
  if (out && drafts.at(-1)?.approval) drafts.push({ movement, steps: [] });
  return drafts;
}

/** Steps of `each` are numbered, since their values can be any text. */
function approvalOf({ id: symphony }: Plan, movement: PlanMovement, step: PlanStep): Approval | undefined {
  const { does, beat, binding, title, measures, evidence } = step;
  if (does.type !== 'approve') return undefined;
  const number = movement.steps.filter((other) => other.beat === beat).indexOf(step) + 1;
  return {
    name: binding ? `${beat}--${number}` : beat,
    subject: `${symphony}/${movement.id}/${step.id}`,
    title,
    role: does.by,
    question: does.question ?? title,
    measures,
    evidence,
    conditional: step.when !== undefined || step.from !== 'p',
    step,
  };
}

/** The approvals that policies ask for when a movement, or the symphony, is over. */
const policyApprovals = ({ id, attestations }: Plan, place: string): Approval[] =>
  attestations.flatMap(({ policy, scope, approval: role }, i) =>
    role === undefined || !(scope === place || (place !== id && scope.startsWith(`${place}/`)))
      ? []
      : [
          {
            name: `policy--${policy}--${i + 1}`,
            subject: `${policy} at ${scope}`,
            title: `Policy ${policy}`,
            role,
            question: `Does the policy ${policy} hold for ${scope}?`,
            measures: [],
            evidence: [],
            conditional: true,
          },
        ],
  );

/** Whether effects in a movement reach beyond the machine that plays it, into the environment of the plan. */
export const reachesOut = ({ steps }: PlanMovement): boolean => steps.some(({ effects }) => effects === 'external');

function idOf({ movement, approval }: Draft, before: readonly Draft[]): string {
  if (approval) return `${movement.id}--${approval.name}`;
  const played = before.filter((draft) => draft.movement === movement && !draft.approval).length;
  return played === 0 ? movement.id : `${movement.id}--part--${played + 1}`;
}
