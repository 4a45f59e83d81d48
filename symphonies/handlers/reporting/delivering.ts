/** The beats that make the report traceable, write it, and keep it. */
import type { Handlers, Rollbacks } from '../../../out/types/index.js';
import { outputOf } from '../common/context.ts';
import { asJson } from '../common/files.ts';
import { archive, discardReportFile, isWritten, pastReports, withdraw, writeReportFile } from './archive.ts';
import { type Changes, type Compliance, changes, compliance, type Lineage, trace } from './audit.ts';
import { verdictFile } from './collecting.ts';
import { dashboard, featureNames } from './html.ts';
import { jsonSectionNames, jsonSections } from './json.ts';
import { auditInMarkdown, inMarkdown } from './markdown.ts';
import type { Execution, Normalized } from './model.ts';
import { assemble } from './report.ts';
import { sectionNames, sectionsIn } from './sections.ts';

type Report = Handlers['symphony-report-pipeline'];
type WayBack = Rollbacks['symphony-report-pipeline'];

export const traceExecutionLineage: Report['trace-execution-lineage'] = async ({ outputs, measure, log }) => {
  const { values } = outputOf<Normalized>(outputs, 'normalize-all-metrics');
  const lineage = await trace(values, outputOf<Execution>(outputs, 'query-execution-metrics'));
  for (const { name, trail, found } of lineage.values)
    if (!found) log.warn(`${name} cannot be followed back: ${trail}`);
  measure('lineage_coverage', lineage.coverage);
  return lineage;
};

export const documentChanges: Report['document-all-changes'] = async ({ run, exec }) =>
  changes(exec, (await pastReports(run)).at(-1)?.head ?? null);

export const verifyGovernanceCompliance: Report['verify-governance-compliance'] = async ({ outputs, measure, log }) => {
  const found = compliance(outputOf<Execution>(outputs, 'query-execution-metrics'));
  for (const { broken } of found.policies) for (const one of broken) log.warn(one);
  if (found.rate === null) log.info('no policy was judged in the reported runs, so there is no rate');
  else measure('policy_compliance_rate', found.rate);
  return found;
};

export const generateAuditReport: Report['generate-audit-report'] = async ({ run, outputs, evidence }) => {
  const trail = {
    values: outputOf<Normalized>(outputs, 'normalize-all-metrics').values,
    lineage: outputOf<Lineage>(outputs, 'trace-execution-lineage'),
    changes: outputOf<Changes>(outputs, 'document-all-changes'),
    compliance: outputOf<Compliance>(outputs, 'verify-governance-compliance'),
  };
  const text = auditInMarkdown(run, trail);
  await writeReportFile(run, 'audit.md', text);
  await evidence('audit-trail', text);
};

export const generateMarkdownReport: Report['generate-markdown-report'] = async (context) => {
  const sections = sectionsIn(context.input.sections, sectionNames);
  await writeReportFile(context.run, 'report.md', inMarkdown(await assemble(context), sections));
};

export const generateJsonReport: Report['generate-json-report'] = async (context) => {
  const sections = sectionsIn(context.input.sections, jsonSectionNames);
  await writeReportFile(context.run, 'report.json', asJson(jsonSections(await assemble(context), sections)));
};

export const generateHtmlReport: Report['generate-html-dashboard'] = async (context) => {
  const features = sectionsIn(context.input.features, featureNames);
  await writeReportFile(context.run, 'dashboard.html', dashboard(await assemble(context), features));
};

const formats = ['report.md', 'report.json', 'dashboard.html'] as const;

export const archiveReports: Report['archive-for-history'] = async (context) => {
  const { run, measure, evidence, log } = context;
  const written = await Promise.all(formats.map((name) => isWritten(run, name)));
  const { at, health, conformity, dimensions, changes: changed } = await assemble(context);
  const known = dimensions.flatMap(({ name, score }) => (score === null ? [] : [[name, score] as const]));
  const archived = await archive(run, {
    at,
    health: health.score,
    conformity: conformity.overall,
    dimensions: Object.fromEntries(known),
    head: changed.head,
  });
  measure('report_formats_delivered', written.filter(Boolean).length);
  await evidence('report-archive', asJson(archived));
  log.info('the report lies in .symphony/reports/symphony/latest');
};

export const withdrawArchive: WayBack['archive-for-history'] = async ({ run, log, reason }) => {
  await withdraw(run);
  log.warn(`the report is taken out of the history, because ${reason}`);
};

/** What each beat writes. */
const files: Readonly<Record<string, string>> = {
  'query-conformity-audit-data': verdictFile,
  'generate-status-dashboard': 'status.html',
  'generate-audit-report': 'audit.md',
  'generate-markdown-report': 'report.md',
  'generate-json-report': 'report.json',
  'generate-html-dashboard': 'dashboard.html',
};

export const discardDraft: WayBack['query-conformity-audit-data'] &
  WayBack['generate-status-dashboard'] &
  WayBack['generate-audit-report'] &
  WayBack['generate-markdown-report'] &
  WayBack['generate-json-report'] &
  WayBack['generate-html-dashboard'] = async ({ run, beat }: { readonly run: string; readonly beat: string }) => {
  const name = files[beat];
  if (name === undefined) throw new Error(`\`${beat}\` writes nothing that could be discarded`);
  await discardReportFile(run, name);
};
