/** The beats that gather data and bring them to one form. */
import { type Handler, outputOf } from '../common/context.ts';
import { asJson, digestFile } from '../common/files.ts';
import { readVerdict } from '../common/verdict.ts';
import { reportFile, writeReportFile } from './archive.ts';
import { conformityOf, execution, traceability } from './collect.ts';
import { coverage } from './coverage.ts';
import type { Conformity, Coverage, Execution, Traceability } from './model.ts';
import { normalize } from './normalize.ts';

export const verdictFile = 'verdict.json';

export const queryExecutionMetrics: Handler = async ({ symphony, exec, log }) => {
  const found = await execution(exec, symphony);
  log.info(`${found.runs.length} runs are on record`);
  return found;
};

/** The verdict is kept beside the report: what is reported of it can be looked up there. */
export const queryConformityAudit: Handler = async ({ run, exec, measure }) => {
  const verdict = await readVerdict(exec);
  const found = conformityOf(verdict);
  await writeReportFile(run, verdictFile, asJson(verdict));
  measure('conformity_score', found.overall);
  return found;
};

export const querySequenceTraceability: Handler = async ({ log }) => {
  const found = await traceability();
  log.info(`${found.symphonies.length} symphonies are compiled`);
  return found;
};

export const aggregateHandlerCoverage: Handler = async (context) => {
  const { exec, outputs, measure } = context;
  const found = await coverage(
    exec,
    outputOf<Traceability>(outputs, 'query-sequence-traceability'),
    outputOf<Execution>(outputs, 'query-execution-metrics'),
  );
  measure('handler_coverage', found.rate);
  return found;
};

export const normalizeMetrics: Handler = async ({ run, outputs }) => {
  const file = reportFile(run, verdictFile);
  const { digest } = await digestFile(file);
  const collected = {
    execution: outputOf<Execution>(outputs, 'query-execution-metrics'),
    conformity: outputOf<Conformity>(outputs, 'query-conformity-audit-data'),
    coverage: outputOf<Coverage>(outputs, 'aggregate-handler-coverage'),
    traceability: outputOf<Traceability>(outputs, 'query-sequence-traceability'),
    verdict: { file, digest },
  };
  return normalize(collected, Date.now());
};
