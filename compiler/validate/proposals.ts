/** A text in the form that a pattern asks for. What does not have that form, whatever it is, is never proposed. */
import { formatDuration, parseDuration } from '../base/duration.ts';
import { accepts, type Schema } from './schema.ts';

/** `buildRate 2` → `build`, `rate`, `2`. */
const words = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

const joined =
  (separator: string) =>
  (text: string): string =>
    words(text).join(separator);

/** Parts stay parts: `Build.Main Rate` → `build.main-rate`. */
const inParts =
  (separator: string) =>
  (text: string): string =>
    text.includes(separator) ? text.split(separator).map(joined('-')).filter(Boolean).join(separator) : '';

const units: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 'ms'],
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
];

/** `5 seconds` → `5s`, `1m30s` and `1.5m` → `90s`. */
function duration(text: string): string {
  const parts = [...text.toLowerCase().matchAll(/(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)[\s,]*/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join('').length !== text.length) return '';
  const known = parts.map(([, number, name]) => [number!, units.find(([names]) => names.test(name!))?.[1]] as const);
  if (known.some(([, unit]) => unit === undefined)) return '';
  const [[number, unit] = ['', '']] = known;
  if (known.length === 1 && !number.includes('.')) return `${number}${unit}`;
  const ms = known.reduce((sum, [count, one]) => sum + Number(count) * parseDuration(`1${one}`)!, 0);
  return Number.isInteger(ms) ? formatDuration(ms) : '';
}

const forms: readonly ((text: string) => string)[] = [
  (text) => text.trim(),
  duration,
  inParts('.'),
  inParts(':'),
  inParts('/'),
  joined('-'),
  joined('_'),
  (text) => joined('_')(text).toUpperCase(),
  (text) => `http://${text}`,
];

/** The first way to write `text` that `schema` accepts. */
export function propose(schema: Schema, text: string): string | undefined {
  if (text.length > 200) return undefined;
  return forms.map((form) => form(text)).find((candidate) => candidate !== text && accepts(schema, candidate));
}
