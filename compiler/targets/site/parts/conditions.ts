/** What must hold for a run, as the page of a symphony shows it. */

import { showDuration } from '../../../base/duration.ts';
import type { Plan, PlanCondition } from '../../../generated/types/plan.ts';
import type { Severity } from '../../../model/diagnostic.ts';
import type { Html } from '../html.ts';
import { celView } from './cel.ts';
import { breakable } from './text.ts';

interface ConditionView {
  readonly cel: Html;
  readonly variables: readonly { readonly name: Html | null; readonly type: string }[];
}

/** `root` leads to the top of the site. Every variable but `inputs` and what a probe sees is a metric. */
export function conditionView({ cel, variables }: PlanCondition, root: string): ConditionView {
  const metrics = Object.entries(variables).filter(([, { unit }]) => unit !== undefined);
  return {
    cel: conditionText({ cel, variables }, root),
    variables: metrics.map(([name, { type, unit, freshnessMs }]) => ({
      name: metrics.length === 1 ? null : breakable(name),
      type: [unit ?? type, freshnessMs === undefined ? '' : `at most ${showDuration(freshnessMs)} old`]
        .filter((text) => text !== '')
        .join(', '),
    })),
  };
}

/** The expression alone. */
export const conditionText = ({ cel, variables }: Pick<PlanCondition, 'cel' | 'variables'>, root: string): Html =>
  celView(cel, (name) => {
    if (!Object.hasOwn(variables, name)) return null;
    if (variables[name]!.unit !== undefined) return `${root}metrics.html#${name}`;
    return name === 'inputs' ? '#inputs' : `${root}expressions.html#probes`;
  });

interface GateView {
  readonly policy: Html;
  readonly href: string;
  readonly kind: 'gate' | 'attestation';
  readonly severity: Severity | null;
  readonly scope: string;
  readonly scopeHref: string;
  readonly condition: ConditionView | null;
  readonly evidence: { readonly id: Html; readonly href: string | null } | null;
  readonly approval: string | null;
  readonly fresh: string | null;
}

/** The beat that makes each piece of evidence: its row. */
function evidenceMakers(plan: Plan): ReadonlyMap<string, string> {
  const steps = plan.movements.flatMap((movement) => movement.steps);
  return new Map(steps.flatMap(({ evidence }, i) => evidence.map((id) => [id, `#beat-${i + 1}`] as const)).reverse());
}

/** Gates and attestations in one list, those of the whole symphony first. */
export function gateViews(plan: Plan, root: string): GateView[] {
  const makers = evidenceMakers(plan);
  const titles = new Map(plan.movements.map((movement) => [movement.id, movement.title]));
  const placed = (scope: string) => {
    const movement = scope.split('/')[1];
    const title = movement === undefined ? undefined : titles.get(movement);
    return { scope: title ?? 'the whole symphony', scopeHref: title ? `#movement-${movement}` : '#score' };
  };
  const gates = plan.gates.map(
    (gate): GateView => ({
      policy: breakable(gate.policy),
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
      policy: breakable(attestation.policy),
      href: `${root}policies.html#${attestation.policy}`,
      kind: 'attestation',
      severity: null,
      ...placed(attestation.scope),
      condition: null,
      evidence:
        attestation.evidence === undefined
          ? null
          : { id: breakable(attestation.evidence), href: makers.get(attestation.evidence) ?? null },
      approval: attestation.approval ?? null,
      fresh: attestation.freshnessMs === undefined ? null : showDuration(attestation.freshnessMs),
    }),
  );
  return [...gates, ...attestations];
}
