/** The level of autonomy and the kill switch, right before a step acts. */
import { permitOf } from '../autonomy/permit.ts';
import type { PlanStep } from '../generated/plan.ts';
import { type Confirmation, questionKey } from '../model/result.ts';
import { StepFailure } from './limits.ts';
import type { Performance } from './session.ts';

/** The question that a person has to answer first, with why an answer does not count; undefined when the step may act. */
interface Barred {
  readonly confirmation: Confirmation;
  readonly problem?: string;
}

interface Asking {
  readonly performance: Performance;
  readonly step: PlanStep;
  readonly path: string;
}

/**
 * Asks where the level of autonomy wants that. Throws StepFailure when the step may not act, be it that the switch was
 * thrown while somebody thought about it.
 */
export async function permission({ performance, step, path }: Asking): Promise<Barred | undefined> {
  const { session, prepared, signal } = performance;
  const permit = permitOf(step, session.autonomy.standing());
  if (permit.verdict === 'act') return undefined;
  if (permit.verdict === 'deny') throw new StepFailure('denied', permit.reason);
  // Whoever lets an interrupted step be played again has seen what it does.
  const key = questionKey({ kind: 'interrupted', subject: path });
  if (session.recorded.decisions.get(key)?.decision === 'redo') return undefined;
  const confirmation: Confirmation = {
    kind: 'effect',
    symphony: prepared.plan.id,
    question: `${permit.reason}: may it?`,
    subject: path,
    source: step.source,
  };
  const { decision, problem } = await session.ask(prepared.plan, confirmation, signal);
  if (!decision) return { confirmation, problem };
  if (decision.decision !== 'approve') {
    const remark = decision.comment ? `: ${decision.comment}` : '';
    throw new StepFailure('denied', `${decision.by} does not let it${remark}`);
  }
  const now = permitOf(step, session.autonomy.standing());
  if (now.verdict === 'deny') throw new StepFailure('denied', now.reason);
  return undefined;
}
