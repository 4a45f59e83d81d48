/** Which parts of a symphony each application of a policy is about. */
import type { BeatNode, BoundDocument, MovementNode, Reference, SymphonyNode } from '../model/bound.ts';
import type { PolicySummary } from '../model/index.ts';

export type PolicyPart =
  | { readonly over: 'symphony'; readonly node: SymphonyNode }
  | { readonly over: 'movement'; readonly node: MovementNode }
  | { readonly over: 'beat'; readonly node: BeatNode };

const known = new WeakMap<BoundDocument, ReadonlyMap<Reference, readonly PolicyPart[]>>();

/**
 * The parts at which the assertion of the policy behind `reference` is evaluated. A part that several applications of
 * one policy cover belongs to the outermost, and the symphony's own list comes before its domain's.
 */
export function partsOf(reference: Reference, bound: BoundDocument): readonly PolicyPart[] {
  const parts = known.get(bound) ?? divide(bound);
  known.set(bound, parts);
  return parts.get(reference) ?? [];
}

function divide({ symphony, subjects }: BoundDocument): Map<Reference, readonly PolicyPart[]> {
  const divided = new Map<Reference, readonly PolicyPart[]>();
  if (!symphony) return divided;
  const taken = new Map<string, Set<object>>();
  for (const reference of [...subjects.reference].sort((a, b) => depth(a) - depth(b))) {
    const policy = reference.target;
    if (policy?.kind !== 'Policy' || policy.broken || !policy.value.assert) continue;
    const covered = taken.get(policy.id) ?? new Set<object>();
    taken.set(policy.id, covered);
    const parts = partsUnder(reference, symphony, policy.value.assert.over).filter(({ node }) => !covered.has(node));
    for (const { node } of parts) covered.add(node);
    divided.set(reference, parts);
  }
  return divided;
}

/** From the outermost application inwards: symphony, domain, movement, beat. */
const depth = ({ role, path }: Reference): number => (role === 'inherited' ? 2.5 : path.length);

/** The place where a policy is applied and everything below it, or the part around it that the policy is about. */
function partsUnder(
  { path, role }: Reference,
  symphony: SymphonyNode,
  over: NonNullable<PolicySummary['value']['assert']>['over'],
): PolicyPart[] {
  if (over === 'symphony') return [{ over, node: symphony }];
  const [, m, , b] = role === 'inherited' ? [] : path[0] === 'movements' ? path : [];
  const movements = m === undefined ? symphony.movements : [symphony.movements[m as number]!];
  if (over === 'movement') return movements.map((node) => ({ over, node }));
  const beats = movements.flatMap((movement) => movement.beats);
  const chosen = typeof b === 'number' ? movements.flatMap((movement) => movement.beats.slice(b, b + 1)) : beats;
  return chosen.map((node) => ({ over, node }));
}

/** The policy and its assertion, when `reference` leads to a policy that has one. */
export function assertionOf({ target }: Reference): { policy: PolicySummary; that: string } | undefined {
  if (target?.kind !== 'Policy' || target.broken || !target.value.assert) return undefined;
  return { policy: target, that: target.value.assert.that };
}
