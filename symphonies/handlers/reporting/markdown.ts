/** The report to be read. */
import { table } from '../common/markdown.ts';
import type { Report } from './report.ts';
import {
  type AuditTrail,
  auditTables,
  policyTable,
  type SectionName,
  sectionTitles,
  type Table,
  tablesOf,
} from './sections.ts';

export function inMarkdown(report: Report, sections: readonly SectionName[]): string {
  const parts = sections.flatMap((name) => [
    `## ${sectionTitles[name]}`,
    ...tablesOf[name](report).flatMap(tableInMarkdown),
  ]);
  return `${[`# Report of ${report.at}`, `Run ${report.run}.`, ...parts].join('\n\n')}\n`;
}

/** The trail alone, for an auditor. */
export function auditInMarkdown(run: string, trail: AuditTrail): string {
  const tables = [...auditTables(trail), policyTable(trail)];
  return `${['# Audit trail', `Run ${run}.`, ...tables.flatMap(tableInMarkdown)].join('\n\n')}\n`;
}

const tableInMarkdown = ({ title, head, rows, none }: Table): string[] => [
  `### ${title}`,
  rows.length === 0 ? none : table(head, rows),
];
