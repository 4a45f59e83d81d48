/** Names with `*` for any characters, matched in a time that grows with name × pattern and never faster. */

export function matchesWildcard(pattern: string, name: string): boolean {
  let [p, n] = [0, 0];
  /** The last star, and where in the name it was tried to end. */
  let [star, from] = [-1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p++;
      from = n;
    } else if (pattern[p] === name[n]) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
