/** A score beside what it stands on: how many checks were made, how many failed, how many drafts put off. */
import { digestBytes } from '../../../../runtime/core/digest.ts';
import { scoreBasis } from '../../../base/score-basis.ts';
import type { Severity } from '../../../model/diagnostic.ts';
import type { Score, ScorePart, Verdict } from '../../../model/verdict.ts';
import type { SiteContext } from '../context.ts';
import { meter, percent } from '../drawing/meter.ts';
import type { Html } from '../html.ts';
import { codePage } from '../paths.ts';
import { bandAbove } from './bands.ts';
import { breakable, count, counted } from './text.ts';
import { severityCounts } from './violations.ts';

interface PartView {
  readonly code: Html;
  readonly href: string;
  readonly weight: number;
  readonly violations: string;
  readonly lost: string;
  readonly share: string;
}

interface ScoreView {
  readonly id: string;
  readonly name: string;
  /** Null where nothing was checked, and where drafts put off more than was checked: that says nothing yet. */
  readonly value: number | null;
  readonly percent: string | null;
  readonly unscored: string;
  readonly meter: Html | null;
  /** Left out where it would praise what fails the build. */
  readonly band: string | null;
  readonly failing: readonly { readonly severity: Severity; readonly count: number }[];
  readonly goal: string | null;
  readonly goalMissed: boolean;
  /** The score without what is waived, where it differs. */
  readonly waived: string | null;
  readonly checked: boolean;
  readonly checks: string;
  readonly made: string;
  readonly unit: string;
  readonly failed: string | null;
  readonly waivedChecks: string | null;
  readonly notEvaluated: string | null;
  readonly formula: { readonly checked: string; readonly violated: string; readonly percent: string } | null;
  readonly parts: readonly PartView[];
  readonly next: {
    readonly percent: string;
    readonly steps: readonly { code: Html; href: string; gain: string }[];
  } | null;
}

type Axis = 'dimension' | 'aspect';

export function scoreView(score: Score, axis: Axis, context: SiteContext): ScoreView {
  const { name, raw, goal, waived, checkedWeight, violatedWeight } = score;
  const basis = scoreBasis(score, axis, context.verdict);
  const { checks, failed, notEvaluated, value, unscored } = basis;
  const failing = severityCounts(context.verdict.diagnostics.filter((one) => one[axis] === name && context.fails(one)));
  const unread = context.verdict.scores.unread !== undefined && context.verdict.scores.unread > 0;
  const tone = unread || failing.length > 0 ? 'critical' : failed > 0 ? 'attention' : 'sound';
  return {
    id: `${axis}-${/^[a-z][a-z0-9-]*$/.test(name) ? name : digestBytes(name).slice(0, 12)}`,
    name,
    value,
    percent: value === null ? null : percent(value),
    unscored,
    meter: value === null ? null : meter(value, tone, goal),
    band: value !== null && !unread && failing.length === 0 ? score.band : null,
    failing,
    goal: goal === undefined ? null : percent(goal),
    goalMissed: value !== null && goal !== undefined && value < goal,
    waived: waived === raw || waived === null ? null : percent(waived),
    checked: checks + notEvaluated > 0,
    checks: count(checks),
    unit: checks === 1 ? 'check' : 'checks',
    made: `${counted(checks, 'check')} made`,
    failed: failed === 0 ? null : count(failed),
    waivedChecks: basis.waived === 0 ? null : count(basis.waived),
    notEvaluated: notEvaluated === 0 ? null : count(notEvaluated),
    formula:
      value === null || unread
        ? null
        : { checked: count(checkedWeight), violated: count(violatedWeight), percent: percent(value) },
    parts: score.parts.map((part) => partView(part, checkedWeight)),
    next: nextOf(score),
  };
}

/** Why every score is 0; null when everything could be read. */
export function unreadText({ scores: { unread }, files: { incomplete = [] } }: Verdict): string | null {
  if (!unread) return null;
  const [first, ...others] = incomplete.map(({ file, reason }) => `${file} ${reason}`);
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'more file')} could not be read completely`;
  return `Every score is 0, because ${first ?? 'a file could not be read completely'}${more}.`;
}

function nextOf({ band, toNextBand }: Score): ScoreView['next'] {
  const above = bandAbove(band);
  if (!toNextBand || !above) return null;
  return {
    percent: percent(above.from),
    steps: toNextBand.map(({ code, gain }) => ({ code: breakable(code), href: codePage(code), gain: percent(gain) })),
  };
}

function partView({ code, weight, violations }: ScorePart, checked: number): PartView {
  const lost = weight * violations;
  return {
    code: breakable(code),
    href: codePage(code),
    weight,
    violations: count(violations),
    lost: count(lost),
    share: percent(checked === 0 ? 0 : lost / checked),
  };
}
