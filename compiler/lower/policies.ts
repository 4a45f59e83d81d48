/** The policies that hold while a symphony is played. */
import { parseDuration } from '../base/duration.ts';
import type { Plan, PlanGate } from '../generated/types/plan.ts';
import type { BoundDocument } from '../model/bound.ts';
import type { Lowering } from './lowering.ts';

/**
 * Gates and attestations of all policies, where they apply; what a symphony and its domain both list, once. Assertions
 * are settled at compile time and leave no trace.
 */
export function policiesOf(bound: BoundDocument, lowering: Lowering): Pick<Plan, 'gates' | 'attestations'> {
  const gates: PlanGate[] = [];
  const attestations: Plan['attestations'] = [];
  const listed = new Set<string>();
  for (const { to, target, name: policy, path, subject: scope } of bound.subjects.reference) {
    if (to !== 'policy' || target?.kind !== 'Policy' || target.broken || listed.has(`${policy} ${scope}`)) continue;
    listed.add(`${policy} ${scope}`);
    const { gate, attest, severity } = target.value;
    if (gate) {
      const condition = lowering.condition(gate.that, path);
      gates.push({ policy, severity: severity ?? 'major', over: gate.over ?? 'symphony', scope, condition });
    }
    if (attest) {
      const { evidence, approval, freshness } = attest;
      attestations.push({ policy, scope, evidence, approval, freshnessMs: parseDuration(freshness) });
    }
  }
  return { gates, attestations };
}
