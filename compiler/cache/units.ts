/**
 * What was found out about every document, a line a file: what every check looks at as JSON, and behind a tab the rest of
 * the summaries. What many documents have in common (the facts they rest on, the tallies of like documents) is written
 * once, at the head, and named by its position.
 *
 * There are two texts, so that a small change writes little: all lines of some time ago, and the recent ones with a head
 * of today. Positions in the head never change their meaning, so old lines can be read with a newer head.
 */
import { digestBytes } from '../../runtime/core/digest.ts';
import type { Finding } from '../model/diagnostic.ts';
import type { Summary } from '../model/index.ts';
import type { Tallies } from '../model/tally.ts';
import type { WaiverComment } from '../model/waiver.ts';
import { type KeptFields, packSummary, unpackSummary } from './summaries.ts';
import type { Dependencies, Fact } from './track.ts';

/** What was found out about one document. */
export interface DocumentUnit {
  readonly summary: Summary;
  readonly result?: {
    readonly dependencies: Dependencies;
    readonly findings: readonly Finding[];
    readonly tallies: Tallies;
  };
  readonly plan?: {
    readonly dependencies: Dependencies;
    /** Digests of the plans it performs. */
    readonly plans: Readonly<Record<string, string | null>>;
    readonly digest: string;
    readonly steps: number;
    readonly criticalMs: number;
    /** True when a handler that it names could not be found. */
    readonly unresolved: boolean;
  };
}

/** What was found out about one file. */
export interface FileUnit {
  readonly digest: string;
  readonly findings: readonly Finding[];
  readonly documents: readonly DocumentUnit[];
  /** How many documents of the file could be read no further than their kind. */
  readonly broken: number;
  /** Missing when there is none. */
  readonly waivers?: readonly WaiverComment[];
}

interface Head {
  readonly tool: string;
  /** Digests of `symphony.yaml`, on which all results depend: lines name the one they were made under. */
  readonly workspaces: readonly string[];
  readonly facts: Fact[];
  readonly tallies: Tallies[];
  /** Facts of files that documents refer to, by key. */
  readonly files: Readonly<Record<string, object>>;
}

/** Findings, broken, documents: what is asked of the summary, result (facts, tallies, findings), plan (facts, plans, digest, steps); workspace, waivers. */
type Line = readonly [
  readonly Finding[],
  number,
  readonly {
    readonly s: KeptFields;
    readonly r?: readonly [readonly number[], number, readonly Finding[]];
    readonly p?: readonly [readonly number[], Readonly<Record<string, string | null>>, string, number, number, boolean];
  }[],
  number,
  (readonly WaiverComment[])?,
];

/** With more recent lines than this, all are written again. */
const maxRecent = 64;

/** Facts and tallies that nothing names any more are dropped when there are more than this many. */
const maxShared = 50_000;

const keyOf = (path: string, digest: string): string => `${digest} ${JSON.stringify(path)}`;

/** The texts to leave for the next build; without `all` the older one still holds. */
interface WrittenUnits {
  readonly all?: string;
  readonly recent: string;
}

export class UnitStore {
  readonly #head: Head;
  /** Names the text with all lines that the recent ones belong to. */
  readonly #name: string;
  readonly #lines: Map<string, string>;
  readonly #recent: ReadonlyMap<string, string>;
  /** Units given out, with the lines they came from. */
  readonly #known = new Map<FileUnit, string>();

  private constructor(head: Head, name: string, lines: Map<string, string>, recent: ReadonlyMap<string, string>) {
    this.#head = head;
    this.#name = name;
    this.#lines = lines;
    this.#recent = recent;
  }

  /** Undefined for another build of the tool. Results of another `symphony.yaml` are left out, summaries are kept. */
  static read(all: string | undefined, recent: string | undefined, tool: string): UnitStore | undefined {
    const [name, older] = split(all);
    const [base, newer] = split(recent);
    if (name === '' || name !== base) return undefined;
    const head = JSON.parse(newer[0]!) as Head;
    if (head.tool !== tool) return undefined;
    const lines = keyed(older);
    const recentLines = keyed(newer.slice(1));
    for (const [key, line] of recentLines) lines.set(key, line);
    return new UnitStore(head, name, lines, recentLines);
  }

