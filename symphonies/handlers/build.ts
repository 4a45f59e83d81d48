/** What the beats of the build pipeline do, in the order in which they are played. */

export { generateArtifactManifest } from './build/artifact-manifest.ts';
export { collectArtifacts, recordArtifactMetrics } from './build/artifacts.ts';
export { buildPackage } from './build/build-package.ts';
export { regenerateOrchestrationDomains, syncJsonSources } from './build/catalog.ts';
export { validateConformityDimensions } from './build/conformity.ts';
export { enrichDomainAuthorities, generateGovernanceDocs } from './build/governance.ts';
export { computeArtifactHashes, validateArtifactSignatures } from './build/hashes.ts';
export { prepareHostBuild, recordHostBuildMetrics, validateHostArtifacts, viteHostBuild } from './build/host.ts';
export { loadBuildContext } from './build/load-context.ts';
export { generateManifests, recordManifestState, validateManifestIntegrity } from './build/manifests.ts';
export { initializePackageBuild, recordPackageBuildMetrics } from './build/package-metrics.ts';
export { generateBuildReport } from './build/report.ts';
export { restorePreviousState } from './build/rollback.ts';
export {
  recordValidationResults,
  validateAgentBehavior,
  validateGovernanceRules,
  validateOrchestrationDomains,
} from './build/validate.ts';
