/** A close look at every part: movements against their budgets and their past, beats, conformity, handlers. */
import type { Conformity, Coverage, Execution, StepFact, Traceability } from './model.ts';

export type MovementAnalysis = {
  readonly symphony: string;
  readonly movement: string;
  readonly runs: number;
  readonly lastMs: number;
  readonly medianMs: number;
  readonly budgetMs: number | null;
  /** Share of the budget that the last run took. */
  readonly used: number | null;
};

export type BeatAnalysis = {
  readonly symphony: string;
  readonly movement: string;
  readonly step: string;
  readonly runs: number;
  readonly lastMs: number;
  readonly medianMs: number;
  /** Share of the time of its movement, in the last run. */
  readonly share: number;
  readonly retries: number;
  readonly failures: number;
  /** What stands out: `long` takes half of its movement, `growing` is well above its median, `uneven` varies a lot. */
  readonly marks: readonly string[];
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

const isPlayed = ({ status }: StepFact): boolean => status === 'done' || status === 'failed';

/** From the start of the first step to the end of the last. */
function spanOf(steps: readonly StepFact[]): number {
  const starts = steps.map(({ startedAt }) => Date.parse(startedAt));
  const ends = steps.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs);
  return Math.max(...ends) - Math.min(...starts);
}

/** The played steps of each movement, a list a run, the newest run first. */
function byMovement({ runs }: Execution): Map<string, StepFact[][]> {
  const all = new Map<string, StepFact[][]>();
  for (const { steps } of runs) {
    const here = new Map<string, StepFact[]>();
    for (const step of steps.filter(isPlayed)) {
      const key = `${step.symphony}/${step.movement}`;
      here.set(key, [...(here.get(key) ?? []), step]);
    }
    for (const [key, played] of here) all.set(key, [...(all.get(key) ?? []), played]);
  }
  return all;
}

/** Every movement that was played, with its budget, in the order of symphonies and movements. */
export function analyzeMovements(execution: Execution, { symphonies }: Traceability): MovementAnalysis[] {
  const played = byMovement(execution);
  return symphonies.flatMap(({ id: symphony, movements }) =>
    movements.flatMap(({ id: movement, budgetMs }) => {
      const spans = (played.get(`${symphony}/${movement}`) ?? []).map(spanOf);
      const [lastMs] = spans;
      if (lastMs === undefined) return [];
      const used = budgetMs === null ? null : lastMs / budgetMs;
      return [{ symphony, movement, runs: spans.length, lastMs, medianMs: median(spans), budgetMs, used }];
    }),
  );
}

/** A beat stands out only when its time matters at all. */
const noticeableMs = 50;

export function analyzeBeats(execution: Execution): BeatAnalysis[] {
  return [...byMovement(execution).values()].flatMap((runs) => {
    const [last = []] = runs;
    const total = last.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return last.map((step): BeatAnalysis => {
      const past = runs.flatMap((steps) => steps.filter((one) => one.step === step.step));
      const times = past.map(({ durationMs }) => durationMs);
      const [lastMs, medianMs] = [step.durationMs, median(times)];
      const share = total === 0 ? 0 : lastMs / total;
      return {
        symphony: step.symphony,
        movement: step.movement,
        step: step.step,
        runs: past.length,
        lastMs,
        medianMs,
        share,
        retries: past.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0),
        failures: past.filter(({ status }) => status === 'failed').length,
        marks: lastMs < noticeableMs ? [] : marksOf(share, last.length, times),
      };
    });
  });
}

function marksOf(share: number, steps: number, [last = 0, ...past]: readonly number[]): string[] {
  const usual = median(past);
  const marks: string[] = [];
  if (steps > 1 && share >= 0.5) marks.push('long');
  if (past.length >= 2 && last > usual * 1.5) marks.push('growing');
  if (past.length >= 4 && Math.max(...past) > Math.max(1, usual) * 3) marks.push('uneven');
  return marks;
}

export type ConformityAnalysis = {
  readonly dimensions: readonly {
    readonly name: string;
    readonly score: number | null;
    readonly band: string | null;
    /** Scores of the reports before, oldest first. */
    readonly past: readonly number[];
  }[];
  readonly codes: readonly { readonly code: string; readonly count: number }[];
};

/** `past` are the dimensions of the reports before, oldest first. */
export function analyzeConformity(
  { dimensions, violations }: Conformity,
  past: readonly Readonly<Record<string, number>>[],
): ConformityAnalysis {
  const codes = new Map<string, number>();
  for (const { code } of violations) codes.set(code, (codes.get(code) ?? 0) + 1);
  return {
    dimensions: dimensions.map(({ name, score, band }) => ({
      name,
      score,
      band,
      past: past.flatMap((scores) => scores[name] ?? []),
    })),
    codes: [...codes].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
  };
}

export type HandlerAnalysis = {
  /** Beats whose handler does not do its work, each with the beats that wait for it. */
  readonly lacking: readonly {
    readonly handler: string;
    readonly beat: string;
    readonly dependents: readonly string[];
  }[];
  readonly neverPlayed: readonly string[];
  /** Beats that call a handler. */
  readonly called: number;
};

export function analyzeHandlers({ handlers }: Coverage, { symphonies }: Traceability): HandlerAnalysis {
  const lacking = handlers.filter(({ implemented }) => !implemented);
  return {
    lacking: lacking.flatMap(({ handler, usedBy }) =>
      usedBy.map((beat) => ({ handler, beat, dependents: dependentsOf(beat, symphonies) })),
    ),
    neverPlayed: handlers.filter(({ played }) => played === 0).map(({ handler }) => handler),
    called: handlers.reduce((sum, { usedBy }) => sum + usedBy.length, 0),
  };
}

/** The beats of the same movement that need a beat, directly or through others. */
function dependentsOf(beat: string, symphonies: Traceability['symphonies']): string[] {
  const movement = symphonies
    .flatMap(({ id, movements }) => movements.map((one) => ({ path: `${id}/${one.id}/`, beats: one.beats })))
    .find(({ path }) => beat.startsWith(path));
  const waiting = new Set([beat.slice(movement?.path.length ?? 0)]);
  // Needs name earlier beats, so one pass in order reaches all.
  for (const { step, needs } of movement?.beats ?? []) if (needs.some((need) => waiting.has(need))) waiting.add(step);
  return [...waiting].slice(1);
}
