/**
 * Scores: 1 − Σ(weight of violated checks) ÷ Σ(weight of checks made), by dimension and by aspect. Weights come from the
 * default severities, so that no setting of a workspace can raise a score.
 */
import { bandAbove, bandOf } from '../base/bands.ts';
import { compareText } from '../base/text.ts';
import type { RuleInfo } from '../diagnostics/define.ts';
import { type Diagnostic, dimensions, type Severity } from '../model/diagnostic.ts';
import type { Tallies } from '../model/tally.ts';
import type { RuleTally, Score, ScorePart } from '../model/verdict.ts';

export const weights: Readonly<Record<Severity, number>> = { critical: 8, major: 4, minor: 1, info: 0 };

export interface Scores {
  readonly rules: readonly RuleTally[];
  readonly overall: number | null;
  readonly dimensions: readonly Score[];
  readonly aspects: readonly Score[];
}

export function scoreVerdict(
  rules: readonly RuleInfo[],
  tallies: Tallies,
  diagnostics: readonly Diagnostic[],
  off: ReadonlySet<string>,
  goals: Readonly<Record<string, number>>,
): Scores {
  const rows = rules
    .filter((rule) => rule.dimension !== 'input')
    .map((rule): RuleTally => {
      const tally = tallies[rule.code];
      const state = off.has(rule.code) ? 'disabled' : tally?.crashed ? 'crashed' : undefined;
      const { code, dimension, aspect } = rule;
      return {
        code,
        dimension,
        aspect,
        weight: weights[rule.severity],
        checks: tally?.checks ?? 0,
        violations: tally?.violations ?? 0,
        state,
      };
    })
    .sort((a, b) => compareText(a.code, b.code));
  const aspects = [...new Set([...rows.map((row) => row.aspect), ...Object.keys(goals)])].sort(compareText);
  return {
    rules: rows,
    overall: ratio(rows).score,
    dimensions: dimensions.map((name) =>
      scoreOf(
        name,
        rows.filter((row) => row.dimension === name),
        diagnostics,
      ),
    ),
    aspects: aspects.map((name) =>
      scoreOf(
        name,
        rows.filter((row) => row.aspect === name),
        diagnostics,
        goals[name],
      ),
    ),
  };
}

const round = (value: number): number => Math.floor(value * 10_000 + 1e-9) / 10_000;

function ratio(rows: readonly RuleTally[]): { checked: number; violated: number; score: number | null } {
  const checked = rows.reduce((sum, row) => sum + row.weight * row.checks, 0);
  const violated = rows.reduce((sum, row) => sum + row.weight * row.violations, 0);
  return { checked, violated, score: checked === 0 ? null : round(1 - violated / checked) };
}

function scoreOf(name: string, rows: readonly RuleTally[], diagnostics: readonly Diagnostic[], goal?: number): Score {
  const { checked, violated, score } = ratio(rows);
  const parts = rows
    .filter((row) => row.violations > 0)
    .map(
      (row): ScorePart => ({
        code: row.code,
        weight: row.weight,
        violations: row.violations,
        places: placesOf(row.code, diagnostics),
      }),
    )
    .sort((a, b) => b.weight * b.violations - a.weight * a.violations || compareText(a.code, b.code));
  const waivedWeight = parts.reduce((sum, part) => sum + part.weight * waivedCount(part.code, diagnostics), 0);
  return {
    name,
    raw: score,
    waived: score === null ? null : round(1 - (violated - waivedWeight) / checked),
    band: score === null ? null : bandOf(score).name,
    checkedWeight: checked,
    violatedWeight: violated,
    ...(goal === undefined ? {} : { goal }),
    parts,
    toNextBand: nextBand(score, checked, parts),
  };
}

const waivedCount = (code: string, diagnostics: readonly Diagnostic[]): number =>
  diagnostics.filter((diagnostic) => diagnostic.code === code && diagnostic.waived).length;

function placesOf(code: string, diagnostics: readonly Diagnostic[]): ScorePart['places'] {
  return diagnostics
    .filter((diagnostic) => diagnostic.code === code)
    .map(({ file, range, subject }) => ({ file, line: range.start.line, column: range.start.column, subject }));
}

/** The heaviest violated rules, at most three, whose repair together reaches the next band. */
function nextBand(score: number | null, checked: number, parts: readonly ScorePart[]): Score['toNextBand'] {
  if (score === null) return undefined;
  const better = bandAbove(bandOf(score));
  if (!better) return undefined;
  const chosen: { code: string; gain: number }[] = [];
  let reached = score;
  for (const part of parts.slice(0, 3)) {
    const gain = (part.weight * part.violations) / checked;
    chosen.push({ code: part.code, gain: round(gain) });
    reached += gain;
    if (reached >= better.from) return chosen;
  }
  return undefined;
}
