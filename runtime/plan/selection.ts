/** The part of a plan that is played when not all of it is. */
import type { Plan } from '../generated/plan.ts';
import { UsageError } from '../model/usage-error.ts';

interface Selection {
  readonly movement?: string;
  readonly beat?: string;
}

/**
 * The only movement that is played: the one asked for, or that of the beat. Undefined when all are. Throws UsageError for a
 * movement or beat that the plan does not have.
 */
export function selectedMovement(plan: Plan, { movement, beat }: Selection): string | undefined {
  const ids = plan.movements.map(({ id }) => id);
  if (movement !== undefined && !ids.includes(movement))
    throw new UsageError(`\`${plan.id}\` has no movement \`${movement}\`; it has ${listed(ids)}`);
  if (beat === undefined) return movement;
  const within = plan.movements.filter(({ id }) => movement === undefined || id === movement);
  const holders = within.filter(({ steps }) => steps.some((step) => step.id === beat || step.beat === beat));
  if (holders.length === 0) {
    const beats = [...new Set(within.flatMap(({ steps }) => steps.map((step) => step.beat)))];
    throw new UsageError(
      `${movement === undefined ? `\`${plan.id}\`` : `\`${movement}\``} has no beat \`${beat}\`; it has ${listed(beats)}`,
    );
  }
  return holders[0]!.id;
}

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
