/** The figures of the alignment, each counted in a verdict. */
import { type Diagnostic, isViolation, type Severity, severities, standing, type Verdict } from '../common/verdict.ts';
import { phaseOf } from './phases.ts';

export type Counts = {
  readonly all: number;
  readonly severities: Readonly<Record<Severity, number>>;
  /** Of each code asked for, found or not, then of every other that was found. */
  readonly codes: Readonly<Record<string, number>>;
};

export function count(findings: readonly Diagnostic[], codes: readonly string[] = []): Counts {
  const named = [...new Set([...codes, ...findings.map(({ code }) => code).sort()])];
  const having = (is: (one: Diagnostic) => boolean): number => findings.filter(is).length;
  return {
    all: findings.length,
    severities: Object.fromEntries(
      severities.map((severity) => [severity, having((one) => one.severity === severity)]),
    ) as Record<Severity, number>,
    codes: Object.fromEntries(named.map((code) => [code, having((one) => one.code === code)])),
  };
}

type SeverityMetric =
  | 'violations_detected'
  | 'critical_violations'
  | 'major_violations'
  | 'minor_violations'
  | 'info_violations';

/** Measures what the analysis of a phase found, by severity. */
export function measureCounts(measure: (metric: SeverityMetric, value: number) => void, counts: Counts): void {
  measure('violations_detected', counts.all);
  for (const severity of severities) measure(`${severity}_violations`, counts.severities[severity]);
}

const violations = (verdict: Verdict): readonly Diagnostic[] => standing(verdict).filter(isViolation);

/** The five categories; each violation is in one of them, and none is where it is only information. */
export function categories(verdict: Verdict) {
  const having = (is: (one: Diagnostic) => boolean): number => violations(verdict).filter(is).length;
  const elsewhere = ['governance', 'dependency'];
  const inPhase = (phase: number): number =>
    having((one) => phaseOf(one) === phase && !elsewhere.includes(one.dimension));
  return {
    orchestration: inPhase(1),
    sequence: inPhase(2),
    handler: inPhase(3),
    governance: having(({ dimension }) => dimension === 'governance'),
    dependency: having(({ dimension }) => dimension === 'dependency'),
  };
}

/** Policies that do not hold, by what says so: they are violated, or nothing could ever enforce them. */
export const policyViolations = (verdict: Verdict): number =>
  violations(verdict).filter(({ aspect }) => aspect === 'policy').length;

export const withCodes = (verdict: Verdict, ...codes: readonly string[]): number =>
  violations(verdict).filter(({ code }) => codes.includes(code)).length;

/** True when nothing in the sequences fails a build. */
export function sequencesPass(verdict: Verdict): boolean {
  const failing = severities.slice(0, severities.indexOf(verdict.failOn) + 1);
  const sequences = violations(verdict).filter((one) => phaseOf(one) === 2);
  return !sequences.some(({ severity }) => failing.includes(severity));
}

/** Handlers that beats name and no module exports: a module that cannot be used has none of them. */
export const missingHandlers = (verdict: Verdict): number =>
  withCodes(verdict, 'HANDLER_NOT_FOUND', 'MISSING_IMPLEMENTATION', 'HANDLER_MODULE_UNUSABLE');
