/** Deployment: bring the release into production without anybody noticing, check it there, and watch it. */
import { type Handler, outputOf, type Rollback } from '../common/context.ts';
import { urlPath } from './http.ts';
import { install } from './install.ts';
import { movementScores, recordsOf } from './journal.ts';
import { meanTimeToRecovery } from './outcomes.ts';
import { releaseIn } from './release.ts';
import { serving } from './server.ts';
import { failuresIn, passRate, smokeTests } from './smoke.ts';
import { activeSlot, environmentFolder, type Inputs, type Slot, switchTo } from './target.ts';
import { adoption, readFeatures, readToggles, withNewOnesOff, writeToggles } from './toggles.ts';
import { sharesOf } from './users.ts';
import { incidentIn, type Limits, type Window, watchFor } from './watch.ts';
import { goBack } from './way-back.ts';

type Deployed = {
  readonly release: string;
  readonly slot: Slot;
  readonly previous: Slot | null;
  /** Toggles that came in with this deployment, all off. */
  readonly dark: readonly string[];
};

export const deployProduction: Handler<object, Inputs> = async (context) => {
  const { run, inputs, measure, evidence, log } = context;
  const environment = environmentFolder(inputs.target, 'production');
  const features = await readFeatures(inputs.features);
  const share = adoption(features);
  if (share < 100)
    throw new Error(
      `only ${share} % of the features have a toggle of their own; give one to each in ${inputs.features}`,
    );
  const { release, slot, previous } = await install(environment, inputs.artifacts, run, log);
  const toggles = withNewOnesOff(await readToggles(environment), features);
  await writeToggles(environment, toggles);
  await switchTo(environment, slot);
  const dark = features.flatMap(({ toggle }) => (toggle !== undefined && toggles[toggle] === 0 ? [toggle] : []));
  measure('feature_toggle_adoption', share);
  const deployed: Deployed = { release: release.id, slot, previous: previous ?? null, dark };
  await evidence('deployment-record', deployed);
  return deployed;
};

/** The slot before is served again, and the toggles are as they were. */
export const rollbackDeployment: Rollback<object, Inputs> = async ({ run, inputs, log, reason }) => {
  const before = await goBack(environmentFolder(inputs.target, 'production'), run);
  log.warn(before ? `production serves ${before.slot ?? 'nothing'} again, because ${reason}` : 'nothing was deployed');
};

export const verifyProduction: Handler<object, Inputs> = async (context) => {
  const { inputs, outputs, signal, measure, evidence } = context;
  const environment = environmentFolder(inputs.target, 'production');
  const { slot, dark } = outputOf<Deployed>(outputs, 'deploy-to-production');
  const [release, features] = await Promise.all([releaseIn(environment, slot), readFeatures(inputs.features)]);
  const smokes = await serving(environment, async (served) => {
    const found = await smokeTests(served, release, features, signal);
    for (const [toggle, share] of Object.entries(await sharesOf(served, dark, signal)))
      found.push({ test: `${toggle} is dark`, passed: share === 0, detail: `on for ${share * 100} % of the users` });
    return found;
  });
  await evidence('smoke-test-report', { release: release.id, smokes });
  if (passRate(smokes) < 1) throw new Error(`production does not pass its smoke tests: ${failuresIn(smokes)}`);
  measure('smoke_test_pass_rate', passRate(smokes));
};

/** An incident fails the beat, and what was deployed is taken back. */
export const monitorFullstack: Handler<Window & Limits, Inputs> = async (context) => {
  const { symphony, input, inputs, signal, measure, evidence, log } = context;
  const environment = environmentFolder(inputs.target, 'production');
  const slot = await activeSlot(environment);
  if (slot === undefined) throw new Error('production serves nothing, so there is nothing to watch; deploy first');
  const { artifacts } = await releaseIn(environment, slot);
  const paths = ['health', ...artifacts.map(({ path }) => urlPath(path))];
  const watched = await serving(environment, (served) => watchFor(served, paths, input, signal));
  await evidence('monitoring-report', watched);
  log.info(
    `${watched.requests} requests, ${watched.errors} failed, median ${watched.median} ms, p95 ${watched.p95} ms`,
  );
  const incident = incidentIn(watched, input);
  if (incident !== undefined) throw new Error(`there is an incident: ${incident}`);
  const records = await recordsOf(context, Date.now());
  const scores = await movementScores(context);
  const watching = ['continuous-deployment', 'release-on-demand'];
  measure('mean_time_to_recovery', meanTimeToRecovery(records, symphony, watching));
  measure('visibility_score', scores.visibility);
  measure('consistency_score', scores.consistency);
  return watched;
};
