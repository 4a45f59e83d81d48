/** The report for other programs. */
import type { Report } from './report.ts';

export const jsonSectionNames = ['metrics', 'violations', 'lineage', 'trends'] as const;
type Section = (typeof jsonSectionNames)[number];

const contentOf: Readonly<Record<Section, (report: Report) => unknown>> = {
  metrics: ({ values }) => values,
  violations: ({ conformity }) => ({
    severities: conformity.severities,
    found: conformity.violations,
    more: conformity.more,
  }),
  lineage: ({ lineage, changes, compliance }) => ({ ...lineage, changes, compliance }),
  trends: ({ trends, dimensions }) => ({ reports: trends, dimensions }),
};

/** The head of the report, its analysis, and the sections asked for. */
export function jsonSections(report: Report, sections: readonly Section[]): object {
  const { version, run, correlationId, at, summary, health, movements, beats, handlers, recommendations } = report;
  const head = { version, run, correlationId, at, summary, health, movements, beats, handlers, recommendations };
  return { ...head, ...Object.fromEntries(sections.map((name) => [name, contentOf[name](report)])) };
}
