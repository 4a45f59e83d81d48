/** The verdict of a build, in the form in which it is written, sealed and read by every report. */
import type { Change, Comparison } from './change.ts';
import type { Diagnostic, Dimension, Severity } from './diagnostic.ts';

/** Checks made and violated for one rule. A check that crashed, is disabled or waived counts as violated. */
export interface RuleTally {
  readonly code: string;
  readonly dimension: Dimension;
  readonly aspect: string;
  /** The weight of one check: by the rule's default severity, whatever the workspace says. */
  readonly weight: number;
  readonly checks: number;
  readonly violations: number;
  /** How many of the violations are waived. */
  readonly waived: number;
  /** Checks that drafts put off: neither passed nor violated, and not among `checks`. */
  readonly notEvaluated: number;
  /** Why the rule was not really evaluated. */
  readonly state?: 'disabled' | 'crashed';
}

export interface Band {
  readonly name: 'excellent' | 'good' | 'acceptable' | 'needs attention' | 'critical';
  readonly from: number;
}

export interface ScorePart {
  readonly code: string;
  readonly weight: number;
  readonly violations: number;
  readonly places: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly subject: string;
  }[];
}

export interface Score {
  readonly name: string;
  /** 0–1 to four decimals; null when nothing could be checked. */
  readonly raw: number | null;
  /** The same without what is waived. */
  readonly waived: number | null;
  readonly band: Band['name'] | null;
  readonly checkedWeight: number;
  readonly violatedWeight: number;
  readonly goal?: number;
  /** What takes the score down, heaviest first. */
  readonly parts: readonly ScorePart[];
  /** The fewest parts whose repair reaches the next band, at most three; absent when none is needed or three do not. */
  readonly toNextBand?: readonly { readonly code: string; readonly gain: number }[];
}

export interface Verdict {
  readonly version: 1;
  readonly tool: string;
  /** Digest of the codes, severities and documentation of all rules. */
  readonly ruleset: string;
  readonly workspace: { readonly id: string; readonly title: string };
  readonly conforms: boolean;
  readonly failOn: Severity;
  /** Present only when something depended on the date. */
  readonly asOf?: string;
  readonly summary: {
    readonly severities: Readonly<Record<Severity, number>>;
    readonly checks: {
      readonly made: number;
      readonly passed: number;
      readonly failed: number;
      readonly waived: number;
      readonly notEvaluated: number;
    };
    /** Present when the workspace has a baseline. */
    readonly baseline?: {
      /** How many violations it records that are still found. */
      readonly known: number;
      /** How many of those that it records are found no more. */
      readonly gone: number;
    };
    readonly documents: Readonly<Record<string, number>>;
    readonly symphonies: readonly { readonly id: string; readonly movements: number; readonly beats: number }[];
  };
  readonly files: {
    readonly seen: number;
    readonly compiled: number;
    readonly skipped: readonly { readonly file: string; readonly reason: string }[];
    /** What could not be read to its end, or matches nothing. Absent when there is none. */
    readonly incomplete?: readonly { readonly file: string; readonly reason: string }[];
  };
  readonly scores: {
    /** How many files could not be read, or not all of them: every score is 0 until they can. Absent when none. */
    readonly unread?: number;
    readonly overall: number | null;
    /** The same without what is waived. */
    readonly waived: number | null;
    readonly dimensions: readonly Score[];
    readonly aspects: readonly Score[];
  };
  readonly rules: readonly RuleTally[];
  /** What changed in meaning since a revision; absent when nobody asked. */
  readonly against?: {
    readonly ref: string;
    readonly commit: string;
    readonly changes: readonly Change[];
    /** What cannot be read here or there. Absent when there is none. */
    readonly notCompared?: Comparison['notCompared'];
  };
  /** Present when only what changed since a revision is told: everything was checked, and what is not touched left out. */
  readonly since?: {
    readonly ref: string;
    readonly commit: string;
    /** Documents told about, and those left out. */
    readonly touched: number;
    readonly leftOut: number;
    /** Diagnostics left out, by severity. */
    readonly diagnostics: Readonly<Record<Severity, number>>;
  };
  readonly diagnostics: readonly Diagnostic[];
}
