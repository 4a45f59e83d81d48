/** Release on demand: turn the toggles on, one cohort after the other, and measure what came of it. */
import type { Handler, Rollback } from '../common/context.ts';
import { evaluate, evaluationRate, readHypotheses, readUsage } from './hypotheses.ts';
import { movementScores, recordsOf } from './journal.ts';
import { leadTimeDays, meanTimeToRecovery, perWeek, reportingRate } from './outcomes.ts';
import { releaseIn } from './release.ts';
import { serving } from './server.ts';
import { failuresIn, passRate, smokeTests } from './smoke.ts';
import { activeSlot, environmentFolder, type Inputs } from './target.ts';
import { readFeatures, readToggles, withShare, writeToggles } from './toggles.ts';
import { sharesOf, tolerance } from './users.ts';
import { goBack, remember } from './way-back.ts';

/** The note of what the toggles were is apart from that of the deployment, which is another movement. */
const noteOf = (run: string): string => `${run}-release`;

function expectCanaryFirst(cohorts: readonly number[]): void {
  const [canary = 0] = cohorts;
  const grows = cohorts.every((percent, i) => i === 0 || percent > (cohorts[i - 1] ?? 0));
  if (canary < 5 || canary > 10 || !grows || cohorts.at(-1) !== 100)
    throw new Error(`the cohorts ${cohorts.join(', ')} do not grow from a canary of 5 to 10 percent to all users`);
}

export const releaseFeatures: Handler<{ readonly cohorts: readonly number[] }, Inputs> = async (context) => {
  const { run, input, inputs, signal, evidence, log } = context;
  expectCanaryFirst(input.cohorts);
  const environment = environmentFolder(inputs.target, 'production');
  const features = await readFeatures(inputs.features);
  const slot = await activeSlot(environment);
  if (slot === undefined) throw new Error('production serves nothing, so there is nothing to release; deploy first');
  const release = await releaseIn(environment, slot);
  await remember(environment, noteOf(run));
  const cohorts: { percent: number; shares: Record<string, number> }[] = [];
  for (const percent of input.cohorts) {
    await writeToggles(environment, withShare(await readToggles(environment), features, percent));
    const shares = await serving(environment, async (served) => {
      const smokes = await smokeTests(served, release, features, signal);
      if (passRate(smokes) < 1) throw new Error(`the cohort of ${percent} % met errors: ${failuresIn(smokes)}`);
      return sharesOf(
        served,
        features.flatMap(({ toggle }) => toggle ?? []),
        signal,
      );
    });
    expectShares(shares, percent);
    log.info(`on for ${percent} % of the users`);
    cohorts.push({ percent, shares });
  }
  await evidence('release-record', { release: release.id, cohorts });
  return { release: release.id, features: features.map(({ id }) => id) };
};

/** Throws when a toggle is not on for about the share of the cohort. */
function expectShares(shares: Readonly<Record<string, number>>, percent: number): void {
  for (const [toggle, share] of Object.entries(shares))
    if (Math.abs(share - percent / 100) > tolerance(percent / 100))
      throw new Error(`\`${toggle}\` is on for ${(share * 100).toFixed(1)} % of the users instead of ${percent} %`);
}

export const disableToggles: Rollback<object, Inputs> = async ({ run, inputs, log, reason }) => {
  const before = await goBack(environmentFolder(inputs.target, 'production'), noteOf(run));
  log.warn(before ? `the toggles are as they were, because ${reason}` : 'no toggle was changed');
};

export const measureOutcomes: Handler<{ readonly metrics: readonly string[] }> = async (context) => {
  const { symphony, input, measure, evidence, log } = context;
  const now = Date.now();
  const records = await recordsOf(context, now);
  const usage = readUsage(records);
  const hypotheses = evaluate(readHypotheses(records), usage);
  const scores = await movementScores(context);
  const figures = {
    lead_time: leadTimeDays(records, 'hypothesize-mvp', now),
    deployment_frequency: perWeek(records, 'deploy-to-production', now),
    mean_time_to_recovery: meanTimeToRecovery(records, symphony, ['continuous-deployment', 'release-on-demand']),
    customer_satisfaction: usage.satisfaction,
    hypothesis_evaluation_rate: evaluationRate(hypotheses),
    visibility_score: scores.visibility,
    consistency_score: scores.consistency,
  };
  const told = Object.entries(figures).flatMap(([metric, value]) => (value === undefined ? [] : [metric]));
  const rest = input.metrics.filter((metric) => !told.includes(metric));
  const reported = input.metrics.length - rest.length + reportingRate(records, rest, now) * rest.length;
  if (figures.lead_time === undefined) log.warn('no exploration is on record, so there is no lead time');
  else measure('lead_time', figures.lead_time);
  measure('deployment_frequency', figures.deployment_frequency);
  measure('mean_time_to_recovery', figures.mean_time_to_recovery);
  measure('customer_satisfaction', figures.customer_satisfaction);
  measure('hypothesis_evaluation_rate', figures.hypothesis_evaluation_rate);
  measure('visibility_score', figures.visibility_score);
  measure('consistency_score', figures.consistency_score);
  measure('metric_reporting_rate', reported / input.metrics.length);
  await evidence('outcome-report', { ...figures, hypotheses, metric_reporting_rate: reported / input.metrics.length });
};
