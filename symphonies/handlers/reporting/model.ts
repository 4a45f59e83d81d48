/** What the beats of the report hand to one another: plain JSON, since each may be played by another process. */

export type StepFact = {
  readonly symphony: string;
  readonly movement: string;
  readonly step: string;
  readonly status: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly attempts: number;
};

export type MetricFact = {
  readonly symphony: string;
  readonly movement: string;
  readonly step: string;
  readonly metric: string;
  readonly value: number | boolean;
  readonly at: string;
};

export type PolicyFact = {
  readonly policy: string;
  readonly scope: string;
  readonly verdict: string;
  readonly reason: string | null;
};

/** A run of another symphony, as its journal tells it. */
export type RunFact = {
  readonly run: string;
  readonly symphony: string;
  readonly status: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly dynamics: string;
  readonly steps: readonly StepFact[];
  readonly metrics: readonly MetricFact[];
  readonly policies: readonly PolicyFact[];
};

/** Newest first. */
export type Execution = { readonly runs: readonly RunFact[] };

export type ScoreFact = {
  readonly name: string;
  readonly score: number | null;
  readonly band: string | null;
  readonly goal: number | null;
  /** What brings it to the next band. */
  readonly next: readonly { readonly code: string; readonly gain: number }[];
};

export type Violation = {
  readonly code: string;
  readonly severity: string;
  readonly dimension: string;
  readonly at: string;
  readonly message: string;
  readonly help: string | null;
};

export type Conformity = {
  readonly overall: number;
  readonly conforms: boolean;
  readonly severities: Readonly<Record<string, number>>;
  readonly dimensions: readonly ScoreFact[];
  readonly aspects: readonly ScoreFact[];
  readonly violations: readonly Violation[];
  /** How many there are beyond those listed. */
  readonly more: number;
};

export type BeatFact = {
  readonly step: string;
  readonly title: string;
  readonly does: string;
  /** `module#export`, where it calls one. */
  readonly handler: string | null;
  readonly timeoutMs: number | null;
  readonly needs: readonly string[];
};

export type SymphonyFact = {
  readonly id: string;
  readonly title: string;
  readonly budgetMs: number | null;
  readonly movements: readonly {
    readonly id: string;
    readonly title: string;
    readonly budgetMs: number | null;
    readonly beats: readonly BeatFact[];
  }[];
};

/** What the compiled plans say belongs together. */
export type Traceability = {
  readonly symphonies: readonly SymphonyFact[];
  /** Metric → what conditions of the plans know of it. */
  readonly metrics: Readonly<Record<string, { readonly unit: string | null; readonly freshnessMs: number | null }>>;
};

export type Coverage = {
  readonly rate: number;
  readonly handlers: readonly {
    readonly handler: string;
    readonly usedBy: readonly string[];
    readonly implemented: boolean;
    readonly played: number;
  }[];
  /** Exports that no beat calls. */
  readonly orphaned: readonly string[];
};

/** A reported value with where it comes from. */
export type Value = {
  readonly name: string;
  readonly value: number | boolean;
  readonly unit: string | null;
  /** From 0 to 1, where its unit has such a scale. */
  readonly share: number | null;
  readonly stale: boolean;
  readonly at: string;
  readonly from: Source;
};

/** A value is in a journal, in the verdict, or calculated of others. */
export type Source =
  | {
      readonly kind: 'journal';
      readonly run: string;
      readonly symphony: string;
      readonly step: string;
      readonly file: string;
    }
  | { readonly kind: 'verdict'; readonly file: string; readonly digest: string }
  | { readonly kind: 'calculated'; readonly formula: string; readonly runs: readonly string[] };

/** `at` is when: the instant in UTC, in ISO 8601. */
export type Normalized = { readonly values: readonly Value[]; readonly at: string };
