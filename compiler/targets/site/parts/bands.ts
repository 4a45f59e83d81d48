/** Bands as pages name them. The compiler decides; this only shows. */
import * as base from '../../../base/bands.ts';
import type { Band } from '../../../model/verdict.ts';

export const { bands } = base;

/** The next better band, for what would reach it. */
export const bandAbove = (name: Band['name'] | null): Band | undefined => {
  const known = base.bands.find((one) => one.name === name);
  return known && base.bandAbove(known);
};
