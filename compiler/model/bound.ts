/** What `bind` gives for one document: its parts as a tree of nodes, and every reference resolved. */
import type { Place, Range } from './diagnostic.ts';
import type { Beat, Document, Domain, Metric, Movement, Path, Policy, Symphony, Workspace } from './document.ts';
import type { Lookup, ModuleExport, ModuleSummary, PolicySummary, Summary } from './index.ts';

/**
 * Why nothing can be said about a part: the answer lies in a document that cannot be read, or something is wrong that
 * another rule reports.
 */
export type Unknown = 'unread' | 'reported';

/** What a name in a document can point at. */
export type ReferenceKind = 'domain' | 'symphony' | 'policy' | 'metric' | 'event' | 'beat' | 'movement' | 'file';

export interface Reference {
  readonly to: ReferenceKind;
  readonly name: string;
  readonly path: Path;
  /** What the name stands for: `domain`, `perform`, `needs`, `emits`, … */
  readonly role: string;
  readonly subject: string;
  /** False when nothing of that name exists. A broken target counts as found. */
  readonly found: boolean;
  /** Set when it cannot be told whether it exists. */
  readonly unknown?: Unknown;
  /** The summary of the target, when it is a document. */
  readonly target?: Summary;
  /** The names that would have been found, for suggestions. Computed on demand. */
  candidates(): readonly string[];
}

/** What a policy can ask of each beat. */
type Requirement = NonNullable<NonNullable<Policy['assert']>['requires']>;

/** A policy whose assertion must hold for one part of a symphony. */
export interface PolicyApplication {
  readonly part: PolicyPart;
  readonly path: Path;
  readonly subject: string;
  /** Undefined together with `that` and `requires` when it is unknown which assertion it would be. */
  readonly policy?: PolicySummary;
  readonly that?: string;
  readonly requires?: Requirement;
  readonly unknown?: Unknown;
}

/** A reference to an exported function: `module#export`, or a bare export name. */
export interface HandlerReference {
  readonly text: string;
  readonly role: 'handler' | 'rollback';
  readonly path: Path;
  readonly subject: string;
  readonly beat: BeatNode;
  readonly moduleName?: string;
  readonly exportName: string;
  /** The module, when the alias is declared or exactly one module exports the bare name. */
  readonly module?: ModuleSummary;
  readonly export?: ModuleExport;
  /** The modules that export a bare name. */
  readonly exporters: readonly ModuleSummary[];
  /** What the function is called with and may give back, as a type of TypeScript. */
  contract(): string;
}

/** What the variables of an expression are. */
type ExpressionScope = 'metrics' | 'inputs' | 'assert' | 'probe';

export interface ExpressionSite {
  readonly text: string;
  readonly path: Path;
  readonly subject: string;
  readonly scope: ExpressionScope;
  readonly role: 'completion' | 'when' | 'assert' | 'gate' | 'expect';
  /** For `assert`: what it is about. For `probe`: what is looked at. */
  readonly over?: string;
}

export interface BeatNode {
  readonly value: Beat;
  readonly path: Path;
  readonly subject: string;
  readonly movement: MovementNode;
  /** Position in the symphony, from 0, before `each` is expanded. */
  readonly position: number;
  /** How many beats it stands for. */
  readonly count: number;
}

export interface MovementNode {
  readonly value: Movement;
  readonly path: Path;
  readonly subject: string;
  readonly position: number;
  readonly beats: readonly BeatNode[];
  readonly symphony: SymphonyNode;
}

export interface SymphonyNode {
  readonly value: Symphony;
  readonly path: Path;
  readonly subject: string;
  readonly movements: readonly MovementNode[];
  readonly beats: readonly BeatNode[];
}

export type PolicyPart =
  | { readonly over: 'symphony'; readonly node: SymphonyNode }
  | { readonly over: 'movement'; readonly node: MovementNode }
  | { readonly over: 'beat'; readonly node: BeatNode };

/** The parts of documents that rules look at, each by the name a rule declares in `over`. */
export interface Subjects {
  document: { readonly document: Document; readonly subject: string; readonly path: Path };
  workspace: { readonly value: Workspace; readonly subject: string; readonly path: Path };
  domain: { readonly value: Domain; readonly subject: string; readonly path: Path };
  policy: { readonly value: Policy; readonly subject: string; readonly path: Path };
  metric: { readonly value: Metric; readonly subject: string; readonly path: Path };
  symphony: SymphonyNode;
  movement: MovementNode;
  beat: BeatNode;
  reference: Reference;
  application: PolicyApplication;
  handler: HandlerReference;
  expression: ExpressionSite;
}
export type SubjectName = keyof Subjects;

export type SubjectLists = { readonly [K in SubjectName]: readonly Subjects[K][] };

export interface BoundDocument {
  readonly document: Document;
  readonly subjects: SubjectLists;
  readonly lookup: Lookup;
  readonly symphony?: SymphonyNode;
  place(path: Path, part?: 'key' | 'value'): Place;
  /** The range of `start`–`end` inside a scalar: exact for plain and quoted one-line text, else the whole scalar. */
  inside(path: Path, start: number, end: number): Range;
}
