/** One check: a rule applied to one part of the workspace, whether it answers or throws. */
import type { AnyRule, ReportAt } from '../diagnostics/define.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Unknown } from '../model/bound.ts';
import type { Finding, Place } from '../model/diagnostic.ts';
import type { Tally } from '../model/tally.ts';

export interface Run {
  readonly findings: Finding[];
  readonly tallies: Record<string, Tally>;
  /** Codes the workspace switched off: not checked, and counted as violated. */
  readonly off: ReadonlySet<string>;
}

export const newRun = (off: ReadonlySet<string>): Run => ({ findings: [], tallies: {}, off });

/**
 * How a check ends, from the best to the worst. Where a rule checks one part several times, the worst counts. What cannot
 * be judged because of something that another rule reports counts as violated, without a finding.
 */
const outcomes = ['passed', 'unevaluated', 'violated', 'unjudged', 'crashed'] as const;
export type Outcome = (typeof outcomes)[number];

export const worse = (a: Outcome | undefined, b: Outcome): Outcome =>
  a === undefined || outcomes.indexOf(b) > outcomes.indexOf(a) ? b : a;

/** What a rule says about the part it is given. */
interface Answer {
  report(at: ReportAt<Record<string, unknown>>, place: Place): void;
  unknown(why: Unknown): void;
}

interface Checked {
  readonly rule: AnyRule;
  readonly draft: boolean;
  readonly subject: string;
  readonly place: () => Place;
}

/** A crash is one internal finding; in a draft, what may be missing is information and counts as neither. */
export function judge(run: Run, { rule, draft, subject, place }: Checked, check: (answer: Answer) => void): Outcome {
  if (run.off.has(rule.code)) return 'unjudged';
  const lowered = draft && rule.draftable === true;
  let outcome: Outcome = 'passed';
  try {
    check({
      report: ({ params, related, help, fix, severity: own }, where) => {
        const severity = lowered ? 'info' : own;
        // What comes with the tool stands in no file.
        const shown = related?.filter(({ file }) => file !== '');
        run.findings.push({ code: rule.code, params, subject, ...where, related: shown, help, fix, severity });
        outcome = worse(outcome, lowered ? 'unevaluated' : 'violated');
      },
      unknown: (why) => {
        outcome = worse(outcome, lowered ? 'unevaluated' : ofUnknown(why));
      },
    });
  } catch (error) {
    return crash(run, rule, error, place(), subject);
  }
  return outcome;
}

/** One finding, unless the rule is switched off; the part counts as violated. */
export function crash(run: Run, { code }: AnyRule, error: unknown, place: Place, subject: string): Outcome {
  if (run.off.has(code)) return 'violated';
  run.findings.push(finding('INTERNAL_ERROR', { rule: code, error: String(error) }, place, { subject }));
  return 'crashed';
}

/** What cannot be told counts as violated, so that no mistake hides another. What cannot be read is accounted for as a whole. */
export const ofUnknown = (why: Unknown): Outcome => (why === 'unread' ? 'unevaluated' : 'unjudged');

/** Lets the findings from place `from` to place `to` bear the name of their check, when nothing else violates it. */
export function nameCheck(run: Run, outcome: Outcome | undefined, check: string, from: number, to: number): void {
  if (outcome !== 'violated') return;
  for (let i = from; i < to; i++) run.findings[i] = { ...run.findings[i]!, check };
}

export function tallyOf(run: Run, code: string): Tally {
  const tally = run.tallies[code] ?? { checks: 0, violations: 0, unevaluated: 0, crashed: 0 };
  run.tallies[code] = tally;
  return tally;
}

/** Counts one check of a rule. */
export function count(run: Run, code: string, outcome: Outcome): void {
  const tally = tallyOf(run, code);
  if (outcome === 'unevaluated') {
    tally.unevaluated++;
    return;
  }
  tally.checks++;
  if (outcome !== 'passed') tally.violations++;
  if (outcome === 'crashed') tally.crashed++;
}
