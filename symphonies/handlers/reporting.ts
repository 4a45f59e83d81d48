/**
 * The reports: gather what journals, the analyzer and the compiled plans say, condense and examine it, follow every value
 * back to where it comes from, and write it down for people, programs and the browser.
 */
export {
  aggregateHandlerCoverage,
  normalizeMetrics,
  queryConformityAudit,
  queryExecutionMetrics,
  querySequenceTraceability,
} from './reporting/collecting.ts';
export {
  archiveReports,
  discardDraft,
  documentChanges,
  generateAuditReport,
  generateHtmlReport,
  generateJsonReport,
  generateMarkdownReport,
  traceExecutionLineage,
  verifyGovernanceCompliance,
  withdrawArchive,
} from './reporting/delivering.ts';
export {
  analyzeBeatTiming,
  analyzeConformityCompliance,
  analyzeHandlerCoverage,
  analyzeMovementPerformance,
  calculateSummaryMetrics,
  computeHealthIndicators,
  generateOptimizationSuggestions,
  generateStatusDashboard,
  identifyBottlenecks,
  identifyConformityGaps,
  rankRecommendations,
} from './reporting/examining.ts';
