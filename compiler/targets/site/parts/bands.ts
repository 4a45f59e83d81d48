/** The bands that scores fall into, as pages name and colour them. The compiler decides; this only shows. */
import type { Band } from '../../../model/verdict.ts';

interface BandView {
  readonly name: Band['name'];
  readonly from: number;
  readonly tone: string;
}

/** Best first. */
export const bands: readonly BandView[] = [
  { name: 'excellent', from: 0.95, tone: 'excellent' },
  { name: 'good', from: 0.85, tone: 'good' },
  { name: 'acceptable', from: 0.75, tone: 'acceptable' },
  { name: 'needs attention', from: 0.65, tone: 'attention' },
  { name: 'critical', from: 0, tone: 'critical' },
];

export const toneOf = (band: Band['name'] | null): string => bands.find((one) => one.name === band)?.tone ?? 'none';

export const bandOf = (score: number | null): Band['name'] | null =>
  score === null ? null : bands.find((band) => score >= band.from)!.name;

/** The next better band, for what would reach it. */
export const bandAbove = (band: Band['name'] | null): string | null =>
  bands[bands.findIndex((one) => one.name === band) - 1]?.name ?? null;
