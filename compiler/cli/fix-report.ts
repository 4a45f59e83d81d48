/** What a run of `fix` did, what is left and why, and how the workspace is now. */
import { printable } from '../../runtime/core/text.ts';
import { printableJson } from '../base/printable-json.ts';
import { plural } from '../base/text.ts';
import { renderDiagnostics, renderSummary } from '../diagnostics/render/pretty.ts';
import type { Journal } from '../fix/journal.ts';
import { type PhaseName, phaseNames, phaseOf, phaseTitles } from '../fix/phases.ts';
import type { PhasePlan } from '../fix/plan.ts';
import type { Restored } from '../fix/restore.ts';
import { placeOf, type State } from '../fix/state.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { CliContext, ExitCode } from './define.ts';
import { restoredText } from './fix-place.ts';
import { sourceReader } from './report-verdict.ts';
import { registries } from './run-check.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** How a phase ended. */
export interface Outcome {
  readonly plan: PhasePlan;
  readonly state: 'fixed' | 'undone';
  /** Why it was taken back. */
  readonly problem?: string;
  readonly back?: Restored;
  readonly commit?: string;
  /** With the phase in it. */
  readonly journal?: Journal;
}

interface Left {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
}

interface FixReport {
  readonly outcomes: readonly Outcome[];
  readonly left: readonly Left[];
  readonly state: State;
  /** What was put in order before. */
  readonly notes: readonly string[];
  /** When nothing was written. */
  readonly patch?: string;
}

/** Prints the report. A patch has stdout to itself, so that it can be piped. */
export async function reportFix(context: CliContext, options: WorkspaceOptions, report: FixReport): Promise<ExitCode> {
  const { state, notes, patch, outcomes } = report;
  for (const note of notes) context.err(`warning: ${printable(note)}\n`);
  if (options.format === 'json') context.out(printableJson(jsonOf(report)));
  else {
    const lines = phaseNames.flatMap((phase) => phaseLines(phase, report, options));
    const text = `${lines.map((line) => `${printable(line)}\n`).join('')}${outcomeText(context, options, state)}`;
    if (patch === undefined) context.out(text);
    else {
      context.out(patch);
      context.err(text);
    }
  }
  if (!state.verdict) return 2;
  if (state.verdict.diagnostics.some(({ code }) => code === 'INTERNAL_ERROR')) return 3;
  return state.verdict.conforms && outcomes.every((outcome) => outcome.state === 'fixed') ? 0 : 1;
}

function outcomeText(context: CliContext, { root }: WorkspaceOptions, { verdict, diagnostics }: State): string {
  if (verdict) return renderSummary(verdict, context.color);
  const found = renderDiagnostics(diagnostics, sourceReader(context, root), context.color);
  return `${found}error: symphony.yaml cannot be used, so nothing else was checked\n`;
}

const phases = new Map(registries.rules.map((rule) => [rule.code, phaseOf(rule)]));
const leftIn = (phase: PhaseName, left: readonly Left[]): Left[] =>
  left.filter(({ diagnostic }) => phases.get(diagnostic.code) === phase);

/** The heading of a phase, then what was done and what is left. */
function phaseLines(phase: PhaseName, { outcomes, left, patch }: FixReport, { verbose }: WorkspaceOptions): string[] {
  const own = outcomes.filter(({ plan }) => plan.phase === phase);
  const rest = leftIn(phase, left);
  const repaired = patch === undefined ? 'repaired' : 'to repair';
  const count = own.flatMap(({ state, plan }) => (state === 'fixed' ? plan.fixed : [])).length;
  const head = `${phaseTitles[phase]}: ${count} ${repaired}${rest.length > 0 ? `, ${rest.length} left` : ''}`;
  const done = patch === undefined ? 'repaired' : 'repair';
  return [head, ...own.flatMap((outcome) => outcomeLines(outcome, done)), ...leftLines(rest, verbose)];
}

function outcomeLines({ plan, state, problem, back, commit }: Outcome, done: string): string[] {
  if (state === 'undone') {
    const lines = [`taken back: ${problem}`, ...(back ? restoredText(back) : [])];
    return [...lines, ...plan.fixed.map((one) => `not repaired ${nameOf(one)}`)].map((line) => `  ${line}`);
  }
  const lines = plan.fixed.map((one) => `  ${done} ${nameOf(one)}: ${one.fix!.title}`);
  return commit === undefined ? lines : [...lines, `  commit ${commit.slice(0, 12)}`];
}

const nameOf = (diagnostic: Diagnostic): string => `${diagnostic.code} ${placeOf(diagnostic)}`;

/** With one code and one reason, more than this are counted. */
const maxShown = 3;

function leftLines(left: readonly Left[], verbose: boolean): string[] {
  const groups = new Map<string, Left[]>();
  for (const one of left) {
    const key = JSON.stringify([one.diagnostic.code, one.reason]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].flatMap((group) => {
    const shown = verbose ? group : group.slice(0, maxShown);
    const lines = shown.map(({ diagnostic, reason }) => `  left ${nameOf(diagnostic)}: ${reason}`);
    const more = group.length - shown.length;
    return more === 0 ? lines : [...lines, `  left ${group[0]!.diagnostic.code} in ${plural(more, 'more place')}`];
  });
}

/** As JSON: a version, the phases in order, what is left, and the summary of the verdict. */
function jsonOf({ outcomes, left, state, notes, patch }: FixReport): object {
  return {
    version: 1,
    dryRun: patch !== undefined,
    notes,
    phases: outcomes.map(({ plan, state: ended, problem, commit }) => ({
      phase: plan.phase,
      title: phaseTitles[plan.phase],
      state: ended,
      problem,
      commit,
      score: { before: scoreOf(plan.before), after: scoreOf(plan.after) },
      files: plan.changes.map(({ file }) => file.path),
      fixed: plan.fixed.map((one) => ({ ...placed(one), title: one.fix!.title, safe: one.fix!.safe })),
    })),
    left: left.map(({ diagnostic, reason }) => ({
      phase: phases.get(diagnostic.code),
      ...placed(diagnostic),
      severity: diagnostic.severity,
      reason,
    })),
    verdict: state.verdict && {
      conforms: state.verdict.conforms,
      failOn: state.verdict.failOn,
      summary: state.verdict.summary,
      score: state.verdict.scores.overall,
    },
    patch,
  };
}

const placed = ({ code, file, range, message }: Diagnostic) => ({ code, file, range, message });

const scoreOf = ({ verdict }: State): number | null => verdict?.scores.overall ?? null;
