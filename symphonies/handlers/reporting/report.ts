/** The whole report, put together from what the beats before gave back. */
import { type Outputs, outputOf } from '../common/context.ts';
import type { BeatAnalysis, ConformityAnalysis, HandlerAnalysis, MovementAnalysis } from './analysis.ts';
import { pastReports } from './archive.ts';
import type { Changes, Compliance, Lineage } from './audit.ts';
import type { Conformity, Coverage, Normalized, Value } from './model.ts';
import type { Suggestion } from './recommend.ts';
import type { Health, Summary } from './summary.ts';

export interface Report {
  readonly version: 1;
  readonly run: string;
  readonly correlationId: string;
  /** When its data were brought together: the instant in UTC, in ISO 8601. */
  readonly at: string;
  readonly summary: Summary;
  readonly health: Health;
  readonly conformity: Conformity;
  readonly coverage: Coverage;
  readonly values: readonly Value[];
  readonly movements: readonly MovementAnalysis[];
  readonly beats: readonly BeatAnalysis[];
  readonly dimensions: ConformityAnalysis['dimensions'];
  readonly codes: ConformityAnalysis['codes'];
  readonly handlers: HandlerAnalysis;
  readonly recommendations: readonly Suggestion[];
  readonly lineage: Lineage;
  readonly changes: Changes;
  readonly compliance: Compliance;
  /** Oldest first, this report last. */
  readonly trends: readonly { readonly at: string; readonly health: number; readonly conformity: number }[];
}

interface Told {
  readonly run: string;
  readonly correlationId: string;
  readonly outputs: Outputs;
}

export async function assemble({ run, correlationId, outputs }: Told): Promise<Report> {
  const of = <T>(step: string): T => outputOf<T>(outputs, step);
  const { values, at } = of<Normalized>('normalize-all-metrics');
  const health = of<Health>('compute-health-indicators');
  const conformity = of<Conformity>('query-conformity-audit-data');
  const { dimensions, codes } = of<ConformityAnalysis>('analyze-conformity-compliance');
  const past = (await pastReports(run)).map((one) => ({ at: one.at, health: one.health, conformity: one.conformity }));
  return {
    version: 1,
    run,
    correlationId,
    at,
    summary: of<Summary>('calculate-summary-metrics'),
    health,
    conformity,
    coverage: of<Coverage>('aggregate-handler-coverage'),
    values,
    movements: of<{ movements: readonly MovementAnalysis[] }>('analyze-per-movement-performance').movements,
    beats: of<{ beats: readonly BeatAnalysis[] }>('analyze-per-beat-timing').beats,
    dimensions,
    codes,
    handlers: of<HandlerAnalysis>('analyze-handler-coverage'),
    recommendations: of<{ recommendations: readonly Suggestion[] }>('rank-recommendations').recommendations,
    lineage: of<Lineage>('trace-execution-lineage'),
    changes: of<Changes>('document-all-changes'),
    compliance: of<Compliance>('verify-governance-compliance'),
    trends: [...past, { at, health: health.score, conformity: conformity.overall }],
  };
}
