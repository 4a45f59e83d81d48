/** The steps of a movement, as many at once as their needs, their events and the capacity allow. */
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import type { Performance } from './session.ts';
import type { StepOutcome } from './tries.ts';

interface Steps {
  readonly performance: Performance;
  readonly movement: PlanMovement;
  /** How many at most. */
  readonly capacity: number;
  /** Plays a step. Never rejects. */
  readonly play: (step: PlanStep) => Promise<StepOutcome>;
  /** Called for each step that ended, in the order in which they did. False when no more are to begin. */
  readonly onEnded: (step: PlanStep, outcome: StepOutcome) => boolean;
  /** A step waits for an event that nothing can publish any more. */
  readonly neverComes: (step: PlanStep, event: string) => Promise<StepOutcome>;
  /** Whether a step is not part of what is played, and so waits for nothing. */
  readonly isLeftOut: (step: PlanStep) => boolean;
}

/**
 * Plays the steps and resolves when none is in motion any more. A step begins when those that it needs have ended and
 * the events that it awaits are published. Steps that are ready at once begin in the order of the plan.
 */
export async function playSteps({ performance, movement, capacity, play, ...rest }: Steps): Promise<void> {
  const { session, depth } = performance;
  const { onEnded, neverComes, isLeftOut } = rest;
  const waiting = new Set(movement.steps);
  const over = new Set<string>();
  const running = new Map<PlanStep, Promise<void>>();
  let open = true;
  const settle = (step: PlanStep, outcome: StepOutcome): void => {
    running.delete(step);
    if (outcome.result.status === 'done' || outcome.result.status === 'skipped') over.add(step.id);
    if (!onEnded(step, outcome)) open = false;
  };
  const begin = (step: PlanStep): void => {
    waiting.delete(step);
    const leave = session.tide.enter();
    const playing = play(step).then((outcome) => {
      settle(step, outcome);
      beginReady();
      leave();
    });
    running.set(step, playing);
  };
  const missing = (step: PlanStep): string | undefined =>
    isLeftOut(step) ? undefined : step.awaits.find((event) => !session.ledger.published(event));
  const isDue = (step: PlanStep): boolean => step.needs.every((need) => over.has(need));
  const beginReady = (): void => {
    for (const step of waiting) {
      if (!open || running.size >= capacity) return;
      if (isDue(step) && missing(step) === undefined) begin(step);
    }
  };
  beginReady();
  for (;;) {
    const held = open ? [...waiting].find(isDue) : undefined;
    if (running.size > 0) {
      await Promise.race(held ? [...running.values(), session.tide.next()] : running.values());
      beginReady();
      continue;
    }
    if (!held) return;
    if (!(await session.tide.changed(depth > 0)) && missing(held) !== undefined) {
      waiting.delete(held);
      settle(held, await neverComes(held, missing(held)!));
    }
    beginReady();
  }
}
