/** Phase 1: domains, what they are governed by, and whatever keeps documents from being read. */
import { type Handler, outputOf } from '../common/context.ts';
import { asJson } from '../common/files.ts';
import { aspectScore, readVerdict } from '../common/verdict.ts';
import { categories, count, measureCounts, policyViolations } from './measures.ts';
import { findingsOf, isDomainAlignment, phaseOf } from './phases.ts';
import {
  averageFixTime,
  type Choices,
  expectNoWorse,
  type Repairs,
  repair,
  standingOf,
  successRate,
} from './repair.ts';
import { type Analysis, writeReport } from './report.ts';
import { scan } from './scan.ts';
import { countUntracked } from './snapshot.ts';

export const scanOrchestrationFiles: Handler<{ readonly patterns: readonly string[] }> = async ({
  input,
  exec,
  log,
}) => {
  const [files, { summary }] = await Promise.all([scan(input.patterns), readVerdict(exec)]);
  if (files.length === 0) throw new Error(`nothing matches ${input.patterns.join(', ')}; correct the patterns`);
  log.info(`${files.length} files hold domains, policies and metrics`);
  return { files, documents: summary.documents };
};

export const analyzeDomainConformity: Handler<{ readonly codes: readonly string[] }> = async ({
  input,
  exec,
  measure,
}) => {
  const verdict = await readVerdict(exec);
  const counts = count(findingsOf(verdict, 1), input.codes);
  const { orchestration, governance } = categories(verdict);
  const now = standingOf(verdict);
  measureCounts(measure, counts);
  measure('orchestration_violations', orchestration);
  measure('governance_violations', governance);
  measure('compliance_score_before', now.score);
  return { ...now, counts } satisfies Analysis;
};

export const fixDomainAlignment: Handler<object, Choices> = async ({ inputs, exec, measure, evidence }) => {
  const { repairs, after } = await repair(exec, isDomainAlignment, inputs);
  measure('domain_alignment_score', aspectScore(after, 'domain'));
  measure('remediation_success_rate', successRate(repairs));
  measure('average_fix_time', averageFixTime(repairs));
  await evidence('phase-1-domain-commit', asJson(repairs));
  return repairs;
};

export const validateOrchestrationManifest: Handler = async (context) => {
  const { exec, measure, outputs } = context;
  const verdict = await readVerdict(exec);
  expectNoWorse(verdict, outputOf<Analysis>(outputs, 'analyze-domain-conformity'), 'the repairs of domains');
  measure('orchestration_manifest_consistency', aspectScore(verdict, 'manifest'));
  measure('governance_policy_violations', policyViolations(verdict));
};

export const fixOrchestrationIssues: Handler<object, Choices> = async (context) => {
  const { run, inputs, exec, measure, evidence, outputs } = context;
  const earlier = outputOf<Repairs>(outputs, 'fix-domain-alignment');
  const { repairs, after } = await repair(exec, (rule) => phaseOf(rule) === 1, inputs);
  expectNoWorse(after, outputOf<Analysis>(outputs, 'analyze-domain-conformity'), 'the repairs of phase 1');
  const both = {
    ...repairs,
    found: earlier.found - earlier.left + repairs.found,
    seconds: earlier.seconds + repairs.seconds,
    fixed: [...earlier.fixed, ...repairs.fixed],
  };
  measure('orchestration_manifest_consistency', aspectScore(after, 'manifest'));
  measure('governance_policy_violations', policyViolations(after));
  measure('remediation_success_rate', successRate(both));
  measure('average_fix_time', averageFixTime(both));
  measure('untracked_changes', await countUntracked(run, 1, exec, [...earlier.commits, ...repairs.commits]));
  await evidence('phase-1-orchestration-commit', asJson(repairs));
  return repairs;
};

export const generatePhase1Report: Handler = async (context) => {
  const { outputs, exec, evidence } = context;
  const analysis = outputOf<Analysis>(outputs, 'analyze-domain-conformity');
  const steps = ['fix-domain-alignment', 'fix-orchestration-issues'];
  const repairs = steps.map((step) => outputOf<Repairs>(outputs, step));
  const report = await writeReport(exec, { ...context, phase: 1, analysis, repairs });
  await evidence('phase-1-report', asJson(report));
};
