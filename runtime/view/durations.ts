/** Durations for people: `240 ms`, `3 s`, `3.1 s`, `2 min 5 s`, `1 h 3 min`. */
export function durationText(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1000) return `${whole} ms`;
  if (whole < 59_950) return `${(whole / 1000).toFixed(1).replace('.0', '')} s`;
  const seconds = Math.round(whole / 1000);
  if (seconds < 3600) return parts(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  return minutes < 60 * 24
    ? parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
    : parts(Math.floor(minutes / 60 / 24), 'd', Math.floor((minutes / 60) % 24), 'h');
}

const parts = (large: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
