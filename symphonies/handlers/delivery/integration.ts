/** Integration: test what was built, and rehearse its deployment in staging. */
import type { Handler, Rollback } from '../common/context.ts';
import { get } from './http.ts';
import { install } from './install.ts';
import { movementScores } from './journal.ts';
import { serving } from './server.ts';
import { failuresIn, passRate, smokeTests } from './smoke.ts';
import { environmentFolder, type Inputs, type Slot, switchTo } from './target.ts';
import { type Patterns, runTests } from './tests.ts';
import { adoption, readFeatures, withShare, writeToggles } from './toggles.ts';
import { goBack } from './way-back.ts';

export const testEndToEnd: Handler<Patterns> = async ({ run, input, exec, measure, evidence, log }) => {
  const tested = await runTests(exec, run, input);
  for (const name of tested.failures) log.error(`failed: ${name}`);
  log.info(`${tested.passed} of ${tested.tests} tests passed; ${tested.covered} of ${tested.lines} lines are covered`);
  measure('test_pass_rate', tested.passed / tested.tests);
  measure('test_coverage', (tested.covered / tested.lines) * 100);
  await evidence('test-report', tested);
  return tested;
};

/** Switches traffic to the new slot, back and there again, and looks each time at what is served. */
export const stageValidate: Handler<object, Inputs> = async (context) => {
  const { run, inputs, signal, measure, evidence, log } = context;
  const environment = environmentFolder(inputs.target, 'staging');
  const features = await readFeatures(inputs.features);
  const { release, slot, previous } = await install(environment, inputs.artifacts, run, log);
  await writeToggles(environment, withShare({}, features, 100));
  const smokes = await serving(environment, (served) => smokeTests(served, release, features, signal), slot);
  if (passRate(smokes) < 1) throw new Error(`the release does not run in staging: ${failuresIn(smokes)}`);
  const switched: (Slot | undefined)[] = [slot, previous, slot];
  const seen: string[] = [];
  for (const next of switched) {
    await switchTo(environment, next);
    seen.push(await serving(environment, ({ address }) => slotServed(address, signal)));
  }
  const expected = switched.map((one) => one ?? 'nothing');
  if (seen.join() !== expected.join())
    throw new Error(`traffic went to ${seen.join(', ')} when it was switched to ${expected.join(', ')}`);
  const scores = await movementScores(context);
  measure('feature_toggle_adoption', adoption(features));
  measure('visibility_score', scores.visibility);
  measure('consistency_score', scores.consistency);
  const report = { release: release.id, slot, switched: seen, smokes };
  await evidence('staging-report', report);
  return { release: release.id, slot };
};

async function slotServed(address: string, signal: AbortSignal): Promise<string> {
  const response = await get(address, 'health', signal);
  return response.status === 503 ? 'nothing' : ((await response.json()) as { slot: string }).slot;
}

export const restoreStaging: Rollback<object, Inputs> = async ({ run, inputs, log }) => {
  const before = await goBack(environmentFolder(inputs.target, 'staging'), run);
  log.warn(before ? `staging serves ${before.slot ?? 'nothing'} again` : 'staging was not changed');
};

/** What was built in a movement that failed must not be deployed: the artifacts are those of before. */
export const discardBuild: Rollback = async ({ restore, log, reason }) => {
  await restore();
  log.warn(`the artifacts are those of the build before, because ${reason}`);
};
