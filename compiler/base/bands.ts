/** The bands that scores fall into. */
import type { Band } from '../model/verdict.ts';

/** Best first. A score belongs to the first band whose lower end it reaches. */
export const bands: readonly Band[] = [
  { name: 'excellent', from: 0.95 },
  { name: 'good', from: 0.85 },
  { name: 'acceptable', from: 0.75 },
  { name: 'needs attention', from: 0.65 },
  { name: 'critical', from: 0 },
];

export const bandOf = (score: number): Band => bands.find((band) => score >= band.from) ?? bands.at(-1)!;

/** The next better band; undefined above the best. */
export const bandAbove = (band: Band): Band | undefined => bands[bands.indexOf(band) - 1];
