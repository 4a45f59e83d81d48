/** All that was found out → the verdict, in the form in which it is written and sealed. */
import { isOpen } from '../base/open.ts';
import type { CheckSession } from '../cache/session.ts';
import type { FileUnit } from '../cache/units.ts';
import type { Scores } from '../check/score.ts';
import type { Comparison } from '../model/change.ts';
import { type Diagnostic, type Severity, severities } from '../model/diagnostic.ts';
import type { Workspace } from '../model/document.ts';
import type { WorkspaceIndex } from '../model/index.ts';
import type { LoadedSources } from '../model/source.ts';
import type { Tallies } from '../model/tally.ts';
import type { Verdict } from '../model/verdict.ts';

interface VerdictInput {
  readonly session: CheckSession;
  readonly workspace: Workspace;
  readonly index: WorkspaceIndex;
  readonly sources: LoadedSources;
  readonly units: ReadonlyMap<string, FileUnit>;
  readonly incomplete: Verdict['files']['skipped'];
  readonly tallies: Tallies;
  readonly diagnostics: readonly Diagnostic[];
  readonly scores: Scores;
  readonly comparison?: Comparison;
  /** The files whose diagnostics are told; all when undefined. */
  readonly touched?: ReadonlySet<string>;
  /** How many violated checks of each code are waived. */
  readonly waived: Readonly<Record<string, number>>;
  /** The date that something depended on. */
  readonly asOf?: string;
  readonly baseline?: Verdict['summary']['baseline'];
}

/** True when a diagnostic of severity `severity` fails a build that fails on `failOn`. */
export const fails = (severity: Severity, failOn: Severity): boolean =>
  severities.indexOf(severity) <= severities.indexOf(failOn);

export function composeVerdict({
  session,
  workspace,
  index,
  sources,
  units,
  incomplete,
  tallies,
  diagnostics: all,
  scores,
  comparison,
  touched,
  waived,
  asOf,
  baseline,
}: VerdictInput): Verdict {
  const { diagnostics, since } = told(all, session, units, touched);
  const failOn = session.failOn ?? workspace.failOn ?? 'major';
  const unread = [...units].filter(([, unit]) => unit.documents.length === 0 || unit.broken > 0);
  const skipped = [
    ...sources.skipped.map(({ path, reason }) => ({ file: path, reason })),
    ...unread.map(([file, unit]) => ({
      file,
      reason: isEmpty(unit) ? 'holds no document' : 'holds what cannot be compiled',
    })),
  ].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const seen = units.size + sources.skipped.length;
  return {
    version: 1,
    tool: session.tool,
    ruleset: session.ruleset,
    workspace: { id: workspace.id, title: workspace.title },
    conforms: !diagnostics.some((diagnostic) => isOpen(diagnostic) && fails(diagnostic.severity, failOn)),
    failOn,
    ...(asOf !== undefined && { asOf }),
    summary: {
      severities: countSeverities(diagnostics),
      checks: countChecks(tallies, waived),
      ...(baseline && { baseline }),
      documents: countDocuments(index),
      symphonies: index.symphonies.map(({ id, movementCount, beatCount }) => ({
        id,
        movements: movementCount,
        beats: beatCount,
      })),
    },
    files: { seen, compiled: seen - skipped.length, skipped, ...(incomplete.length > 0 && { incomplete }) },
    scores: {
      ...(scores.unread > 0 && { unread: scores.unread }),
      overall: scores.overall,
      waived: scores.waived,
      dimensions: scores.dimensions,
      aspects: scores.aspects,
    },
    rules: scores.rules,
    ...(comparison && { against: againstOf(comparison) }),
    ...(since && { since }),
    diagnostics,
  };
}

/** Everything was checked; what nothing touches is counted, not told. What lies in no definition file is told anyway. */
function told(
  all: readonly Diagnostic[],
  { since }: CheckSession,
  units: VerdictInput['units'],
  touched: VerdictInput['touched'],
): Pick<Verdict, 'diagnostics' | 'since'> {
  if (!since || !touched) return { diagnostics: all };
  const isTold = ({ file }: Diagnostic): boolean => touched.has(file) || !units.has(file);
  const documents = [...units].map(([path, unit]) => ({ count: unit.documents.length, isTold: touched.has(path) }));
  const count = (isTouched: boolean): number =>
    documents.reduce((sum, one) => sum + (one.isTold === isTouched ? one.count : 0), 0);
  const left = countSeverities(all.filter((one) => !isTold(one)));
  return {
    diagnostics: all.filter(isTold),
    since: { ref: since.ref, commit: since.commit, touched: count(true), leftOut: count(false), diagnostics: left },
  };
}

const againstOf = ({ ref, commit, changes, notCompared }: Comparison): Verdict['against'] => ({
  ref,
  commit,
  changes,
  ...(notCompared.length > 0 && { notCompared }),
});

/** Whether there was nothing to read, in a file that could be read. */
const isEmpty = ({ documents, broken, findings }: FileUnit): boolean =>
  documents.length === 0 && broken === 0 && findings.some(({ code }) => code === 'KIND_UNKNOWN');

/** How many there are of each severity. */
export const countSeverities = (diagnostics: readonly Diagnostic[]): Record<Severity, number> =>
  Object.fromEntries(
    severities.map((severity) => [severity, diagnostics.filter((one) => one.severity === severity).length]),
  ) as Record<Severity, number>;

/** Made = passed + failed + waived + not evaluated. */
function countChecks(tallies: Tallies, waived: VerdictInput['waived']): Verdict['summary']['checks'] {
  const all = Object.values(tallies);
  const violated = all.reduce((sum, tally) => sum + tally.violations, 0);
  const passing = Object.values(waived).reduce((sum, count) => sum + count, 0);
  const notEvaluated = all.reduce((sum, tally) => sum + tally.unevaluated, 0);
  const checks = all.reduce((sum, tally) => sum + tally.checks, 0);
  return {
    made: checks + notEvaluated,
    passed: checks - violated,
    failed: violated - passing,
    waived: passing,
    notEvaluated,
  };
}

function countDocuments(index: WorkspaceIndex): Record<string, number> {
  const counts: Record<string, number> = { Workspace: 0, Domain: 0, Symphony: 0, Policy: 0, Metric: 0 };
  for (const summary of index.all) counts[summary.kind] = (counts[summary.kind] ?? 0) + 1;
  return counts;
}
