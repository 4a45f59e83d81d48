/** What must hold for a run, as the page of a symphony shows it. */
import type { Plan, PlanCondition } from '../../../generated/types/plan.ts';
import type { Severity } from '../../../model/diagnostic.ts';
import { showDuration } from './duration.ts';

export interface ConditionView {
  readonly cel: string;
  readonly metrics: readonly { readonly name: string; readonly type: string; readonly href: string | null }[];
}

/** `root` leads to the top of the site. Every variable but `inputs` and what a probe sees is a metric. */
export function conditionView({ cel, variables }: PlanCondition, root: string): ConditionView {
  return {
    cel,
    metrics: Object.entries(variables).map(([name, { type, unit, freshnessMs }]) => ({
      name,
      type: [unit ?? type, freshnessMs === undefined ? '' : `at most ${showDuration(freshnessMs)} old`]
        .filter((text) => text !== '')
        .join(', '),
      href: unit === undefined ? null : `${root}metrics.html#${name}`,
    })),
  };
}

export interface GateView {
  readonly policy: string;
  readonly href: string;
  readonly kind: 'gate' | 'attestation';
  readonly severity: Severity | null;
  readonly scope: string;
  readonly scopeHref: string;
  readonly condition: ConditionView | null;
  readonly evidence: string | null;
  readonly approval: string | null;
  readonly fresh: string | null;
}

/** Gates and attestations in one list, those of the whole symphony first. */
export function gateViews(plan: Plan, root: string): GateView[] {
  const titles = new Map(plan.movements.map((movement) => [movement.id, movement.title]));
  const placed = (scope: string) => {
    const movement = scope.split('/')[1];
    const title = movement === undefined ? undefined : titles.get(movement);
    return { scope: title ?? 'the whole symphony', scopeHref: title ? `#movement-${movement}` : '#score' };
  };
  const gates = plan.gates.map(
    (gate): GateView => ({
      policy: gate.policy,
      href: `${root}policies.html#${gate.policy}`,
      kind: 'gate',
      severity: gate.severity as Severity,
      ...placed(gate.scope),
      condition: conditionView(gate.condition, root),
      evidence: null,
      approval: null,
      fresh: null,
    }),
  );
  const attestations = plan.attestations.map(
    (attestation): GateView => ({
      policy: attestation.policy,
      href: `${root}policies.html#${attestation.policy}`,
      kind: 'attestation',
      severity: null,
      ...placed(attestation.scope),
      condition: null,
      evidence: attestation.evidence ?? null,
      approval: attestation.approval ?? null,
      fresh: attestation.freshnessMs === undefined ? null : showDuration(attestation.freshnessMs),
    }),
  );
  return [...gates, ...attestations];
}
