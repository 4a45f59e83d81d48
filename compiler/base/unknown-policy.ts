/** Policies of which nobody knows what they ask for. */
import type { Reference, Unknown } from '../model/bound.ts';
import type { PolicySummary } from '../model/index.ts';

/** Why it is unknown what policies hold: the domain with its policies, the policy, or how it holds. */
export function unknownPolicy({ to, role, target, unknown }: Reference): Unknown | undefined {
  if (to !== 'policy' && role !== 'domain') return undefined;
  if (!target) return unknown ?? 'reported';
  if (target.broken) return 'unread';
  return target.kind === 'Policy' && isProse(target) ? 'reported' : undefined;
}

const isProse = ({ value: { assert, gate, attest } }: PolicySummary): boolean => !assert && !gate && !attest;
