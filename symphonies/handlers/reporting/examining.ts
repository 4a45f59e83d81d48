/** The beats that condense the data, look at them closely and say what to do. */
import { type Handler, outputOf } from '../common/context.ts';
import {
  analyzeBeats,
  analyzeConformity,
  analyzeHandlers,
  analyzeMovements,
  type BeatAnalysis,
  type HandlerAnalysis,
  type MovementAnalysis,
} from './analysis.ts';
import { pastReports, writeReportFile } from './archive.ts';
import { statusPage } from './html.ts';
import type { Conformity, Coverage, Execution, Normalized, Traceability } from './model.ts';
import { type Bottleneck, bottlenecks, type Gap, gaps, ranked, type Suggestion, suggestions } from './recommend.ts';
import { type Health, healthOf, type Summary, summarize } from './summary.ts';

export const calculateSummaryMetrics: Handler = async ({ outputs }) =>
  summarize(
    outputOf<Execution>(outputs, 'query-execution-metrics'),
    outputOf<Conformity>(outputs, 'query-conformity-audit-data'),
    outputOf<Coverage>(outputs, 'aggregate-handler-coverage'),
  );

export const computeHealthIndicators: Handler = async ({ run, outputs, measure }) => {
  const before = (await pastReports(run)).at(-1)?.health;
  const health = healthOf(outputOf<Summary>(outputs, 'calculate-summary-metrics'), before);
  measure('system_health_score', health.score);
  return health;
};

export const generateStatusDashboard: Handler = async ({ run, outputs }) => {
  const summary = outputOf<Summary>(outputs, 'calculate-summary-metrics');
  const health = outputOf<Health>(outputs, 'compute-health-indicators');
  const { at } = outputOf<Normalized>(outputs, 'normalize-all-metrics');
  await writeReportFile(run, 'status.html', statusPage(summary, health, at));
};

export const analyzeMovementPerformance: Handler = async ({ outputs }) => {
  const executed = outputOf<Execution>(outputs, 'query-execution-metrics');
  const traced = outputOf<Traceability>(outputs, 'query-sequence-traceability');
  return { movements: analyzeMovements(executed, traced) };
};

export const analyzeBeatTiming: Handler = async ({ outputs }) => ({
  beats: analyzeBeats(outputOf<Execution>(outputs, 'query-execution-metrics')),
});

export const analyzeConformityCompliance: Handler = async ({ run, outputs }) => {
  const past = (await pastReports(run)).map(({ dimensions }) => dimensions);
  return analyzeConformity(outputOf<Conformity>(outputs, 'query-conformity-audit-data'), past);
};

export const analyzeHandlerCoverage: Handler = async ({ outputs }) =>
  analyzeHandlers(
    outputOf<Coverage>(outputs, 'aggregate-handler-coverage'),
    outputOf<Traceability>(outputs, 'query-sequence-traceability'),
  );

export const identifyBottlenecks: Handler = async ({ outputs }) => {
  const { beats } = outputOf<{ beats: BeatAnalysis[] }>(outputs, 'analyze-per-beat-timing');
  const { movements } = outputOf<{ movements: MovementAnalysis[] }>(outputs, 'analyze-per-movement-performance');
  return { bottlenecks: bottlenecks(beats, movements) };
};

export const identifyConformityGaps: Handler = async ({ outputs }) => ({
  gaps: gaps(
    outputOf<Conformity>(outputs, 'query-conformity-audit-data'),
    outputOf<HandlerAnalysis>(outputs, 'analyze-handler-coverage'),
  ),
});

export const generateOptimizationSuggestions: Handler = async ({ outputs }) => {
  const slow = outputOf<{ bottlenecks: Bottleneck[] }>(outputs, 'identify-performance-bottlenecks');
  const open = outputOf<{ gaps: Gap[] }>(outputs, 'identify-conformity-gaps');
  return { suggestions: suggestions(slow.bottlenecks, open.gaps) };
};

export const rankRecommendations: Handler = async ({ outputs, log }) => {
  const { suggestions: all } = outputOf<{ suggestions: Suggestion[] }>(outputs, 'generate-optimization-suggestions');
  const [first, ...rest] = ranked(all);
  if (first) log.info(`first of ${rest.length + 1}: ${first.title}`);
  return { recommendations: first ? [first, ...rest] : [] };
};