  fileFacts(key: string): object | undefined {
    return Object.hasOwn(this.#head.files, key) ? this.#head.files[key] : undefined;
  }

  unit(path: string, digest: string, workspace: string): FileUnit | undefined {
    const line = this.#lines.get(keyOf(path, digest));
    if (line === undefined) return undefined;
    const cut = line.indexOf('\t');
    const [findings, broken, packed, madeUnder, waivers] = JSON.parse(line.slice(0, cut)) as Line;
    const sameWorkspace = workspace === this.#head.workspaces[madeUnder];
    let rest: readonly KeptFields[] | undefined;
    const readRest = (i: number): KeptFields => {
      rest ??= JSON.parse(line.slice(cut + 1)) as readonly KeptFields[];
      return rest[i]!;
    };
    const documents = packed.map(({ s, r, p }, i): DocumentUnit => {
      const summary = unpackSummary(s, () => readRest(i), path);
      if (!sameWorkspace) return { summary };
      return {
        summary,
        ...(r && { result: { dependencies: this.#facts(r[0]), tallies: this.#head.tallies[r[1]]!, findings: r[2] } }),
        ...(p && {
          plan: {
            dependencies: this.#facts(p[0]),
            plans: p[1],
            digest: p[2],
            steps: p[3],
            criticalMs: p[4],
            unresolved: p[5],
          },
        }),
      };
    });
    const unit = { digest, findings, broken, documents, ...(waivers && { waivers }) };
    if (sameWorkspace) this.#known.set(unit, line);
    return unit;
  }

  #facts(indexes: readonly number[]): Dependencies {
    return indexes.map((index) => this.#head.facts[index]!);
  }

  /** `before` is the store that unchanged units came from. */
  static write(
    before: UnitStore | undefined,
    units: ReadonlyMap<string, FileUnit>,
    { tool, workspace, files }: Pick<Head, 'tool' | 'files'> & { readonly workspace: string },
  ): WrittenUnits {
    const base = before && before.#head.facts.length < maxShared ? before : undefined;
    const shared = base ? new Shared(base.#head.facts, base.#head.tallies) : new Shared([], []);
    const recent = new Map(base ? base.#recent : []);
    const workspaces = [...new Set([...(base ? base.#head.workspaces : []), workspace])];
    const madeUnder = workspaces.indexOf(workspace);
    const lines: [string, string][] = [];
    for (const [path, unit] of units) {
      const key = keyOf(path, unit.digest);
      const known = base ? base.#known.get(unit) : undefined;
      const line = known ?? writeLine(unit, shared, madeUnder);
      if (known === undefined) recent.set(key, line);
      lines.push([key, line]);
    }
    const head = JSON.stringify({ tool, workspaces, facts: shared.facts, tallies: shared.tallies, files });
    if (base && recent.size <= maxRecent) return { recent: joined(base.#name, [head, ...written(recent)]) };
    const all = written(lines).join('\n');
    const name = digestBytes(all);
    return { all: joined(name, [all]), recent: joined(name, [head]) };
  }
}

/** A text that begins with a name of its own. */
const joined = (name: string, lines: readonly string[]): string => `${name}\n${lines.join('\n')}`;

/** Name and lines; a name that is empty where there is no text. */
function split(text = ''): [string, string[]] {
  const [name = '', ...lines] = text.split('\n');
  return [name, lines];
}

const written = (lines: Iterable<readonly [string, string]>): string[] =>
  [...lines].map(([key, line]) => `${key}\t${line}`);

function keyed(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const cut = line.indexOf('\t');
      return [line.slice(0, cut), line.slice(cut + 1)];
    }),
  );
}

/** Values that are written once and named by their position. Positions given out before stay as they are. */
class Shared {
  readonly facts: Fact[];
  readonly tallies: Tallies[];
  readonly #factIndex = new Map<string, number>();
  readonly #tallyIndex = new Map<string, number>();

  constructor(facts: readonly Fact[], tallies: readonly Tallies[]) {
    this.facts = [...facts];
    this.tallies = [...tallies];
    for (const [i, fact] of facts.entries()) this.#factIndex.set(fact.join('\0'), i);
    for (const [i, value] of tallies.entries()) this.#tallyIndex.set(JSON.stringify(value), i);
  }

  factsOf(dependencies: Dependencies): number[] {
    return dependencies.map((fact) => {
      const key = fact.join('\0');
      const index = this.#factIndex.get(key) ?? this.facts.push(fact) - 1;
      this.#factIndex.set(key, index);
      return index;
    });
  }

  tallyOf(value: Tallies): number {
    const key = JSON.stringify(value);
    const index = this.#tallyIndex.get(key) ?? this.tallies.push(value) - 1;
    this.#tallyIndex.set(key, index);
    return index;
  }
}

function writeLine({ findings, broken, documents, waivers }: FileUnit, shared: Shared, madeUnder: number): string {
  const summaries = documents.map(({ summary }) => packSummary(summary));
  const packed = documents.map(({ result, plan }, i) => ({
    s: summaries[i]![0],
    ...(result && {
      r: [shared.factsOf(result.dependencies), shared.tallyOf(result.tallies), result.findings] as const,
    }),
    ...(plan && {
      p: [
        shared.factsOf(plan.dependencies),
        plan.plans,
        plan.digest,
        plan.steps,
        plan.criticalMs,
        plan.unresolved,
      ] as const,
    }),
  }));
  const line: Line = waivers ? [findings, broken, packed, madeUnder, waivers] : [findings, broken, packed, madeUnder];
  return `${JSON.stringify(line)}\t${JSON.stringify(summaries.map(([, rest]) => rest))}`;
}
