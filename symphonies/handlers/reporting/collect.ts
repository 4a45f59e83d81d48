/** Gathers what all pipelines left behind: journals, the verdict, the compiled plans. */
import type { Exec } from '../common/context.ts';
import { type RunRecord, readRecords } from '../common/history.ts';
import { type Plan, readPlans } from '../common/plan.ts';
import { overallScore, place, type Score, standing, type Verdict } from '../common/verdict.ts';
import type { Conformity, Execution, RunFact, ScoreFact, SymphonyFact, Traceability } from './model.ts';

const most = { runs: 20, violations: 200 };

/** The runs that are over, newest first; `own`, the report itself, is left out. */
export async function execution(exec: Exec, own: string): Promise<Execution> {
  const isOver = ({ status, symphony }: { status: string; symphony: string }): boolean =>
    symphony !== own && (status === 'done' || status === 'failed');
  return { runs: (await readRecords(exec, isOver, most.runs)).map(runFact) };
}

function runFact({ run, symphony, status, startedAt, durationMs, dynamics, ...record }: RunRecord): RunFact {
  return {
    run,
    symphony,
    status,
    startedAt,
    durationMs,
    dynamics,
    steps: record.steps.map((step) => ({
      symphony: step.symphony,
      movement: step.movement,
      step: step.step,
      status: step.status,
      startedAt: step.startedAt,
      durationMs: step.durationMs,
      attempts: step.attempts,
    })),
    metrics: record.metrics.map((one) => ({
      symphony: one.symphony,
      movement: one.movement,
      step: one.step,
      metric: one.metric,
      value: one.value,
      at: one.at,
    })),
    policies: record.judged.flatMap(({ policy, scope, verdict, reason = null }) =>
      policy === undefined ? [] : [{ policy, scope, verdict, reason }],
    ),
  };
}

export function conformityOf(verdict: Verdict): Conformity {
  const found = standing(verdict);
  return {
    overall: overallScore(verdict),
    conforms: verdict.conforms,
    severities: verdict.summary.severities,
    dimensions: verdict.scores.dimensions.map(scoreFact),
    aspects: verdict.scores.aspects.map(scoreFact),
    violations: found.slice(0, most.violations).map((one) => ({
      code: one.code,
      severity: one.severity,
      dimension: one.dimension,
      at: place(one),
      message: one.message,
      help: one.help ?? null,
    })),
    more: Math.max(0, found.length - most.violations),
  };
}

const scoreFact = ({ name, raw, band, goal, toNextBand = [] }: Score): ScoreFact => ({
  name,
  score: raw,
  band,
  goal: goal ?? null,
  next: toNextBand,
});

export async function traceability(): Promise<Traceability> {
  const plans = await readPlans();
  const known = plans.flatMap(conditionsIn).flatMap(({ variables }) => Object.entries(variables));
  const metrics = known.flatMap(([name, { unit = null, freshnessMs = null }]) =>
    unit === null ? [] : [[name, { unit, freshnessMs }]],
  );
  return { symphonies: plans.map(symphonyFact), metrics: Object.fromEntries(metrics) };
}

const conditionsIn = ({ completion, gates, movements }: Plan): readonly Plan['completion'][number][] => [
  ...completion,
  ...gates.map(({ condition }) => condition),
  ...movements.flatMap((movement) => movement.completion),
];

const symphonyFact = ({ id, title, budgetMs, movements }: Plan): SymphonyFact => ({
  id,
  title,
  budgetMs: budgetMs ?? null,
  movements: movements.map((movement) => ({
    id: movement.id,
    title: movement.title,
    budgetMs: movement.budgetMs ?? null,
    beats: movement.steps.map(({ id: step, title: name = step, does, timeoutMs, needs }) => ({
      step,
      title: name,
      does: does.type,
      handler: does.type === 'handler' ? `${does.module}#${does.export}` : null,
      timeoutMs: timeoutMs ?? null,
      needs,
    })),
  })),
});
