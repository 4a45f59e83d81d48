/** Asking a person: what was decided before counts, then whoever sits at the terminal, else the run waits. */
import type { Plan } from '../generated/plan.ts';
import type { Journal } from '../journal/journal.ts';
import type { Recorded } from '../journal/recorded.ts';
import type { Decided } from '../model/records.ts';
import { type Confirmation, questionKey } from '../model/result.ts';
import { barrier } from './entitled.ts';

/** Asks somebody; undefined when nobody answers now. */
export type Prompt = (confirmation: Confirmation, signal: AbortSignal) => Promise<Decided | undefined>;

interface Answer {
  /** Undefined when the run has to wait for it. */
  readonly decision?: Decided;
  /** Why a decision that is there does not count. */
  readonly problem?: string;
}

export type Ask = (plan: Plan, confirmation: Confirmation, signal: AbortSignal) => Promise<Answer>;

interface Asking {
  readonly run: string;
  readonly journal: Journal;
  readonly recorded: Recorded;
  readonly prompt?: Prompt;
  readonly onAsked: (confirmation: Confirmation) => void;
}

/** One question at a time reaches the terminal. */
export function openAsk({ run, journal, recorded, prompt, onAsked }: Asking): Ask {
  let before: Promise<unknown> = Promise.resolve();
  const told = new Set<string>();
  const given = new Map<string, Decided>();
  return async (plan, confirmation, signal) => {
    const { role } = confirmation;
    const key = questionKey(confirmation);
    const known = given.get(key) ?? recorded.decisions.get(key);
    const problem = known && obstacle(plan, run, confirmation, known);
    if (known && problem === undefined) return { decision: known };
    if (!told.has(key)) {
      told.add(key);
      onAsked(confirmation);
      if (!recorded.asked.has(key)) journal.append({ type: 'asked', ...confirmation });
      await journal.flush();
    }
    if (!prompt || (confirmation.evidence?.length ?? 0) + (confirmation.measures?.length ?? 0) > 0) return { problem };
    const turn = before.then(async () => (signal.aborted ? undefined : prompt(confirmation, signal)));
    before = turn.catch(() => undefined);
    const decision = await turn;
    if (!decision) return { problem };
    const objection = barrier(plan, run, role, decision);
    if (objection !== undefined) return { problem: objection };
    given.set(key, decision);
    journal.append(decision);
    await journal.flush();
    return { decision };
  };
}

/** Why a decision does not count for what is asked. */
export function obstacle(plan: Plan, run: string, confirmation: Confirmation, decision: Decided): string | undefined {
  if (decision.decision === 'approve' || decision.decision === 'done') {
    const missing = [
      ...(confirmation.evidence ?? []).filter((id) => !decision.evidence?.some((one) => one.id === id)),
      ...(confirmation.measures ?? []).filter((name) => decision.metrics?.[name] === undefined),
    ];
    if (confirmation.kind === 'approval' && missing.length > 0)
      return `the decision comes without ${missing.map((name) => `\`${name}\``).join(', ')}`;
  }
  return barrier(plan, run, confirmation.role, decision);
}
