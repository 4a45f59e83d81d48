/** Names of other tools → names as the language wants them. */

/** `queryExecutionMetrics`, `Query Execution Metrics` → `query-execution-metrics`; empty when nothing is left. */
export function kebab(text: string): string {
  const parts = text
    .slice(0, 300)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  const joined = parts.join('-').slice(0, 80).replace(/-$/, '');
  return /^[a-z]/.test(joined) || joined === '' ? joined : `n${joined}`.slice(0, 80);
}

/** `dry-run`, `DryRun` → `dry_run`. */
export const snake = (text: string): string => kebab(text).replaceAll('-', '_');

/** Gives each name once: the second `build` becomes `build-2`. */
export class UniqueNames {
  readonly #given = new Set<string>();

  /** `fallback` is used when nothing of `text` can stand in a name. */
  of(text: string, fallback: string): string {
    const name = kebab(text) || fallback;
    let unique = name;
    for (let n = 2; this.#given.has(unique); n++) unique = `${name.slice(0, 76)}-${n}`;
    this.#given.add(unique);
    return unique;
  }
}

/** The most characters of a title. */
const titleLength = 200;

/** One line that may stand as a title. */
export const titleOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, titleLength);
