/** The compliance report of a phase: `.symphony/reports/conformity/RUN/phase-N.json` for machines, `.md` for people. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exec } from '../common/context.ts';
import { asJson, writeWhole } from '../common/files.ts';
import { inCell, table } from '../common/markdown.ts';
import { folderName } from '../common/paths.ts';
import { type Diagnostic, isViolation, overallScore, place, readVerdict } from '../common/verdict.ts';
import { type Counts, count } from './measures.ts';
import { findingsOf, type PhaseNumber, phases } from './phases.ts';
import type { Repairs, Standing } from './repair.ts';

/** What the analysis of a phase gives back. */
export type Analysis = Standing & { readonly counts: Counts };

export interface PhaseReport {
  readonly version: 1;
  readonly phase: PhaseNumber;
  readonly title: string;
  readonly run: string;
  readonly correlationId: string;
  readonly score: { readonly before: number; readonly after: number };
  readonly violations: { readonly before: Counts; readonly after: Counts };
  readonly commits: readonly string[];
  readonly repaired: Repairs['fixed'];
  readonly left: readonly { code: string; severity: string; at: string; message: string; reason: string }[];
}

interface Told {
  readonly phase: PhaseNumber;
  readonly run: string;
  readonly correlationId: string;
  readonly analysis: Analysis;
  readonly repairs: readonly Repairs[];
}

const folderOf = (run: string): string => join('.symphony/reports/conformity', folderName(run));

/** Looks once more at the workspace and writes what the phase has come to. */
export async function writeReport(exec: Exec, told: Told): Promise<PhaseReport> {
  const verdict = await readVerdict(exec);
  const { phase, run, correlationId, analysis, repairs } = told;
  const found = findingsOf(verdict, phase);
  const report: PhaseReport = {
    version: 1,
    phase,
    title: phases[phase].title,
    run,
    correlationId,
    score: { before: analysis.score, after: overallScore(verdict) },
    violations: { before: analysis.counts, after: count(found, Object.keys(analysis.counts.codes)) },
    commits: repairs.flatMap(({ commits }) => commits),
    repaired: repairs.flatMap(({ fixed }) => fixed),
    left: found.filter(isViolation).map((one) => ({
      code: one.code,
      severity: one.severity,
      at: place(one),
      message: one.message,
      reason: reasonFor(one, repairs),
    })),
  };
  const path = join(folderOf(run), `phase-${phase}`);
  await writeWhole(`${path}.json`, asJson(report));
  await writeWhole(`${path}.md`, inMarkdown(report));
  return report;
}

export async function discardReport(run: string, phase: PhaseNumber): Promise<void> {
  for (const end of ['json', 'md']) await rm(join(folderOf(run), `phase-${phase}.${end}`), { force: true });
}

function reasonFor({ code, file }: Diagnostic, repairs: readonly Repairs[]): string {
  const told = repairs.flatMap(({ reasons }) => reasons).findLast((one) => one.code === code && one.file === file);
  return told?.reason ?? 'no repair of this phase has touched it';
}

function inMarkdown({ phase, title, run, score, violations, commits, repaired, left }: PhaseReport): string {
  const { before, after } = violations;
  const codes = Object.keys(after.codes).filter((code) => (before.codes[code] ?? 0) + (after.codes[code] ?? 0) > 0);
  return [
    `# Phase ${phase}: ${title}`,
    `Run ${run}. The score was ${score.before} and is ${score.after}; of ${before.all} findings ${after.all} are left.`,
    ...section(
      'By code',
      ['code', 'before', 'after'],
      codes.map((code) => [code, before.codes[code] ?? 0, after.codes[code] ?? 0]),
    ),
    ...section(
      'Repaired',
      ['code', 'file', 'what was done'],
      repaired.map((one) => [one.code, one.file, one.title]),
    ),
    ...section(
      'Left to do',
      ['code', 'where', 'what', 'why it was not repaired'],
      left.map((one) => [one.code, one.at, one.message, one.reason]),
    ),
    ...(commits.length > 0 ? [`## Commits\n\n${commits.map((commit) => `- ${inCell(commit)}`).join('\n')}`] : []),
    '',
  ].join('\n\n');
}

const section = (title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] =>
  rows.length === 0 ? [] : [`## ${title}`, table(head, rows)];
