/** Names with their places, small enough to be kept by the ten thousand between builds. */
import type { Place } from '../model/diagnostic.ts';
import type { Mention } from '../model/index.ts';

/** Name, then start and end, each as line and column. The file is that of the document it stands in. */
type Packed = readonly [string, number, number, number, number];

/** Written to JSON as it is packed. */
class PlacedName implements Mention {
  readonly #file: string;
  readonly #packed: Packed;

  constructor(file: string, packed: Packed) {
    this.#file = file;
    this.#packed = packed;
  }

  get name(): string {
    return this.#packed[0];
  }

  get at(): Place {
    const [, line, column, endLine, endColumn] = this.#packed;
    return { file: this.#file, range: { start: { line, column }, end: { line: endLine, column: endColumn } } };
  }

  toJSON(): Packed {
    return this.#packed;
  }
}

export const mention = (name: string, { file, range: { start, end } }: Place): Mention =>
  new PlacedName(file, [name, start.line, start.column, end.line, end.column]);

/** The fields of summaries that hold a list of mentions. */
const lists = ['policies', 'performs', 'after', 'metrics', 'measures', 'dependsOn', 'symphonies', 'files', 'handlers'];

/** A summary as it was before it was written to JSON. */
export function reviveMentions<T extends { readonly at: Place }>(summary: T): T {
  const { file } = summary.at;
  const record = summary as unknown as Record<string, unknown>;
  const revive = (packed: readonly Packed[]): Mention[] => packed.map((one) => new PlacedName(file, one));
  for (const field of lists) {
    const value = record[field];
    if (value !== undefined && (value as unknown[]).length > 0) record[field] = revive(value as Packed[]);
  }
  if (record['domain'] !== undefined) record['domain'] = new PlacedName(file, record['domain'] as Packed);
  if (record['beatCycles'] !== undefined) record['beatCycles'] = (record['beatCycles'] as Packed[][]).map(revive);
  return summary;
}
