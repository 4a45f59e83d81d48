/**
 * Summaries in the form in which they are kept between builds: lists and places as one text each, taken apart when
 * somebody asks for them. A thousand of them are read on every start, and most of their lists are not looked at.
 */
import type { Place } from '../model/diagnostic.ts';
import type { Mention, Summary } from '../model/index.ts';
import { fromLine, toLine } from './line-text.ts';

/** A summary as JSON, field for field; a field that is missing is undefined. */
export type KeptFields = Readonly<Record<string, unknown>>;

/** How a field is kept. `file` is that of the document: all its places are there. */
interface Codec {
  pack(value: never): unknown;
  unpack(kept: never, file: string): unknown;
}

const codec = <T, K>(pack: (value: T) => K, unpack: (kept: K, file: string) => T): Codec => ({ pack, unpack });

/** Start and end, each as line and column. */
const packPlace = ({ range: { start, end } }: Place): string =>
  `${start.line},${start.column},${end.line},${end.column}`;

const unpackPlace = (kept: string, file: string): Place => {
  const [line, column, endLine, endColumn] = kept.split(',', 4).map(Number) as [number, number, number, number];
  return { file, range: { start: { line, column }, end: { line: endLine, column: endColumn } } };
};

const packMention = ({ name, at }: Mention): string => `${packPlace(at)} ${toLine(name)}`;

/** Parses its place on demand: mostly only the name is read. */
class KeptMention implements Mention {
  readonly name: string;
  readonly #place: string;
  readonly #file: string;

  constructor(line: string, file: string) {
    const cut = line.indexOf(' ');
    this.name = fromLine(line.slice(cut + 1));
    this.#place = line.slice(0, cut);
    this.#file = file;
  }

  get at(): Place {
    return unpackPlace(this.#place, this.#file);
  }
}

const unpackMention = (line: string, file: string): Mention => new KeptMention(line, file);

/** An empty list is an empty text, and always the same list. */
const none: readonly never[] = [];

/** A list as a text with a line for each entry. */
const lines = <T>(pack: (entry: T) => string, unpack: (line: string, file: string) => T): Codec =>
  codec<readonly T[], string>(
    (entries) => entries.map(pack).join('\n'),
    (kept, file) => kept.split('\n').map((line) => unpack(line, file)),
  );

const asIs = codec<unknown, unknown>(
  (value) => value,
  (kept) => kept,
);
const place = codec(packPlace, unpackPlace);
const mentions = lines(packMention, unpackMention);
const texts = lines(toLine, fromLine);
/** A list of anything, as JSON in a text. */
const listed = codec<readonly unknown[], string>(
  (entries) => (entries.length === 0 ? '' : JSON.stringify(entries)),
  (kept) => JSON.parse(kept) as unknown[],
);
const circles = codec<readonly (readonly Mention[])[], string | string[]>(
  (all) => (all.length === 0 ? '' : all.map((circle) => circle.map(packMention).join('\n'))),
  (all, file) => (all as string[]).map((circle) => circle.split('\n').map((line) => unpackMention(line, file))),
);

type FieldOf<T> = T extends unknown ? keyof T : never;

/** Every field of every summary. */
const codecs: Readonly<Record<FieldOf<Summary>, Codec>> = {
  kind: asIs,
  id: asIs,
  title: asIs,
  status: asIs,
  owner: asIs,
  at: place,
  line: asIs,
  siblings: asIs,
  broken: asIs,
  guessed: asIs,
  masked: asIs,
  policies: mentions,
  category: asIs,
  purpose: asIs,
  domain: codec(packMention, unpackMention),
  dynamics: asIs,
  budgetMs: asIs,
  movements: listed,
  movementCount: asIs,
  beatCount: asIs,
  scripts: listed,
  performs: mentions,
  modules: texts,
  specs: mentions,
  tests: mentions,
  calls: texts,
  bareHandlers: texts,
  after: mentions,
  beatCycles: circles,
  needsTheUnknown: asIs,
  library: asIs,
  metrics: mentions,
  measures: mentions,
  evidence: texts,
  events: texts,
  awaits: texts,
  produces: texts,
  value: asIs,
  namespaceAt: place,
  dependsOn: mentions,
  symphonies: mentions,
  files: mentions,
  handlers: mentions,
};

class KeptSummary {
  readonly kind: unknown;
  readonly id: unknown;
  readonly #kept: KeptFields;
  readonly #file: string;
  #unpacked: Record<string, unknown> | undefined;

  constructor(kept: KeptFields, file: string) {
    this.kind = kept['kind'];
    this.id = kept['id'];
    this.#kept = kept;
    this.#file = file;
  }

  get kept(): KeptFields {
    return this.#kept;
  }

  field(name: string, { unpack }: Codec): unknown {
    const kept = this.#kept[name];
    if (kept === '') return none;
    const known = this.#unpacked?.[name];
    if (known !== undefined || kept === undefined) return known;
    this.#unpacked ??= {};
    this.#unpacked[name] = unpack(kept as never, this.#file);
    return this.#unpacked[name];
  }
}

for (const [name, one] of Object.entries(codecs)) {
  if (name === 'kind' || name === 'id') continue;
  const get =
    one === asIs
      ? function (this: KeptSummary) {
          return this.kept[name];
        }
      : function (this: KeptSummary) {
          return this.field(name, one);
        };
  Object.defineProperty(KeptSummary.prototype, name, { get });
}

/** Equal summaries give equal JSON, kept or new. */
export function packSummary(summary: Summary): KeptFields {
  if (summary instanceof KeptSummary) return summary.kept;
  const fields = Object.entries(summary).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    fields.map(([name, value]) => [name, codecs[name as FieldOf<Summary>].pack(value as never)]),
  );
}

/** `file`: the document's, relative to the workspace. */
export const unpackSummary = (kept: KeptFields, file: string): Summary =>
  new KeptSummary(kept, file) as unknown as Summary;
