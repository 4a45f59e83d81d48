/** What a live view knows of a run: what happened so far, and what is happening now. */
import type { PlanMovement, PlanStep } from '../generated/plan.ts';
import type { RunEvent } from '../model/events.ts';

export type Stage = 'to come' | 'playing' | 'done' | 'failed' | 'waiting' | 'skipped';

interface Running {
  readonly step: PlanStep;
  readonly depth: number;
  /** On the chain of steps that takes longest. */
  readonly critical: boolean;
  /** When the try began; undefined as long as it waits for its turn. */
  since?: number;
  limitMs?: number;
  attempt: number;
}

export interface LiveState {
  /** When the first symphony began, less what earlier processes have played of it. */
  begin: number;
  budgetMs?: number;
  readonly movements: { readonly movement: PlanMovement; stage: Stage; begin: number }[];
  readonly running: Running[];
  ended: number;
  /** Steps on the critical path of the movements that were begun. */
  readonly critical: Set<PlanStep>;
}

export const newLiveState = (now: number): LiveState => ({
  begin: now,
  movements: [],
  running: [],
  ended: 0,
  critical: new Set(),
});

/** Takes in what happened at `now`. `only` is the movement that is played alone. */
export function take(state: LiveState, event: RunEvent, now: number, only?: string): void {
  switch (event.type) {
    case 'symphony':
      if (event.depth > 0) return;
      state.begin = now - event.usedMs;
      state.budgetMs = event.plan.budgetMs;
      for (const movement of event.plan.movements)
        if (only === undefined || movement.id === only)
          state.movements.push({ movement, stage: 'to come', begin: now });
      return;
    case 'movement': {
      const { movement, depth, usedMs } = event;
      // Where all steps are on it, it says nothing.
      if (movement.criticalPath.length < movement.steps.length)
        for (const step of movement.steps) if (movement.criticalPath.includes(step.id)) state.critical.add(step);
      const known = depth === 0 ? state.movements.find((one) => one.movement === movement) : undefined;
      if (known) Object.assign(known, { stage: 'playing', begin: now - usedMs });
      return;
    }
    case 'movement-ended': {
      const known = state.movements.find((one) => one.movement === event.movement);
      if (known) known.stage = event.status;
      return;
    }
    case 'step': {
      const { step, depth } = event;
      state.running.push({ step, depth, critical: state.critical.has(step), attempt: 0 });
      return;
    }
    case 'try': {
      const one = state.running.findLast(({ step }) => step === event.step);
      if (one) Object.assign(one, { since: now, limitMs: event.limitMs, attempt: event.attempt });
      return;
    }
    case 'step-ended': {
      const at = state.running.findLastIndex(({ step }) => step === event.step);
      if (at !== -1) state.running.splice(at, 1);
      if (event.depth === 0) state.ended++;
      return;
    }
    default:
  }
}
