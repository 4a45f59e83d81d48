/** Lists of any length. A call takes only so many arguments, so what documents make long must not be spread into one. */

/** Adds all of `more` at the end of `list`. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const item of more) list.push(item);
}

/** The greatest of some numbers and `atLeast`. */
export const greatest = (numbers: Iterable<number>, atLeast = Number.NEGATIVE_INFINITY): number => {
  let found = atLeast;
  for (const number of numbers) found = Math.max(found, number);
  return found;
};

/** The least of some numbers and `atMost`. */
export const least = (numbers: Iterable<number>, atMost = Number.POSITIVE_INFINITY): number => {
  let found = atMost;
  for (const number of numbers) found = Math.min(found, number);
  return found;
};
