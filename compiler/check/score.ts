/**
 * Scores: 1 − Σ(weight of violated checks) ÷ Σ(weight of checks made), by dimension and by aspect. Weights come from the
 * default severities, so that no setting of a workspace can raise a score. What cannot be read might hold any number of
 * violations: until all of it can be read, every check counts as violated.
 */
import { bandAbove, bandOf } from '../base/bands.ts';
import { compareText } from '../base/text.ts';
import type { RuleInfo } from '../diagnostics/define.ts';
import { type Diagnostic, dimensions, type Severity } from '../model/diagnostic.ts';
import type { Tallies } from '../model/tally.ts';
import type { RuleTally, Score, ScorePart } from '../model/verdict.ts';

const weights: Readonly<Record<Severity, number>> = { critical: 8, major: 4, minor: 1, info: 0 };

export interface Scores {
  readonly rules: readonly RuleTally[];
  readonly unread: number;
  readonly overall: number | null;
  /** The same without what is waived. */
  readonly waived: number | null;
  readonly dimensions: readonly Score[];
  readonly aspects: readonly Score[];
}

interface ScoreInput {
  readonly tallies: Tallies;
  /** How many violated checks of each code are waived. */
  readonly waived: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
  readonly off: ReadonlySet<string>;
  readonly goals: Readonly<Record<string, number>>;
  /** How many files could not be read, or not all of them. */
  readonly unread: number;
}

export function scoreVerdict(
  rules: readonly RuleInfo[],
  { tallies, waived, diagnostics, off, goals, unread }: ScoreInput,
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
        waived: waived[rule.code] ?? 0,
        notEvaluated: tally?.unevaluated ?? 0,
        state,
      };
    })
    .sort((a, b) => compareText(a.code, b.code));
  const aspects = [...new Set([...rows.map((row) => row.aspect), ...Object.keys(goals)])].sort(compareText);
  const scored = (name: string, own: readonly RuleTally[]): Score => scoreOf(name, own, unread > 0, diagnostics);
  return {
    rules: rows,
    unread,
    overall: ratio(rows, unread > 0).score,
    waived: ratio(rows, unread > 0).waived,
    dimensions: dimensions.map((name) =>
      scored(
        name,
        rows.filter((row) => row.dimension === name),
      ),
    ),
    aspects: aspects.map((name) => {
      const score = scored(
        name,
        rows.filter((row) => row.aspect === name),
      );
      return Object.hasOwn(goals, name) ? { ...score, goal: goals[name] } : score;
    }),
  };
}

const round = (value: number): number => Math.floor(value * 10_000 + 1e-9) / 10_000;

interface Ratio {
  readonly checked: number;
  readonly violated: number;
  readonly score: number | null;
  /** Without what is waived. */
  readonly waived: number | null;
}

/** A rule that crashed before it said what it is about might have found any number of violations. */
const isUncounted = ({ state, checks }: RuleTally): boolean => state === 'crashed' && checks === 0;

function ratio(rows: readonly RuleTally[], unread: boolean): Ratio {
  const checked = rows.reduce((sum, row) => sum + row.weight * row.checks, 0);
  if ((unread && rows.length > 0) || rows.some(isUncounted)) return { checked, violated: checked, score: 0, waived: 0 };
  const violated = rows.reduce((sum, row) => sum + row.weight * row.violations, 0);
  const open = rows.reduce((sum, row) => sum + row.weight * (row.violations - row.waived), 0);
  const share = (weight: number): number | null => (checked === 0 ? null : round(1 - weight / checked));
  return { checked, violated, score: share(violated), waived: share(open) };
}

function scoreOf(name: string, rows: readonly RuleTally[], unread: boolean, diagnostics: readonly Diagnostic[]): Score {
  const { checked, violated, score, waived } = ratio(rows, unread);
  const lost = unread || rows.some(isUncounted);
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
  return {
    name,
    raw: score,
    waived,
    band: score === null ? null : bandOf(score).name,
    checkedWeight: checked,
    violatedWeight: violated,
    parts,
    toNextBand: lost ? undefined : nextBand(score, checked, parts),
  };
}

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
