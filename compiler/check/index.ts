/** Model and analysis → findings and tallies: every rule over every part it is about, each counted as one check. */

import {
  type AnyRule,
  type DocumentRule,
  isDocumentRule,
  isWorkspaceRule,
  type ReportAt,
  type WorkspaceRule,
  type WorkspaceSubject,
} from '../diagnostics/define.ts';
import { fileStart, finding } from '../diagnostics/finding.ts';
import type { SymphonyAnalysis, WorkspaceAnalysis } from '../model/analysis.ts';
import type { BoundDocument } from '../model/bound.ts';
import type { Finding, Place } from '../model/diagnostic.ts';
import type { Path } from '../model/document.ts';
import type { WorkspaceIndex } from '../model/index.ts';
import type { Tallies, Tally } from '../model/tally.ts';

export { scoreVerdict } from './score.ts';
export { unknownTargets, weakenedSeverities } from './settings.ts';

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly tallies: Tallies;
}

interface Run {
  readonly findings: Finding[];
  readonly tallies: Record<string, Tally>;
  /** Codes the workspace switched off: not looked at, and counted as violated. */
  readonly off: ReadonlySet<string>;
}

const newRun = (off: ReadonlySet<string>): Run => ({ findings: [], tallies: {}, off });

export function checkDocument(
  bound: BoundDocument,
  analysis: SymphonyAnalysis | undefined,
  rules: readonly AnyRule[],
  off: ReadonlySet<string>,
): CheckResult {
  const run = newRun(off);
  const draft = (bound.document.value as { status?: string }).status === 'draft';
  for (const rule of rules) {
    if (!isDocumentRule(rule)) continue;
    for (const node of bound.subjects[rule.over]) {
      if (rule.applies && !guarded(() => rule.applies!(node as never, bound), true)) continue;
      judge(
        run,
        rule,
        draft,
        subjectOf(node),
        () => bound.place(pathOf(node)),
        (report) => {
          const place = (at: ReportAt<never>) => at.place ?? bound.place(at.at ?? pathOf(node), at.part);
          (rule as DocumentRule).check({
            node: node as never,
            bound,
            kind: bound.document.kind,
            analysis,
            report: (at) => report(at, place(at as ReportAt<never>)),
          });
        },
      );
    }
  }
  return run;
}

export function checkWorkspace(
  index: WorkspaceIndex,
  analysis: WorkspaceAnalysis,
  rules: readonly AnyRule[],
  off: ReadonlySet<string>,
): CheckResult {
  const run = newRun(off);
  for (const rule of rules) {
    if (!isWorkspaceRule(rule)) continue;
    for (const node of subjectsOf(run, rule as WorkspaceRule, index, analysis)) {
      judge(
        run,
        rule,
        node.draft === true,
        node.subject,
        () => node.place,
        (report) => {
          (rule as WorkspaceRule).check({ node, index, analysis, report: (at) => report(at, at.place ?? node.place) });
        },
      );
    }
  }
  return run;
}

/** A rule that crashes before it says what it is about is one internal finding too. */
function subjectsOf(
  run: Run,
  rule: WorkspaceRule,
  index: WorkspaceIndex,
  analysis: WorkspaceAnalysis,
): readonly WorkspaceSubject[] {
  try {
    return rule.subjects(index, analysis);
  } catch (error) {
    run.tallies[rule.code] = { checks: 1, violations: 1, unevaluated: 0, crashed: 1 };
    run.findings.push(finding('INTERNAL_ERROR', { rule: rule.code, error: String(error) }, fileStart('symphony.yaml')));
    return [];
  }
}

const subjectOf = (node: { readonly subject: string }): string => node.subject;

const pathOf = (node: object): Path => ('path' in node ? (node.path as Path) : []);

function guarded<T>(action: () => T, fallback: T): T {
  try {
    return action();
  } catch {
    return fallback;
  }
}

type Report = (at: ReportAt<Record<string, unknown>>, place: Place) => void;

/** One check. A crash is one internal finding and counts as a violation; in a draft, what may be missing counts as neither. */
function judge(
  run: Run,
  rule: AnyRule,
  draft: boolean,
  subject: string,
  place: () => Place,
  check: (report: Report) => void,
): void {
  const tally = run.tallies[rule.code] ?? { checks: 0, violations: 0, unevaluated: 0, crashed: 0 };
  run.tallies[rule.code] = tally;
  if (run.off.has(rule.code)) {
    tally.checks++;
    tally.violations++;
    return;
  }
  const lowered = draft && rule.draftable === true;
  const before = run.findings.length;
  let crashed = false;
  try {
    check((at, where) => {
      const { params, related, help, fix } = at;
      const severity = lowered ? 'info' : at.severity;
      run.findings.push({ code: rule.code, params, subject, ...where, related, help, fix, severity });
    });
  } catch (error) {
    crashed = true;
    run.findings.push(finding('INTERNAL_ERROR', { rule: rule.code, error: String(error) }, place(), { subject }));
  }
  const violated = run.findings.length > before;
  if (violated && lowered && !crashed) tally.unevaluated++;
  else {
    tally.checks++;
    if (violated) tally.violations++;
    if (crashed) tally.crashed++;
  }
}
