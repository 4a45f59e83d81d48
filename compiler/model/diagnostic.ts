/** What a build says about its input: findings as the phases give them, diagnostics as people and tools read them. */

export const severities = ['critical', 'major', 'minor', 'info'] as const;
export type Severity = (typeof severities)[number];

export const dimensions = ['orchestration', 'handler', 'governance', 'traceability', 'dependency'] as const;
/** One of the five scored dimensions, or `input` for what concerns reading the files (never scored). */
export type Dimension = (typeof dimensions)[number] | 'input';

/** Lines and columns from 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Place {
  readonly file: string;
  readonly range: Range;
}

export interface Related extends Place {
  readonly message: string;
}

/** One replacement of the text in `range` of `file`. At the start of a file that does not exist, it makes the file. */
export interface Edit extends Place {
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** A safe fix keeps the meaning the author had; others are made only when asked for. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** What a phase or rule found, before the rule's metadata is joined to it. */
export interface Finding extends Place {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The part of the workspace it concerns, for people and fingerprints: `build-pipeline/packages/build-package`. */
  readonly subject: string;
  readonly related?: readonly Related[];
  readonly help?: string;
  readonly fix?: Fix;
  /** Overrides the rule's default severity (a violated policy has its own; a draft lowers some to info). */
  readonly severity?: Severity;
  /**
   * Names the check among those of its rule in its document, where the check is violated by what it found and nothing
   * else: once all of that is waived, so is the check.
   */
  readonly check?: string;
}

/** Who lets a violation pass, why and until when. */
export interface Waiver {
  readonly owner: string;
  /** The last day on which it holds, as YYYY-MM-DD. */
  readonly until: string;
  readonly reason: string;
  /** Where it is written. */
  readonly place: Place;
}

export interface Diagnostic extends Place {
  readonly code: string;
  readonly severity: Severity;
  readonly dimension: Dimension;
  readonly aspect: string;
  readonly message: string;
  readonly subject: string;
  readonly related: readonly Related[];
  readonly help?: string;
  readonly fix?: Fix;
  readonly waived: boolean;
  /** Present when it is waived. */
  readonly waiver?: Waiver;
  /** True when the baseline of the workspace records it. Not present else. */
  readonly baselined?: true;
}
