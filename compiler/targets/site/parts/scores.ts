/** A score opened into what it is made of: rule × weight × place. */
import { digestBytes } from '../../../../runtime/core/digest.ts';
import type { Score, ScorePart } from '../../../model/verdict.ts';
import { meter, percent } from '../drawing/meter.ts';
import type { Html } from '../html.ts';
import { codePage } from '../paths.ts';
import { bandAbove, toneOf } from './bands.ts';
import { count } from './text.ts';

interface PartView {
  readonly code: string;
  readonly href: string;
  readonly weight: number;
  readonly violations: string;
  readonly lost: string;
  readonly share: string;
  readonly places: readonly { readonly text: string; readonly subject: string }[];
  readonly placeCount: string;
  readonly more: string | null;
}

export interface ScoreView {
  readonly id: string;
  readonly name: string;
  readonly value: number | null;
  readonly percent: string | null;
  readonly band: string | null;
  readonly tone: string;
  readonly meter: Html | null;
  readonly goal: string | null;
  readonly goalMissed: boolean;
  readonly waived: string | null;
  readonly checked: string;
  readonly violated: string;
  readonly parts: readonly PartView[];
  readonly next: {
    readonly band: string;
    readonly steps: readonly { code: string; href: string; gain: string }[];
  } | null;
}

/** `places`: how many places of each rule are shown. */
export function scoreView(score: Score, kind: 'dimension' | 'aspect', places: number): ScoreView {
  const { name, raw, band, goal, waived, checkedWeight, violatedWeight, toNextBand } = score;
  const above = bandAbove(band);
  return {
    id: `${kind}-${/^[a-z][a-z0-9-]*$/.test(name) ? name : digestBytes(name).slice(0, 12)}`,
    name,
    value: raw,
    percent: raw === null ? null : percent(raw),
    band,
    tone: toneOf(band),
    meter: raw === null ? null : meter(raw, toneOf(band), goal),
    goal: goal === undefined ? null : percent(goal),
    goalMissed: goal !== undefined && raw !== null && raw < goal,
    waived: waived === raw || waived === null ? null : percent(waived),
    checked: count(checkedWeight),
    violated: count(violatedWeight),
    parts: score.parts.map((part) => partView(part, checkedWeight, places)),
    next:
      toNextBand && above
        ? {
            band: above,
            steps: toNextBand.map(({ code, gain }) => ({ code, href: codePage(code), gain: percent(gain) })),
          }
        : null,
  };
}

function partView(part: ScorePart, checked: number, limit: number): PartView {
  const lost = part.weight * part.violations;
  const hidden = part.places.length - limit;
  return {
    code: part.code,
    href: codePage(part.code),
    weight: part.weight,
    violations: count(part.violations),
    lost: count(lost),
    share: percent(checked === 0 ? 0 : lost / checked),
    places: part.places
      .slice(0, limit)
      .map(({ file, line, column, subject }) => ({ text: `${file}:${line}:${column}`, subject })),
    placeCount: part.places.length === 1 ? '1 place' : `${count(part.places.length)} places`,
    more: hidden > 0 ? count(hidden) : null,
  };
}
