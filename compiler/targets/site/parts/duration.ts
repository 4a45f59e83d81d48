const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A duration for people: `25d 7h 10m`, `1m 59s`, `500ms`. Below a second, fractions: `1.5s`. */
export function showDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`;
  const parts: string[] = [];
  let rest = ms;
  for (const [name, worth] of units) {
    const count = name === 's' ? rest / worth : Math.floor(rest / worth);
    if (count > 0) parts.push(`${count}${name}`);
    rest -= Math.floor(count) * worth;
  }
  return parts.join(' ');
}
