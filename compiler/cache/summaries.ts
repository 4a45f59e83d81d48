/**
 * Summaries in the form in which they are kept between builds: lists and places as one text each, taken apart when
 * somebody asks for them. A thousand of them are read on every start, and most of their lists are not looked at. So each
 * is kept in two parts, of which the second is read on demand.
 */
import type { Place } from '../model/diagnostic.ts';
import type { Mention, Summary } from '../model/index.ts';
import { fromLine, toLine } from './line-text.ts';

/** Fields as JSON; one that is missing is undefined. */
export type KeptFields = Readonly<Record<string, unknown>>;

/** The fields that every check asks of all documents, and the rest. */
type KeptSummaryParts = readonly [asked: KeptFields, rest: KeptFields];

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

/** What rules over the whole workspace ask of every document. */
const askedOfAll: ReadonlySet<string> = new Set<FieldOf<Summary>>([
  'kind',
  'id',
  'broken',
  'domain',
  'movementCount',
  'beatCount',
  'scripts',
  'performs',
  'modules',
  'specs',
  'tests',
  'calls',
  'bareHandlers',
  'beatCycles',
  'needsTheUnknown',
]);

class KeptSummary {
  readonly kind: unknown;
  readonly id: unknown;
  readonly asked: KeptFields;
  readonly #readRest: () => KeptFields;
  readonly #file: string;
  #unpacked: Record<string, unknown> | undefined;

  constructor(asked: KeptFields, readRest: () => KeptFields, file: string) {
    this.kind = asked['kind'];
    this.id = asked['id'];
    this.asked = asked;
    this.#readRest = readRest;
    this.#file = file;
  }

  get rest(): KeptFields {
    return this.#readRest();
  }

  field(name: string, kept: unknown, { unpack }: Codec): unknown {
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
  const part = askedOfAll.has(name) ? 'asked' : 'rest';
  const get =
    one === asIs
      ? function (this: KeptSummary) {
          return this[part][name];
        }
      : function (this: KeptSummary) {
          return this.field(name, this[part][name], one);
        };
  Object.defineProperty(KeptSummary.prototype, name, { get });
}

/** Equal summaries give equal JSON, kept or new. */
export function packSummary(summary: Summary): KeptSummaryParts {
  if (summary instanceof KeptSummary) return [summary.asked, summary.rest];
  const parts: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const [name, value] of Object.entries(summary)) {
    if (value === undefined) continue;
    parts[askedOfAll.has(name) ? 0 : 1][name] = codecs[name as FieldOf<Summary>].pack(value as never);
  }
  return parts;
}

/** `file`: the document's, relative to the workspace. `readRest` is called again and again. */
export const unpackSummary = (asked: KeptFields, readRest: () => KeptFields, file: string): Summary =>
  new KeptSummary(asked, readRest, file) as unknown as Summary;
