/** Completion criteria, gates and attestations, judged by what this run has measured and proved. */
import type { Plan, PlanCondition, PlanGate, PlanMovement } from '../generated/plan.ts';
import type { Confirmation, Judged } from '../model/result.ts';
import { judge } from './conditions.ts';
import { factsOf, type Performance } from './session.ts';

type Attestation = Plan['attestations'][number];

/**
 * After a movement: its criteria, the gates over movements, and the policies of the movement and of the beats in
 * `played`. A beat that was left out has nothing that a policy could hold for; of a movement without any that was played,
 * everything is listed as not judged.
 */
export async function judgeMovement(
  performance: Performance,
  movement: PlanMovement,
  played: ReadonlySet<string>,
): Promise<Judged[]> {
  const { plan } = performance.prepared;
  const scope = `${plan.id}/${movement.id}`;
  const isOfMovement = ({ over, scope: listed }: PlanGate): boolean => over === 'movement' && listed === plan.id;
  if (played.size === 0) {
    const inside = (part: string): boolean => part === scope || part.startsWith(`${scope}/`);
    const gates = plan.gates.filter((gate) => inside(gate.scope) || isOfMovement(gate));
    const asked = plan.attestations.filter((one) => inside(one.scope));
    return unjudged(scope, movement.completion, gates, asked, 'none of its beats was played');
  }
  const within = (part: string): boolean =>
    part === scope || (part.startsWith(`${scope}/`) && played.has(part.slice(scope.length + 1)));
  const judged = await judgeCompletion(performance, scope, movement.completion);
  for (const gate of plan.gates) {
    if (within(gate.scope) || isOfMovement(gate)) judged.push(await judgeGate(performance, scope, gate));
  }
  for (const one of plan.attestations) if (within(one.scope)) judged.push(await judgeAttestation(performance, one));
  return judged;
}

/** At the end: the criteria, gates and attestations of the symphony as a whole. */
export async function judgeSymphony(performance: Performance): Promise<Judged[]> {
  const { plan } = performance.prepared;
  const judged = await judgeCompletion(performance, plan.id, plan.completion);
  for (const gate of plan.gates)
    if (gate.scope === plan.id && gate.over === 'symphony') judged.push(await judgeGate(performance, plan.id, gate));
  for (const one of plan.attestations) if (one.scope === plan.id) judged.push(await judgeAttestation(performance, one));
  return judged;
}

/** When only one movement is played: what is said about the whole, as not judged. */
export function leaveUnjudged({ prepared }: Performance): Judged[] {
  const { id, completion, gates, attestations } = prepared.plan;
  const whole = gates.filter((gate) => gate.scope === id && gate.over === 'symphony');
  const own = attestations.filter((one) => one.scope === id);
  return unjudged(id, completion, whole, own, 'only one movement was played');
}

function unjudged(
  scope: string,
  completion: readonly PlanCondition[],
  gates: readonly PlanGate[],
  attestations: readonly Attestation[],
  reason: string,
): Judged[] {
  const rest = { scope, verdict: 'not judged', reason } as const;
  return [
    ...completion.map(({ cel }): Judged => ({ type: 'completion', expression: cel, ...rest })),
    ...gates.map(({ policy, condition }): Judged => ({ type: 'gate', policy, expression: condition.cel, ...rest })),
    ...attestations.map((one): Judged => ({ type: 'attestation', ...rest, policy: one.policy, scope: one.scope })),
  ];
}

async function judgeCompletion(
  performance: Performance,
  scope: string,
  conditions: readonly PlanCondition[],
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const condition of conditions) {
    const judgement = await judge(condition, factsOf(performance));
    judged.push({ type: 'completion', scope, expression: condition.cel, source: condition.source, ...judgement });
  }
  return judged;
}

async function judgeGate(performance: Performance, scope: string, { policy, condition }: PlanGate): Promise<Judged> {
  const judgement = await judge(condition, factsOf(performance));
  return { type: 'gate', scope, policy, expression: condition.cel, source: condition.source, ...judgement };
}

async function judgeAttestation(performance: Performance, attestation: Attestation): Promise<Judged> {
  const { session } = performance;
  const { policy, scope, evidence, approval, freshnessMs } = attestation;
  const judged = { type: 'attestation', scope, policy } as const;
  const record = evidence === undefined ? undefined : session.ledger.latestEvidence(evidence);
  if (evidence !== undefined && !record)
    return { ...judged, verdict: 'unknown', reason: `nothing in this run has given the evidence \`${evidence}\`` };
  const age = record ? session.now() - Date.parse(record.at) : 0;
  if (freshnessMs !== undefined && age > freshnessMs)
    return {
      ...judged,
      verdict: 'unknown',
      reason: `\`${evidence}\` is ${age} ms old and counts for ${freshnessMs} ms only`,
    };
  if (approval !== undefined && !isApproved(performance, scope, approval))
    return { ...judged, ...(await askFor(performance, attestation, approval)) };
  return { ...judged, verdict: 'holds' };
}

/** Whether a beat within the scope has been approved by the role. */
function isApproved({ prepared, outputs }: Performance, scope: string, role: string): boolean {
  const { plan } = prepared;
  return plan.movements.some(({ id, steps }) =>
    steps.some((step) => {
      const subject = `${plan.id}/${id}/${step.beat}`;
      const isWithin = subject === scope || subject.startsWith(`${scope}/`);
      return isWithin && step.does.type === 'approve' && step.does.by === role && outputs.has(step.id);
    }),
  );
}

async function askFor(
  performance: Performance,
  { policy, scope }: Attestation,
  role: string,
): Promise<Pick<Judged, 'verdict' | 'reason' | 'asks'>> {
  const { session, prepared, path, signal } = performance;
  const { plan } = prepared;
  const place = `${path}${scope.slice(plan.id.length)}`;
  const question = `policy \`${policy}\` asks for an approval`;
  const subject = `${policy} at ${place}`;
  const asks: Confirmation = { kind: 'policy', symphony: plan.id, role, question, subject, source: plan.source };
  const { decision, problem } = await session.ask(plan, asks, signal);
  if (!decision) return { verdict: 'waiting', reason: problem ?? `it asks for the approval of ${role}`, asks };
  if (decision.decision === 'approve') return { verdict: 'holds' };
  return {
    verdict: 'fails',
    reason: `${decision.by} has rejected it${decision.comment ? `: ${decision.comment}` : ''}`,
  };
}
