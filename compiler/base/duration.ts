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
