/** Which assertion must hold for which part of a symphony, and what each beat must have. */
import { unknownPolicy } from '../../base/unknown-policy.ts';
import type { PolicyApplication, PolicyPart, Reference, SymphonyNode, Unknown } from '../../model/bound.ts';

/**
 * The assertions of all policies that `references` apply. A part that several applications of one policy cover belongs to
 * the outermost, and the symphony's own list comes before its domain's. Of a policy that is not known nobody knows what it
 * is about: it may be any part.
 */
export function applicationsOf(symphony: SymphonyNode, references: readonly Reference[]): PolicyApplication[] {
  const found: PolicyApplication[] = [];
  const taken = new Map<string, Set<object>>();
  const lost = new Map<object, PolicyApplication>();
  const lose = (reference: Reference, unknown: Unknown): void => {
    for (const part of anyUnder(reference, symphony)) {
      if (lost.get(part.node)?.unknown !== 'reported') lost.set(part.node, { ...placeOf(part), unknown });
    }
  };
  for (const reference of [...references].sort((a, b) => depthOf(a) - depthOf(b))) {
    const unknown = unknownPolicy(reference);
    if (unknown) lose(reference, unknown);
    const policy = reference.target?.kind === 'Policy' && !reference.target.broken ? reference.target : undefined;
    const { over, that, requires } = policy?.value.assert ?? {};
    if (!policy || !over) continue;
    const covered = taken.get(policy.id) ?? new Set<object>();
    taken.set(policy.id, covered);
    for (const part of partsUnder(reference, symphony, requires ? 'beat' : over)) {
      if (covered.has(part.node)) continue;
      covered.add(part.node);
      found.push({ ...placeOf(part), policy, that, requires });
    }
  }
  return [...found, ...lost.values()];
}

const placeOf = (part: PolicyPart): PolicyApplication => ({
  part,
  path: part.node.path,
  subject: part.node.subject,
});

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

const anyUnder = (reference: Reference, symphony: SymphonyNode): PolicyPart[] =>
  (['symphony', 'movement', 'beat'] as const).flatMap((over) => partsUnder(reference, symphony, over));
