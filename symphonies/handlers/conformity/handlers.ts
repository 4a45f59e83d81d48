/** Phase 3: what beats call, what that needs, and what says how it behaves. */
import { type Handler, outputOf } from '../common/context.ts';
import { asJson } from '../common/files.ts';
import { aspectScore, readVerdict } from '../common/verdict.ts';
import { categories, count, measureCounts, missingHandlers } from './measures.ts';
import { findingsOf, phaseOf } from './phases.ts';
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
import { exportsIn, namesIn, scan, scenariosIn } from './scan.ts';
import { countUntracked } from './snapshot.ts';

export const scanHandlerFiles: Handler<{ readonly patterns: readonly string[] }> = async ({ input, log }) => {
  const files = await scan(input.patterns);
  const modules = await namesIn(files, exportsIn);
  log.info(`${files.length} modules may export handlers`);
  return { files, modules };
};

export const scanBddSpecFiles: Handler<{ readonly patterns: readonly string[] }> = async ({ input, log }) => {
  const files = await scan(input.patterns);
  const features = await namesIn(files, scenariosIn);
  log.info(`${files.length} feature files hold ${features.flatMap(({ names }) => names).length} scenarios`);
  return { files, features };
};

export const analyzeHandlerConformity: Handler<{ readonly codes: readonly string[] }> = async ({
  input,
  exec,
  measure,
}) => {
  const verdict = await readVerdict(exec);
  const counts = count(findingsOf(verdict, 3), input.codes);
  const { handler, dependency } = categories(verdict);
  measureCounts(measure, counts);
  measure('handler_violations', handler);
  measure('dependency_violations', dependency);
  return { ...standingOf(verdict), counts } satisfies Analysis;
};

export const fixHandlerConformity: Handler<object, Choices> = async (context) => {
  const { run, inputs, exec, measure, evidence } = context;
  const { repairs } = await repair(exec, (rule) => phaseOf(rule) === 3, inputs);
  measure('remediation_success_rate', successRate(repairs));
  measure('average_fix_time', averageFixTime(repairs));
  measure('untracked_changes', await countUntracked(run, 3, exec, repairs.commits));
  await evidence('phase-3-commit', asJson(repairs));
  return repairs;
};

export const validateHandlerInterfaces: Handler = async (context) => {
  const { exec, measure, outputs } = context;
  const verdict = await readVerdict(exec);
  expectNoWorse(verdict, outputOf<Analysis>(outputs, 'analyze-handler-conformity'), 'the repairs of phase 3');
  measure('handler_compliance_score', aspectScore(verdict, 'handler'));
  measure('bdd_spec_alignment_score', aspectScore(verdict, 'bdd'));
  measure('missing_handler_methods', missingHandlers(verdict));
};

export const generatePhase3Report: Handler = async (context) => {
  const { outputs, exec, evidence, measure } = context;
  const analysis = outputOf<Analysis>(outputs, 'analyze-handler-conformity');
  const repairs = [outputOf<Repairs>(outputs, 'fix-handler-conformity')];
  const report = await writeReport(exec, { ...context, phase: 3, analysis, repairs });
  measure('compliance_score_after', report.score.after);
  await evidence('phase-3-report', asJson(report));
};
