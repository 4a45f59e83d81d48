/** Phase 2: what plays, in which order, and what it tells. */
import { type Handler, outputOf } from '../common/context.ts';
import { asJson } from '../common/files.ts';
import { aspectScore, readVerdict } from '../common/verdict.ts';
import { categories, count, measureCounts, sequencesPass, withCodes } from './measures.ts';
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
import { scan } from './scan.ts';
import { countUntracked } from './snapshot.ts';

export const scanSequenceFiles: Handler<{ readonly patterns: readonly string[] }> = async ({ input, exec, log }) => {
  const [files, { summary }] = await Promise.all([scan(input.patterns), readVerdict(exec)]);
  if (files.length === 0) throw new Error(`nothing matches ${input.patterns.join(', ')}; correct the patterns`);
  const beats = summary.symphonies.reduce((sum, one) => sum + one.beats, 0);
  log.info(`${files.length} files hold ${summary.symphonies.length} sequences with ${beats} beats`);
  return { files, sequences: summary.symphonies };
};

export const analyzeSequenceAlignment: Handler<{ readonly codes: readonly string[] }> = async ({
  input,
  exec,
  measure,
}) => {
  const verdict = await readVerdict(exec);
  const counts = count(findingsOf(verdict, 2), input.codes);
  measureCounts(measure, counts);
  measure('sequence_violations', categories(verdict).sequence);
  return { ...standingOf(verdict), counts } satisfies Analysis;
};

export const fixSequenceAlignment: Handler<object, Choices> = async (context) => {
  const { run, inputs, exec, measure, evidence } = context;
  const { repairs } = await repair(exec, (rule) => phaseOf(rule) === 2, inputs);
  measure('remediation_success_rate', successRate(repairs));
  measure('average_fix_time', averageFixTime(repairs));
  measure('untracked_changes', await countUntracked(run, 2, exec, repairs.commits));
  await evidence('phase-2-commit', asJson(repairs));
  return repairs;
};

export const validateSequenceIntegrity: Handler = async (context) => {
  const { exec, measure, outputs } = context;
  const verdict = await readVerdict(exec);
  expectNoWorse(verdict, outputOf<Analysis>(outputs, 'analyze-sequence-alignment'), 'the repairs of phase 2');
  measure('sequence_beat_alignment_score', aspectScore(verdict, 'sequence'));
  measure('beat_count_mismatches', withCodes(verdict, 'BEAT_COUNT_MISMATCH'));
  measure('sequence_validation_passed', sequencesPass(verdict));
};

export const generatePhase2Report: Handler = async (context) => {
  const { outputs, exec, evidence } = context;
  const analysis = outputOf<Analysis>(outputs, 'analyze-sequence-alignment');
  const repairs = [outputOf<Repairs>(outputs, 'fix-sequence-alignment')];
  const report = await writeReport(exec, { ...context, phase: 2, analysis, repairs });
  await evidence('phase-2-report', asJson(report));
};
