/** Names with their places, small enough to be kept by the ten thousand between builds. */
import type { Place } from '../model/diagnostic.ts';
import type { Mention } from '../model/index.ts';

/** Start and end, each as line and column. */
type Span = readonly [number, number, number, number];

/** Written to JSON as the name and four numbers; the file is that of the document it stands in. */
class PlacedName implements Mention {
  readonly name: string;
  readonly #file: string;
  readonly #span: Span;

  constructor(name: string, file: string, span: Span) {
    this.name = name;
    this.#file = file;
    this.#span = span;
  }

  get at(): Place {
    const [line, column, endLine, endColumn] = this.#span;
    return { file: this.#file, range: { start: { line, column }, end: { line: endLine, column: endColumn } } };
  }

  toJSON(): readonly [string, ...Span] {
    return [this.name, ...this.#span];
  }
}

export const mention = (name: string, { file, range: { start, end } }: Place): Mention =>
  new PlacedName(name, file, [start.line, start.column, end.line, end.column]);

/** The fields of summaries that hold mentions: one, a list, or lists of lists. */
const fields = [
  'policies',
  'domain',
  'performs',
  'after',
  'metrics',
  'measures',
  'beatCycles',
  'dependsOn',
  'symphonies',
  'files',
];

/** A summary as it was before it was written to JSON. */
export function reviveMentions<T extends { readonly at: Place }>(summary: T): T {
  const record = summary as unknown as Record<string, unknown>;
  for (const field of fields) if (field in record) record[field] = revive(record[field], summary.at.file);
  return summary;
}

function revive(value: unknown, file: string): unknown {
  if (!Array.isArray(value)) return value;
  if (value.length === 5 && typeof value[0] === 'string' && typeof value[1] === 'number') {
    const [name, ...span] = value as [string, ...Span];
    return new PlacedName(name, file, span as unknown as Span);
  }
  return value.map((item) => revive(item, file));
}
