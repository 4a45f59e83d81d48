/** Untrusted JSON: its shape is checked before it is used. */
import { canonicalJson } from '../../runtime/core/canonical-json.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The value of canonical JSON; undefined for anything that is not in its one form. */
export function readCanonical(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True when `value` has exactly the fields of `required`, and of `optional` any. */
export const hasOnly = (value: Fields, required: readonly string[], optional: readonly string[] = []): boolean =>
  required.every((name) => Object.hasOwn(value, name)) &&
  Object.keys(value).every((name) => required.includes(name) || optional.includes(name));

/** True when both are the same as JSON. */
export const sameJson = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b);
