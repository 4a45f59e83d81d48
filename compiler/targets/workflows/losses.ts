/** The guarantees of a plan that a workflow of jobs cannot keep, whatever the engine. Each is named only where the plan has it. */
import { list } from '../../base/text.ts';
import type { Plan, PlanStep } from '../../generated/types/plan.ts';
import { mayUndo } from './limits.ts';
import { quoted, shown } from './names.ts';
import type { Part } from './parts.ts';

interface Engine {
  /** How long a job that is cancelled has to undo what it did. */
  readonly grace: string;
  /** Whether what a lost machine did stays in the journal. */
  readonly keepsFiles: boolean;
  /** The ways to start that it knows. */
  readonly ways: readonly string[];
  /** Whether it can start a workflow when another one is over. */
  readonly follows: boolean;
  /** Whether it asks for an approval only when the run waits for it. */
  readonly asksWhenNeeded: boolean;
}

/** A sentence or two for each. */
export const lossesOf = (plan: Plan, parts: readonly Part[], engine: Engine): string[] => [
  ...(engine.keepsFiles ? [] : lostMachines(plan)),
  ...cancelling(plan, engine),
  ...autonomy(plan),
  ...approvals(plan, parts, engine),
  ...performed(plan),
  ...starting(plan, engine),
];

const stepsOf = ({ movements }: Plan): PlanStep[] => movements.flatMap(({ steps }) => steps);

const beats = (steps: readonly PlanStep[]): string => list([...new Set(steps.map(({ beat }) => quoted(beat)))]);

/** What has local effects only is gone with the machine: the next try begins with the files that were handed on. */
function lostMachines(plan: Plan): string[] {
  const steps = stepsOf(plan).filter(({ idempotent, effects }) => !idempotent && effects === 'external');
  if (steps.length === 0) return [];
  return [
    `The journal of a job that loses its machine is lost, too. Nothing that it did elsewhere is undone, and a job that is run again plays its beats again. These reach out and are not idempotent: ${beats(steps)}.`,
  ];
}

function cancelling(plan: Plan, { grace }: Engine): string[] {
  const { on } = plan.rollback ?? {};
  const undoes = mayUndo(plan) && (on === undefined || on.includes('cancelled'));
  return undoes ? [`A job that is cancelled has to undo everything ${grace}; after that it is killed.`] : [];
}

/** At level 1 a run asks before each effect, and a job has nobody to ask. */
function autonomy(plan: Plan): string[] {
  const { level, environments, kill } = plan.autonomy;
  const allowed = Math.min(level, environments[plan.key.environment ?? ''] ?? level);
  const asked = stepsOf(plan).some(({ effects }) => effects === 'external' || (allowed < 2 && effects === 'local'));
  return [
    ...(asked && allowed < 3
      ? [
          `Level ${allowed} of autonomy wants a person beside the run. A job has none: it ends before the first such effect.`,
        ]
      : []),
    ...(kill.file === undefined
      ? []
      : [`The kill switch ${quoted(kill.file)} is looked for among the files that the run began with.`]),
  ];
}

function approvals(plan: Plan, parts: readonly Part[], { asksWhenNeeded }: Engine): string[] {
  const asked = parts.flatMap(({ approval }) => approval ?? []);
  const conditional = asksWhenNeeded ? [] : asked.filter((approval) => approval.conditional);
  const limited = asked.flatMap(({ step }) => (step?.timeoutMs === undefined ? [] : step));
  const signers = Object.entries(plan.approvers).filter(([, people]) => people.some(({ key }) => key !== undefined));
  return [
    ...(asked.length > 0 && mayUndo(plan)
      ? ['Where somebody refuses to approve, or the whole is cancelled between two jobs, nothing is undone.']
      : []),
    ...(conditional.length > 0
      ? [
          `Somebody is asked for these approvals, whether the run needs them or not: ${list([...new Set(conditional.map(({ title }) => quoted(title)))])}.`,
        ]
      : []),
    ...(limited.length > 0 ? [`An approval is waited for without a limit: ${beats(limited)}.`] : []),
    ...(signers.length > 0
      ? [
          `No job can sign for people with a key, so what they approve does not count: ${list(signers.map(([role]) => quoted(role)))}.`,
        ]
      : []),
  ];
}

function performed({ plans }: Plan): string[] {
  const names = Object.keys(plans).map(quoted);
  if (names.length === 0) return [];
  return [
    `What is performed plays within the job of its beat. It enters no environment of its own, and where it asks for an approval, the job fails: ${list(names)}.`,
  ];
}

/** What should start the symphony and does not. A condition over another run cannot be judged, so it does not hold. */
function starting({ trigger, after }: Plan, { ways, follows }: Engine): string[] {
  const unknown = (trigger?.on ?? []).filter((way) => !ways.includes(way));
  const often = trigger?.frequency === undefined ? '' : ` (${shown(trigger.frequency)})`;
  return [
    ...(unknown.length > 0
      ? [`Nothing here starts it by ${list(unknown.map(quoted), 'or')}${often}: somebody or something has to.`]
      : []),
    ...(after ?? []).flatMap(({ symphony, movement, when }) => {
      if (when) return [`It does not follow ${quoted(symphony)} by itself: ${quoted(when.cel)} cannot be judged here.`];
      if (!follows) return [`It does not follow ${quoted(symphony)} by itself.`];
      return movement === undefined
        ? []
        : [`It starts when ${quoted(symphony)} is over, not already after its movement ${quoted(movement)}.`];
    }),
  ];
}
