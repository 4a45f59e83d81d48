/**
 * What `bind` knows of the whole workspace: one summary a document, small enough to be kept between builds.
 * A document is checked against the summaries of what it refers to, never against their full contents; so a change
 * in one file leaves the results of all files that do not refer to it as they are.
 */
import type { CodeFile, FunctionFacts, ImportRequest, ModuleFunction, PackageIndex } from './code.ts';
import type { Place, Position, Related } from './diagnostic.ts';
import type { Domain, KindName, Metric, Policy, Workspace } from './document.ts';
import type { FeatureSummary, TestSummary } from './linked.ts';

/** A name as written in a document, with where it stands. */
export interface Mention {
  readonly name: string;
  readonly at: Place;
}

export interface SummaryBase {
  readonly kind: KindName;
  readonly id: string;
  readonly title: string;
  readonly status: 'draft' | 'active' | 'deprecated';
  readonly owner?: string;
  /** Where the id stands. */
  readonly at: Place;
  /** The line in which the document begins; a broken one has none. */
  readonly line?: number;
  /** How many documents the file holds. */
  readonly siblings: number;
  /** True when the document does not satisfy its schema: references to it resolve, nothing else is known. */
  readonly broken?: boolean;
  /** True when fields that do not exist stand for those that they probably mean. */
  readonly guessed?: true;
  /** True when a secret in its file is masked. */
  readonly masked?: true;
  /** The names of policies this document applies, wherever in it. */
  readonly policies: readonly Mention[];
}

/** One beat, or several in a row that play from the same level. */
export interface BeatOutline {
  /** How many beats it stands for once `each` is expanded. */
  readonly count: number;
  readonly from: string;
}

export interface MovementOutline {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly beats: readonly BeatOutline[];
}

export interface ScriptOutline {
  readonly name: string;
  readonly at: Place;
  readonly movement?: string;
  readonly dynamics?: string;
  readonly report?: boolean;
}

export interface SymphonySummary extends SummaryBase {
  readonly kind: 'Symphony';
  readonly category: string;
  readonly purpose: string;
  readonly domain: Mention;
  readonly dynamics: string;
  /** Milliseconds; absent when the symphony declares none. */
  readonly budgetMs?: number;
  readonly movements: readonly MovementOutline[];
  readonly movementCount: number;
  /** Once every `each` is expanded. */
  readonly beatCount: number;
  readonly scripts: readonly ScriptOutline[];
  readonly performs: readonly Mention[];
  /** The aliases of the handler modules that its beats name. */
  readonly modules?: readonly string[];
  /** The handlers that its beats name with a module: `module#export`. */
  readonly calls?: readonly string[];
  /** The handlers that its beats name without a module. */
  readonly bareHandlers?: readonly string[];
  /** The feature files that its beats name, each where it is first named. */
  readonly specs?: readonly Mention[];
  /** The test files, likewise. */
  readonly tests?: readonly Mention[];
  readonly after: readonly Mention[];
  /** Circles of beats in a movement; each mention names the beat that the one before it waits for. */
  readonly beatCycles: readonly (readonly Mention[])[];
  /** True when a beat needs one that does not exist or comes too late: it may have been part of a circle. */
  readonly needsTheUnknown?: true;
  /** Metrics named anywhere: lists, gates, completion criteria. */
  readonly metrics: readonly Mention[];
  readonly measures: readonly Mention[];
  readonly evidence: readonly string[];
  readonly events: readonly string[];
  /** The events that its beats wait for. */
  readonly awaits: readonly string[];
  /** The artifacts that its beats leave for others. */
  readonly produces: readonly string[];
}

export interface DomainSummary extends SummaryBase {
  readonly kind: 'Domain';
  readonly value: Pick<Domain, 'namespace' | 'description' | 'stakeholders'>;
  readonly namespaceAt: Place;
  readonly dependsOn: readonly Mention[];
  readonly symphonies: readonly Mention[];
  readonly files: readonly Mention[];
}

export interface PolicySummary extends SummaryBase {
  readonly kind: 'Policy';
  readonly value: Pick<Policy, 'statement' | 'severity' | 'assert' | 'gate' | 'attest'>;
  /** True for a policy that comes with the tool: it stands in no file, and the file of its place is empty. */
  readonly library?: true;
  readonly metrics: readonly Mention[];
}

export interface MetricSummary extends SummaryBase {
  readonly kind: 'Metric';
  readonly value: Pick<Metric, 'unit' | 'type' | 'goal' | 'per' | 'freshness' | 'description'>;
}

export interface WorkspaceSummary extends SummaryBase {
  readonly kind: 'Workspace';
  readonly value: Workspace;
  /** The aliases of handler modules, each with the place of its path. */
  readonly handlers: readonly Mention[];
}

export interface SummaryMap {
  Workspace: WorkspaceSummary;
  Domain: DomainSummary;
  Symphony: SymphonySummary;
  Policy: PolicySummary;
  Metric: MetricSummary;
}
export type Summary = SummaryMap[KindName];

