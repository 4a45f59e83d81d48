/** Events that steps wait for, before anything is played: what is known never to come is said at once. */
import type { Plan, PlanStep } from '../generated/plan.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Prepared } from '../run/session.ts';

/** Whether a step is played when only one beat, or step of one, is. */
export const isPlayed = (step: PlanStep, beat: string | undefined): boolean =>
  beat === undefined || step.id === beat || step.beat === beat;

/** When one beat is played alone: a sentence for each decision that it needs and that nobody would be asked for. */
export function skippedDecisions(plan: Plan, beat: string): string[] {
  const problems = new Set<string>();
  for (const { steps } of plan.movements) {
    const byId = new Map(steps.map((step) => [step.id, step]));
    const seen = new Set<PlanStep>();
    const look = (step: PlanStep, asking: string): void => {
      if (seen.has(step)) return;
      seen.add(step);
      for (const need of step.needs.flatMap((id) => byId.get(id) ?? [])) {
        if (need.does.type === 'approve')
          problems.add(
            `\`${asking}\` comes after \`${need.id}\`, which ${need.does.by} decides: play the whole movement`,
          );
        look(need, asking);
      }
    };
    for (const step of steps) if (isPlayed(step, beat)) look(step, step.id);
  }
  return [...problems];
}

/** When one movement, or one beat of it, is played alone: a sentence for each event it waits for that is not published. */
export function unheardEvents(plan: Plan, only: string, happened: readonly string[], beat?: string): string[] {
  const movement = plan.movements.find(({ id }) => id === only);
  const heard = new Set(happened);
  const problems: string[] = [];
  for (const step of movement?.steps ?? []) {
    if (!isPlayed(step, beat)) continue;
    for (const event of step.awaits) {
      const by = heard.has(event) ? undefined : publisherOf(plan, event, only, beat);
      if (by === undefined) continue;
      problems.push(
        `\`${step.id}\` waits for \`${event}\`, which \`${by}\` publishes: play the whole symphony, or, when it has happened, say so with \`--event ${event}\``,
      );
    }
    // What a symphony that is performed publishes is not known here; the step that waits finds out.
    if (step.does.type === 'perform') return problems;
    for (const event of step.emits) heard.add(event);
  }
  return problems;
}

/** `movement/step`, of the first one outside `only` that publishes the event. */
function publisherOf(plan: Plan, event: string, only: string, beat?: string): string | undefined {
  for (const movement of plan.movements) {
    const step = movement.steps.find(
      (one) => one.emits.includes(event) && !(movement.id === only && isPlayed(one, beat)),
    );
    if (step) return `${movement.id}/${step.id}`;
  }
  return undefined;
}

/** Throws UsageError for an event that no step waits for: it is misspelt, or not what the caller thinks. */
export function checkHappened(prepared: Prepared, happened: readonly string[]): void {
  const awaited = new Set<string>();
  const collect = ({ plan, performed }: Prepared): void => {
    for (const { steps } of plan.movements)
      for (const step of steps) for (const event of step.awaits) awaited.add(event);
    for (const inner of performed.values()) collect(inner);
  };
  collect(prepared);
  const unknown = happened.find((event) => !awaited.has(event));
  if (unknown === undefined) return;
  const known =
    awaited.size === 0
      ? 'nothing'
      : [...awaited]
          .sort()
          .map((event) => `\`${event}\``)
          .join(', ');
  throw new UsageError(`\`${prepared.plan.id}\` does not wait for \`${unknown}\`; it waits for ${known}`);
}
