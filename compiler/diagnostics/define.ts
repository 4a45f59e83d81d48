/** How a rule is written: one file with everything there is to know about one code. */
import type { SymphonyAnalysis, WorkspaceAnalysis } from '../model/analysis.ts';
import type { BoundDocument, SubjectName, Subjects, Unknown } from '../model/bound.ts';
import type { Dimension, Fix, Place, Related, Severity } from '../model/diagnostic.ts';
import type { KindName, Path } from '../model/document.ts';
import type { WorkspaceIndex } from '../model/index.ts';

type Params = Readonly<Record<string, unknown>>;

/** A tiny workspace that shows a rule at work. Examples are documentation and tests at once. */
export interface Example {
  readonly title: string;
  /** Path → content. A `symphony.yaml` that takes in every other YAML and JSON file, with the tool `make`, is added when there is none. */
  readonly files: Readonly<Record<string, string>>;
  /** The same at a revision, `main`, that the workspace is compared with. Nothing has been committed since. */
  readonly before?: Readonly<Record<string, string>>;
  /** Where the code is reported; empty when the example passes. */
  readonly expect: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

interface RuleMeta<P extends Params> {
  readonly code: string;
  readonly dimension: Dimension;
  /** What the source documents set goals for: `domain`, `sequence`, `handler`, … */
  readonly aspect: string;
  readonly severity: Severity;
  /** Whether an edit is suggested, and of which kind. */
  readonly fixable?: 'safe' | 'unsafe';
  /** True for what is not written yet: information in a draft. */
  readonly draftable?: boolean;
  /** False for what can neither be waived nor recorded in a baseline. What keeps files from being read never can. */
  readonly waivable?: false;
  /** What, why and how to fix, in a paragraph or two of Markdown. */
  readonly doc: string;
  readonly message: (params: P) => string;
  /** What to do, when it does not depend on the place. */
  readonly help?: string;
  readonly examples: readonly Example[];
}

export interface ReportAt<P> {
  readonly params: P;
  /** Instead of the whole subject. */
  readonly at?: Path;
  /** Points at the key instead of the value. */
  readonly part?: 'key' | 'value';
  /** A range found by other means, such as one inside a string. */
  readonly place?: Place;
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
  readonly severity?: Severity;
}

interface CheckContext<K extends SubjectName, P> {
  readonly node: Subjects[K];
  readonly bound: BoundDocument;
  readonly kind: KindName;
  /** Of the symphony the node belongs to. */
  readonly analysis?: SymphonyAnalysis;
  report(finding: ReportAt<P>): void;
  /** The rule cannot judge the part. What another rule reports the cause of counts as violated, without a finding. */
  unknown(why: Unknown): void;
}

/** Checks parts of one document and at the summaries of what it refers to. */
export interface DocumentRule<K extends SubjectName = SubjectName, P extends Params = Params> extends RuleMeta<P> {
  readonly over: K;
  /** Narrows what the rule is about; what it leaves out counts neither as passed nor as failed. */
  readonly applies?: (node: Subjects[K], bound: BoundDocument) => boolean;
  readonly check: (context: CheckContext<K, P>) => void;
}

export interface WorkspaceSubject {
  readonly place: Place;
  readonly subject: string;
  readonly draft?: boolean;
}

interface WorkspaceContext<S, P> {
  readonly node: S;
  readonly index: WorkspaceIndex;
  readonly analysis: WorkspaceAnalysis;
  report(finding: Omit<ReportAt<P>, 'at' | 'part'>): void;
  /** As in `CheckContext`. */
  unknown(why: Unknown): void;
}

/** Checks the whole workspace, through summaries only. */
export interface WorkspaceRule<S extends WorkspaceSubject = WorkspaceSubject, P extends Params = Params>
  extends RuleMeta<P> {
  readonly subjects: (index: WorkspaceIndex, analysis: WorkspaceAnalysis) => readonly S[];
  readonly check: (context: WorkspaceContext<S, P>) => void;
}

/** Belongs to a phase, which finds it while it does its own work. */
interface PhaseRule<P extends Params = Params> extends RuleMeta<P> {
  readonly phase: 'load' | 'parse' | 'validate' | 'bind' | 'check' | 'emit';
  /** True when all of the file can be read in spite of it. */
  readonly keepsContent?: true;
}

export type AnyRule =
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds rules over all subjects and parameters
  DocumentRule<any, any> | WorkspaceRule<any, any> | PhaseRule<any>;

/** Defines a rule over parts of documents. */
export const documentRule =
  <P extends Params>() =>
  <K extends SubjectName>(rule: DocumentRule<K, P>): DocumentRule<K, P> =>
    rule;

/** Defines a rule over the whole workspace. */
export const workspaceRule =
  <P extends Params>() =>
  <S extends WorkspaceSubject>(rule: WorkspaceRule<S, P>): WorkspaceRule<S, P> =>
    rule;

/** Defines the metadata and message of a code that a phase finds. */
export const phaseRule = <P extends Params>(rule: PhaseRule<P>): PhaseRule<P> => rule;

export const isDocumentRule = (rule: AnyRule): rule is DocumentRule => 'over' in rule;
export const isWorkspaceRule = (rule: AnyRule): rule is WorkspaceRule => 'subjects' in rule;

/** Whether a violation may be let pass, by a waiver or a baseline: what cannot be read might hide anything. */
export const isWaivable = (rule: AnyRule): boolean =>
  rule.waivable !== false &&
  rule.dimension !== 'input' &&
  !('phase' in rule && ['load', 'parse', 'validate'].includes(rule.phase));

/** Metadata that needs no message: what registries, scores and explanations read. */
export type RuleInfo = Pick<
  AnyRule,
  'code' | 'dimension' | 'aspect' | 'severity' | 'fixable' | 'draftable' | 'doc' | 'help' | 'examples'
>;

export type ParamsOf<R> = R extends { readonly message: (params: infer P) => string } ? P : never;
