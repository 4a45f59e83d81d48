/** Durations as the language writes them: `500ms`, `5s`, `2m`, `1h`, `7d`. */

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds, or undefined for a text that is no duration. */
export function parseDuration(text: string | undefined): number | undefined {
  const match = /^([0-9]{1,9})(ms|s|m|h|d)$/.exec(text ?? '');
  return match ? Number(match[1]) * units[match[2]!]! : undefined;
}

/** The shortest exact form: 90000 → `90s`, 60000 → `1m`. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's']) if (ms > 0 && ms % units[unit]! === 0) return `${ms / units[unit]!}${unit}`;
  return `${ms}ms`;
}

/** A duration for people: `25d 7h 10m`, `1m 59s`, `500ms`. Below a second, fractions: `1.5s`. */
export function showDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`;
  const parts: string[] = [];
  let rest = ms;
  for (const [name, worth] of Object.entries(units).reverse()) {
    if (name === 'ms') continue;
    const count = name === 's' ? rest / worth : Math.floor(rest / worth);
    if (count > 0) parts.push(`${count}${name}`);
    rest -= Math.floor(count) * worth;
  }
  return parts.join(' ');
}
