/** The beats that make the report traceable, write it, and keep it. */
import { type Handler, outputOf, type Rollback } from '../common/context.ts';
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

export const traceExecutionLineage: Handler = async ({ outputs, measure, log }) => {
  const { values } = outputOf<Normalized>(outputs, 'normalize-all-metrics');
  const lineage = await trace(values, outputOf<Execution>(outputs, 'query-execution-metrics'));
  for (const { name, trail, found } of lineage.values)
    if (!found) log.warn(`${name} cannot be followed back: ${trail}`);
  measure('lineage_coverage', lineage.coverage);
  return lineage;
};

export const documentChanges: Handler = async ({ run, exec }) =>
  changes(exec, (await pastReports(run)).at(-1)?.head ?? null);

export const verifyGovernanceCompliance: Handler = async ({ outputs, measure, log }) => {
  const found = compliance(outputOf<Execution>(outputs, 'query-execution-metrics'));
  for (const { broken } of found.policies) for (const one of broken) log.warn(one);
  if (found.rate === null) log.info('no policy was judged in the reported runs, so there is no rate');
  else measure('policy_compliance_rate', found.rate);
  return found;
};

export const generateAuditReport: Handler = async ({ run, outputs, evidence }) => {
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

export const generateMarkdownReport: Handler<{ readonly sections: readonly string[] }> = async (context) => {
  const sections = sectionsIn(context.input.sections, sectionNames);
  await writeReportFile(context.run, 'report.md', inMarkdown(await assemble(context), sections));
};

export const generateJsonReport: Handler<{ readonly sections: readonly string[] }> = async (context) => {
  const sections = sectionsIn(context.input.sections, jsonSectionNames);
  await writeReportFile(context.run, 'report.json', asJson(jsonSections(await assemble(context), sections)));
};

export const generateHtmlReport: Handler<{ readonly features: readonly string[] }> = async (context) => {
  const features = sectionsIn(context.input.features, featureNames);
  await writeReportFile(context.run, 'dashboard.html', dashboard(await assemble(context), features));
};

const formats = ['report.md', 'report.json', 'dashboard.html'] as const;

export const archiveReports: Handler = async (context) => {
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

export const withdrawArchive: Rollback = async ({ run, log, reason }) => {
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

export const discardDraft: Rollback = async ({ run, beat }) => {
  const name = files[beat];
  if (name === undefined) throw new Error(`\`${beat}\` writes nothing that could be discarded`);
  await discardReportFile(run, name);
};
