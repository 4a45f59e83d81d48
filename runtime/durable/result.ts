/** The result of a run from its journal alone: it is the same whoever has played it, and whoever asks. */
import { openQuestions } from '../decisions/decide.ts';
import type { Plan } from '../generated/plan.ts';
import { recordOf } from '../history/record.ts';
import type { Entry, StepEnded } from '../model/records.ts';
import type { Judged, MovementResult, RunResult, StepResult, Undone } from '../model/result.ts';
import { endOf } from './events.ts';
import { type Parts, subjectOfPart } from './parts.ts';

/** Undefined as long as the run has no end. What performed symphonies did is told by their own entries, not as part of a step. */
export function resultOf(entries: readonly Entry[], plan: Plan, parts: Parts): RunResult | undefined {
  const record = recordOf(entries);
  const end = entries.at(-1);
  if (!record || end?.type !== 'run-ended') return undefined;
  const { run, correlationId, dynamics, environment, movement, beat, inputs, startedAt } = record;
  const { steps, judged, movements, undone } = lastWords(entries, parts);
  // A result tells of what was undone, too, wherever the run was played.
  const brought = [...steps.values()];
  return {
    version: 1,
    run,
    planDigest: record.plan,
    correlationId,
    dynamics,
    environment,
    movement,
    beat,
    inputs,
    happened: entries[0]?.type === 'run-started' ? entries[0].happened : [],
    startedAt,
    durationMs: end.durationMs,
    symphony: plan.id,
    status: end.status,
    failure: end.failure,
    movements: plan.movements.flatMap(({ id, steps: planned }) => {
      const path = `${plan.id}/${id}`;
      const status = movements.get(path);
      if (status === undefined) return [];
      const played = planned.flatMap((step): StepResult[] => {
        const last = steps.get(`${path}/${step.id}`);
        return last ? [{ id: step.id, ...endOf(last) }] : [];
      });
      return [{ id, status, steps: played, judged: judged.get(path) ?? [] }];
    }),
    judged: judged.get(plan.id) ?? [],
    confirmations: end.status === 'waiting' ? openQuestions(entries) : [],
    undone,
    refused: [],
    events: brought.flatMap(({ events }) => events ?? []),
    metrics: brought.flatMap(({ metrics }) => metrics ?? []),
    evidence: brought.flatMap(({ evidence }) => evidence ?? []),
    abandoned: false,
  };
}

interface LastWords {
  readonly steps: ReadonlyMap<string, StepEnded>;
  readonly judged: ReadonlyMap<string, readonly Judged[]>;
  readonly movements: ReadonlyMap<string, MovementResult['status']>;
  /** Since the run was last begun or gone on with. */
  readonly undone: readonly Undone[];
}

/** What was said last of each part. */
function lastWords(entries: readonly Entry[], parts: Parts): LastWords {
  const steps = new Map<string, StepEnded>();
  const judged = new Map<string, readonly Judged[]>();
  const movements = new Map<string, MovementResult['status']>();
  let undone: Undone[] = [];
  for (const entry of entries) {
    if (entry.type === 'run-resumed') undone = [];
    else if (entry.type === 'step-ended') {
      // In the order in which they ended, the last time.
      steps.delete(entry.path);
      steps.set(entry.path, entry);
    } else if (entry.type === 'judged') judged.set(entry.path, entry.judged);
    else if (entry.type === 'movement-ended') movements.set(entry.path, entry.status as MovementResult['status']);
    else if (entry.type === 'undone') {
      const part = parts(entry.path);
      undone.push({ step: part ? subjectOfPart(part) : entry.path, status: entry.status, reason: entry.reason });
    }
  }
  return { steps, judged, movements, undone };
}
