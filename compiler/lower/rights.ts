/** How much a run may do by itself, and who may decide for it. */
import type { Plan } from '../generated/types/plan.ts';
import type { BoundDocument, SymphonyNode } from '../model/bound.ts';

/** Level 1 asks before each effect: whoever throws the switch wants to see what goes on. */
const killLevel = 1;

/** The workspace's levels of autonomy and environments, and the approvers of the roles that this symphony asks. */
export function rightsOf(
  symphony: SymphonyNode,
  { attestations }: Pick<Plan, 'attestations'>,
  { lookup }: BoundDocument,
): Pick<Plan, 'autonomy' | 'environments' | 'approvers'> {
  const { autonomy, environments = {}, approvers = {} } = lookup.workspace();
  const levels = Object.entries(environments).flatMap(([name, environment]) =>
    environment.autonomy === undefined ? [] : [[name, environment.autonomy]],
  );
  const asked = [
    ...symphony.beats.flatMap(({ value }) => value.approve?.by ?? []),
    ...attestations.flatMap(({ approval }) => approval ?? []),
  ];
  const roles = [...new Set(asked)].sort().filter((role) => Object.hasOwn(approvers, role));
  const { file } = autonomy?.kill ?? {};
  return {
    autonomy: {
      level: autonomy?.level ?? 3,
      environments: Object.fromEntries(levels),
      kill: { level: autonomy?.kill?.level ?? killLevel, file },
    },
    environments: Object.keys(environments).sort(),
    approvers: Object.fromEntries(roles.map((role) => [role, approvers[role]!])),
  };
}
