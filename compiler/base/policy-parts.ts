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
  const applications = subjects.reference
    .map((reference) => ({ reference, assertion: assertionOf(reference), depth: depthOf(reference) }))
    .sort((a, b) => a.depth - b.depth);
  for (const { reference, assertion } of applications) {
    if (!assertion) continue;
    const covered = taken.get(assertion.policy.id) ?? new Set<object>();
    taken.set(assertion.policy.id, covered);
    const parts = partsUnder(reference, symphony, assertion.over).filter(({ node }) => !covered.has(node));
    for (const { node } of parts) covered.add(node);
    divided.set(reference, parts);
  }
  return divided;
}

/** From the outermost application inwards: symphony, domain, movement, beat. */
const depthOf = ({ role, path }: Reference): number =>
  role === 'inherited' ? 1 : path[0] !== 'movements' ? 0 : path[2] !== 'beats' ? 2 : 3;

/** The place where a policy is applied and everything below it, or the part around it that the policy is about. */
function partsUnder(reference: Reference, symphony: SymphonyNode, over: PolicyPart['over']): PolicyPart[] {
  if (over === 'symphony') return [{ over, node: symphony }];
  const { path } = reference;
  const depth = depthOf(reference);
  const inside = depth < 2 ? symphony.movements : [symphony.movements[path[1] as number]!];
  if (over === 'movement') return inside.map((node) => ({ over, node }));
  const beats = inside.flatMap((movement) => movement.beats);
  return (depth < 3 ? beats : [beats[path[3] as number]!]).map((node) => ({ over, node }));
}

export interface Assertion {
  readonly policy: PolicySummary;
  readonly over: PolicyPart['over'];
  readonly that: string;
}

/** The policy behind `reference` and its assertion, when it has one. */
export function assertionOf({ target }: Reference): Assertion | undefined {
  if (target?.kind !== 'Policy' || target.broken || !target.value.assert) return undefined;
  return { policy: target, ...target.value.assert };
}
