/** Related places, as many of them as somebody reads. */
import type { Related } from '../model/diagnostic.ts';

/** More places than this say nothing that the number of them does not say. */
const shown = 10;

/** The first ten; the last of them says how many more there are. */
export function atMost(places: readonly Related[]): Related[] {
  const more = places.length - shown;
  if (more <= 0) return [...places];
  return places
    .slice(0, shown)
    .map((place, i) => (i === shown - 1 ? { ...place, message: `${place.message}, and ${more} more` } : place));
}
