/** Model and analysis → findings and tallies: every rule over every part it is about, each part counted as one check. */
import {
  type AnyRule,
  type DocumentRule,
  isDocumentRule,
  isWorkspaceRule,
  type ReportAt,
  type WorkspaceRule,
  type WorkspaceSubject,
} from '../diagnostics/define.ts';
import { fileStart } from '../diagnostics/finding.ts';
import type { SymphonyAnalysis, WorkspaceAnalysis } from '../model/analysis.ts';
import type { BoundDocument, SubjectName, Subjects, Unknown } from '../model/bound.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Path } from '../model/document.ts';
import type { WorkspaceIndex } from '../model/index.ts';
import type { Tallies } from '../model/tally.ts';
import { count, crash, judge, nameCheck, newRun, type Outcome, ofUnknown, type Run, tallyOf, worse } from './judge.ts';

export { scoreVerdict } from './score.ts';
export { unknownTargets, weakenedSeverities } from './settings.ts';

interface CheckResult {
  readonly findings: readonly Finding[];
  readonly tallies: Tallies;
}

export function checkDocument(
  bound: BoundDocument,
  analysis: SymphonyAnalysis | undefined,
  rules: readonly AnyRule[],
  off: ReadonlySet<string>,
): CheckResult {
  const run = newRun(off);
  for (const rule of rules) {
    if (!isDocumentRule(rule)) continue;
    const parts = new Map<string, Outcome>();
    const found: [part: string, from: number, to: number][] = [];
    for (const node of bound.subjects[rule.over]) {
      const from = run.findings.length;
      const outcome = checkNode(run, rule, node, bound, analysis);
      if (outcome === undefined) continue;
      const part = partOf(pathOf(node));
      parts.set(part, worse(parts.get(part), outcome));
      if (run.findings.length > from) found.push([part, from, run.findings.length]);
    }
    for (const [part, from, to] of found) nameCheck(run, parts.get(part), part, from, to);
    for (const outcome of parts.values()) count(run, rule.code, outcome);
  }
  return run;
}

/** Undefined for what the rule is not about. */
function checkNode(
  run: Run,
  rule: DocumentRule,
  node: Subjects[SubjectName],
  bound: BoundDocument,
  analysis: SymphonyAnalysis | undefined,
): Outcome | undefined {
  const path = pathOf(node);
  const applies = rule.applies ? attempt(() => rule.applies!(node as never, bound)) : { value: true };
  if ('error' in applies) return crash(run, rule, applies.error, bound.place(path), node.subject);
  if (!applies.value) return undefined;
  const unknown = 'unknown' in node ? (node.unknown as Unknown | undefined) : undefined;
  if (unknown !== undefined && !run.off.has(rule.code)) return ofUnknown(unknown);
  const draft = (bound.document.value as { status?: string }).status === 'draft';
  const checked = { rule, draft, subject: node.subject, place: () => bound.place(path) };
  return judge(run, checked, (answer) => {
    rule.check({
      node: node as never,
      bound,
      kind: bound.document.kind,
      analysis,
      report: (at) => answer.report(at, at.place ?? bound.place(at.at ?? path, at.part)),
      unknown: answer.unknown,
    });
  });
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
    subjectsOf(run, rule as WorkspaceRule, index, analysis).forEach((node, i) => {
      const from = run.findings.length;
      const checked = { rule, draft: node.draft === true, subject: node.subject, place: () => node.place };
      const outcome = judge(run, checked, ({ report, unknown }) => {
        const at = (found: Omit<ReportAt<Record<string, unknown>>, 'at' | 'part'>) =>
          report(found, found.place ?? node.place);
        (rule as WorkspaceRule).check({ node, index, analysis, report: at, unknown });
      });
      if (run.findings.length > from) nameCheck(run, outcome, String(i), from, run.findings.length);
      count(run, rule.code, outcome);
    });
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
    crash(run, rule, error, fileStart('symphony.yaml'), 'symphony.yaml');
    tallyOf(run, rule.code).crashed++;
    return [];
  }
}

const pathOf = (node: object): Path => ('path' in node ? (node.path as Path) : []);

/** The beat or movement that a place in a document belongs to, else the document. */
function partOf([list, movement, inner, beat]: Path): string {
  if (list !== 'movements') return '';
  return inner === 'beats' && beat !== undefined ? `${movement} ${beat}` : `${movement}`;
}

function attempt<T>(action: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: action() };
  } catch (error) {
    return { error };
  }
}
