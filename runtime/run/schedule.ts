/** The steps of a movement, as many at once as their needs, their events and the capacity allow. */
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import { type Performance, pathOf } from './session.ts';
import type { StepOutcome } from './tries.ts';

interface Steps {
  readonly performance: Performance;
  readonly movement: PlanMovement;
  /** How many at most. */
  readonly capacity: number;
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
 * the events that it awaits are published. Steps that are ready at once begin in the order of the plan. Rejects when
 * playing one does.
 */
export async function playSteps({ performance, movement, capacity, play, ...rest }: Steps): Promise<void> {
  const { session, depth } = performance;
  const { onEnded, neverComes, isLeftOut } = rest;
  const isRecorded = (step: PlanStep): boolean => session.recorded.steps.has(pathOf(performance, movement, step));
  const due = dueSteps(movement.steps);
  const turn = openTurn();
  let running = 0;
  let open = true;
  let undecided = false;
  const settle = (step: PlanStep, outcome: StepOutcome): void => {
    const { status } = outcome.result;
    if (status === 'done' || status === 'skipped') due.end(step);
    if (status === 'waiting') undecided = true;
    if (!onEnded(step, outcome)) open = false;
  };
  const begin = (step: PlanStep): void => {
    running++;
    const leave = session.tide.enter();
    play(step)
      .then((outcome) => {
        running--;
        settle(step, outcome);
        beginReady();
        // When nothing begins that would take it along, the end of the step reaches the disk by itself.
        setImmediate(() => void session.journal.flush().catch(() => undefined));
        leave();
        turn.pass();
      })
      .catch(turn.fail);
  };
  const missing = (step: PlanStep): string | undefined =>
    isLeftOut(step) || isRecorded(step) ? undefined : step.awaits.find((event) => !session.ledger.published(event));
  const beginReady = (): void => {
    due.take((step) => {
      if (!open || running >= capacity) return 'enough';
      if (missing(step) !== undefined) return 'not yet';
      begin(step);
      return 'taken';
    });
  };
  beginReady();
  for (;;) {
    const held = open ? due.first() : undefined;
    if (running > 0) {
      const others = held ? Promise.race([turn.next(), session.tide.next()]) : turn.next();
      await session.tide.rest(depth > 0, others);
    } else {
      // What waits for a decision may publish the event once it is given.
      if (!held || undecided) return;
      const event = (await session.tide.changed(depth > 0)) ? undefined : missing(held);
      if (event !== undefined) {
        due.drop(held);
        settle(held, await neverComes(held, event));
      }
    }
    beginReady();
  }
}

interface Due {
  /** Offers the steps that have all they need, in the order of the plan, until there are enough. */
  take(offer: (step: PlanStep) => 'taken' | 'not yet' | 'enough'): void;
  first(): PlanStep | undefined;
  drop(step: PlanStep): void;
  /** The step counts for those that need it. */
  end(step: PlanStep): void;
}

/** Work is proportional to the needs of what ends, not to all that is left. */
function dueSteps(steps: readonly PlanStep[]): Due {
  const unmet = steps.map(({ needs }) => needs.length);
  const dependents = new Map<string, number[]>();
  steps.forEach(({ needs }, i) => {
    for (const need of needs) dependents.set(need, [...(dependents.get(need) ?? []), i]);
  });
  let ready = steps.flatMap((_, i) => (unmet[i] === 0 ? [i] : []));
  return {
    take: (offer) => {
      const left: number[] = [];
      let at = 0;
      for (; at < ready.length; at++) {
        const answer = offer(steps[ready[at]!]!);
        if (answer === 'enough') break;
        if (answer === 'not yet') left.push(ready[at]!);
      }
      if (at > 0) ready = [...left, ...ready.slice(at)];
    },
    first: () => (ready[0] === undefined ? undefined : steps[ready[0]]),
    drop: (step) => {
      ready = ready.filter((i) => steps[i] !== step);
    },
    end: ({ id }) => {
      for (const i of dependents.get(id) ?? []) if (--unmet[i]! === 0) insert(ready, i);
    },
  };
}

/** Keeps the list sorted. */
function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]! > value) at--;
  sorted.splice(at, 0, value);
}

/** What one waits for while others work: passed on by each of them, failed by the first that fails. */
function openTurn(): { next(): Promise<void>; pass(): void; fail(error: unknown): void } {
  let failure: { readonly error: unknown } | undefined;
  let waiting: { resolve(): void; reject(error: unknown): void } | undefined;
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (failure) reject(failure.error as Error);
        waiting = { resolve, reject };
      }),
    pass: () => waiting?.resolve(),
    fail: (error) => {
      failure ??= { error };
      waiting?.reject(error);
    },
  };
}
