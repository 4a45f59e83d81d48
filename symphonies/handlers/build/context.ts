/** What the handlers of the build use of what they are handed. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json | undefined };

export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A beat of this run that is over. */
export interface Played {
  readonly symphony: string;
  readonly movement: string;
  readonly beat: string;
  readonly step: string;
  readonly status: 'done' | 'failed' | 'skipped' | 'waiting';
  /** ISO 8601, in UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly attempts: number;
}

type Level = (message: string, fields?: JsonObject) => void;

export interface Call {
  readonly symphony: string;
  readonly movement: string;
  readonly run: string;
  readonly correlationId: string;
  readonly dynamics: 'p' | 'mf' | 'f' | 'ff';
  readonly log: { readonly info: Level; readonly warn: Level; readonly error: Level };
  /** What completed steps gave back, by step. */
  readonly outputs: Readonly<Record<string, Json | undefined>>;
  readonly played: readonly Played[];
  /** How many beats may be under way at once. */
  readonly concurrency: number;
  /** Runs a command in the workspace; throws when it does not end with 0, unless that is allowed. */
  readonly exec: (argv: readonly string[], options?: { readonly allowFailure?: boolean }) => Promise<Ended>;
}

export interface Measures<M extends string> {
  readonly measure: (metric: M, value: number) => void;
}

export interface Evidence<E extends string> {
  readonly evidence: (id: E, content: string | JsonObject) => Promise<void>;
}
