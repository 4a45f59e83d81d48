/** Paths into documents with ids in place of positions. */
import { canonicalJson } from '../../runtime/core/canonical-json.ts';

/** What tells an item of a list from the others. */
function nameOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { id, name, symphony } = item as Record<string, unknown>;
  return String(id ?? name ?? symphony ?? '');
}

/** The fields of a mapping, or the items of a list by what tells them apart. */
export function membersOf(value: unknown): readonly (readonly [name: string, value: unknown])[] {
  if (Array.isArray(value)) return value.map((item) => [nameOf(item), item] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** Undefined where there is nothing at `path`. */
function valueAtIds(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const step of path) found = membersOf(found).find(([name]) => name === step)?.[1];
  return found;
}

/** A text that is the same for the same values at `path`; empty where there is nothing. */
export function textAtIds(value: unknown, path: readonly string[]): string {
  const found = valueAtIds(value, path);
  try {
    return found === undefined ? '' : canonicalJson(found);
  } catch {
    // What nobody validated may hold numbers that JSON does not have.
    return `?${JSON.stringify(found)}`;
  }
}