/** What is known of a handler module after its syntax was read; nothing of it is ever executed. */
export interface ModuleSummary {
  readonly alias: string;
  readonly path: string;
  readonly digest: string;
  readonly exists: boolean;
  /** Why it cannot be read, when there is something at its path and yet it does not exist for the compiler. */
  readonly unreadable?: string;
  /** A path that exists and is much like the one that does not. */
  readonly near?: string;
  /** Why its syntax could not be understood, when it exists, and where. */
  readonly error?: string;
  readonly errorAt?: Position;
  readonly exports: readonly ModuleExport[];
  /** Functions at the top of the module that it does not export. */
  readonly locals: readonly LocalFunction[];
  /** The exported functions whose bodies are known, those of other files that it passes on included. */
  readonly functions: readonly ModuleFunction[];
  /** True when it or what it imports uses OpenTelemetry. */
  readonly traced?: true;
  /** Where its text ends. */
  readonly end?: Position;
  /** The module and what it imports from the workspace, with the digest of each file; `digest` is over all of them. */
  readonly files: readonly { readonly path: string; readonly digest: string }[];
}

/** What the syntax of one file says. */
export interface ModuleFacts {
  readonly exports: readonly ModuleExport[];
  /** By specifier. */
  readonly imports: readonly ImportRequest[];
  readonly functions?: readonly FunctionFacts[];
  readonly locals?: readonly LocalFunction[];
  readonly end?: Position;
  /** Why the file could not be parsed, and where. */
  readonly error?: string;
  readonly errorAt?: Position;
}

/** A function that is declared and not exported. */
export interface LocalFunction extends Position {
  readonly name: string;
  /** Where its statement begins: `export` could stand there. */
  readonly statement: Position;
}

export interface ModuleExport {
  readonly name: string;
  /** `unknown` for a re-export or a call whose result is not visible in the syntax. */
  readonly type: 'function' | 'class' | 'value' | 'unknown';
  readonly line: number;
  readonly column: number;
}

/** Whether an exported function satisfies a contract: everything that the answer depends on in the workspace's own code. */
export interface SignatureQuestion {
  /** Names module, export and contract, each by its content. */
  readonly key: string;
  readonly module: ModuleSummary;
  readonly exportName: string;
  readonly contract: string;
}

/** What the TypeScript compiler says to it. */
export interface SignatureAnswer {
  /** Why the contract is not satisfied, each a clause; none when it is. */
  readonly reasons: readonly string[];
  /** Where what is asked for is declared. */
  readonly declared?: Related;
}

/** Everything a check may ask about other documents. Each question is remembered as a dependency of the answer. */
export interface Lookup {
  find<K extends KindName>(kind: K, id: string): SummaryMap[K] | undefined;
  names(kind: KindName): readonly string[];
  /** The id of the document that lies alone in a file named `name`, when it has another. */
  filedAs(kind: KindName, name: string): string | undefined;
  module(alias: string): ModuleSummary | undefined;
  moduleAliases(): readonly string[];
  /** The modules that export `name`. */
  exporters(name: string): readonly ModuleSummary[];
  /** The feature file at a path, and the test file; undefined for one that no beat could name. */
  feature(path: string): FeatureSummary | undefined;
  testFile(path: string): TestSummary | undefined;
  /** The symphonies that declare an event. */
  declarers(event: string): readonly string[];
  /** The symphonies that wait for an event. */
  awaiters(event: string): readonly string[];
  /** The symphonies that produce an artifact. */
  producers(artifact: string): readonly string[];
  /** The symphonies that perform a symphony. */
  performers(symphony: string): readonly string[];
  /** The symphonies that an npm script of this name plays. */
  players(script: string): readonly string[];
  /** The domains whose namespace holds an event. */
  namespaceOwners(event: string): readonly string[];
  /** The domains that register a file. */
  fileOwners(path: string): readonly string[];
  /** Whether a document names one of a kind by its id, wherever in it. */
  isNamed(kind: KindName, id: string): boolean;
  /** The symphonies that measure a metric. */
  measurers(metric: string): readonly string[];
  /** The symphonies of which a beat produces an evidence. */
  witnesses(evidence: string): readonly string[];
  fileExists(path: string): boolean;
  /** The ids of the policies that come with the tool, each beginning with `std/`. Always the same. */
  libraryPolicies(): readonly string[];
  /** The answer to a question by its key; undefined when the TypeScript compiler could not be asked. */
  signature(key: string): SignatureAnswer | undefined;
  /** The packages of the workspace, which count as one fact. */
  packages(): PackageIndex;
  /**
   * Whether documents of a kind that cannot be read hide something: ids that nothing else declares (`id`), or what such
   * documents say of others (`content`). A document of unknown kind may be of any.
   */
  unread(kind: KindName, what: 'id' | 'content'): boolean;
  workspace(): Workspace;
}

/** A part of a page that is generated from a symphony. */
export interface GeneratedPart {
  readonly symphony: string;
  /** The name in its first marker. */
  readonly at: Place;
  /** What stands between the markers, without the ends of lines next to them; absent when the part never ends. */
  readonly body?: Place & { readonly text: string };
}

/** A page of documentation that the workspace names. */
export interface DocumentationPage {
  readonly path: string;
  /** Where the workspace names it. */
  readonly at: Place;
  /** Why it cannot be read. */
  readonly problem?: string;
  readonly parts: readonly GeneratedPart[];
}

export interface WorkspaceIndex {
  readonly workspace: WorkspaceSummary;
  readonly pages: readonly DocumentationPage[];
  readonly domains: readonly DomainSummary[];
  readonly symphonies: readonly SymphonySummary[];
  readonly policies: readonly PolicySummary[];
  readonly metrics: readonly MetricSummary[];
  /** The policies that come with the tool and that a document applies, by id. */
  libraryInUse(): readonly PolicySummary[];
  /** All summaries, those of duplicate ids included, by path and place. */
  readonly all: readonly Summary[];
  /** Handler modules and what they import, by path. */
  readonly code: readonly CodeFile[];
  readonly lookup: Lookup;
}
