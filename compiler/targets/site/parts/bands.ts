/** Bands as pages colour and name them. The compiler decides; this only shows. */
import * as base from '../../../base/bands.ts';
import type { Band } from '../../../model/verdict.ts';

export const bands: readonly (Band & { readonly tone: string })[] = base.bands.map((band) => ({
  ...band,
  tone: band.name === 'needs attention' ? 'attention' : band.name,
}));

export const toneOf = (band: Band['name'] | null): string => bands.find((one) => one.name === band)?.tone ?? 'none';

export const bandOf = (score: number | null): Band['name'] | null => (score === null ? null : base.bandOf(score).name);

/** The next better band, for what would reach it. */
export const bandAbove = (band: Band['name'] | null): string | null => {
  const known = base.bands.find((one) => one.name === band);
  return (known && base.bandAbove(known)?.name) ?? null;
};
