/**
 * The delivery: tests what was built, rehearses it in staging, deploys it dark into a slot that nobody is served from,
 * verifies and watches it over HTTP, releases it cohort by cohort, and measures all of it in the journals.
 */
export {
  deployProduction,
  monitorFullstack,
  rollbackDeployment,
  verifyProduction,
} from './delivery/deployment.ts';
export {
  discardBuild,
  restoreStaging,
  stageValidate,
  testEndToEnd,
} from './delivery/integration.ts';
export {
  disableToggles,
  measureOutcomes,
  releaseFeatures,
} from './delivery/releasing.ts';
