/** The validations before anything is built. What they find is counted; the gate of the movement decides. */
import { behaviorProblems } from './behavior.ts';
import { checkWorkspace, isStopping, sentenceOf, violationsOf } from './compiler-check.ts';
import type { Call, Evidence, JsonObject, Measures } from './context.ts';
import { exportsOf } from './exports.ts';
import { readPackages } from './packages.ts';
import { packagesFolder } from './paths.ts';
import { readSources } from './sources.ts';
import { secondsOfMovement } from './timing.ts';

interface Validation extends JsonObject {
  /** Sentences about what cannot be passed. */
  readonly failures: readonly string[];
  readonly violations: number;
}

async function validateDimensions(
  call: Pick<Call, 'exec' | 'log'>,
  dimensions: readonly string[],
): Promise<Validation> {
  const found = violationsOf(await checkWorkspace(call), dimensions);
  const failures = found.filter(isStopping).map(sentenceOf);
  for (const failure of failures) call.log.error(failure);
  return { failures, violations: found.length };
}

/** Holds the definitions of domains and sequences against one another. Files that cannot be read count as well. */
export async function validateOrchestrationDomains(
  call: Call & Measures<'orchestration_violations'>,
): Promise<Validation> {
  const validation = await validateDimensions(call, ['orchestration', 'input']);
  call.measure('orchestration_violations', validation.violations);
  return validation;
}

/** Holds policies and metrics against what they govern. */
export async function validateGovernanceRules(call: Call & Measures<'governance_violations'>): Promise<Validation> {
  const validation = await validateDimensions(call, ['governance']);
  call.measure('governance_violations', validation.violations);
  return validation;
}

/** Holds what the plugins are to react to against what they export. */
export async function validateAgentBehavior({ log }: Call): Promise<Validation> {
  const packages = readPackages();
  const sources = readSources(
    packages.map(({ short }) => short),
    (plugin) => `${packagesFolder}/${plugin}/json`,
  );
  const exports = await exportsOf(packages);
  for (const { name, short } of packages)
    if (!exports.has(short)) log.warn(`\`${name}\` cannot be parsed; its build will say why`);
  const failures = behaviorProblems(sources, exports);
  for (const failure of failures) log.error(failure);
  return { failures, violations: failures.length };
}

const validations = ['validate-orchestration-domains', 'validate-governance-rules', 'validate-agent-behavior'];

/** Adds up what the validations found; one that was not played at this level says nothing. */
export async function recordValidationResults(
  call: Call & Measures<'validation_failures' | 'movement_duration'> & Evidence<'validation-results'>,
): Promise<JsonObject> {
  const results = Object.fromEntries(
    validations.map((step) => [step, (call.outputs[step] as Validation | undefined) ?? null]),
  );
  const failures = Object.values(results).flatMap((one) => one?.failures ?? []);
  call.measure('validation_failures', failures.length);
  call.measure('movement_duration', secondsOfMovement(call));
  await call.evidence('validation-results', { dynamics: call.dynamics, results });
  return { failures: failures.length };
}
