/** What beats bring: events, metrics and evidence, each with its place in the run. */

/** Where in a run something happened. */
export interface Origin {
  readonly symphony: string;
  readonly movement: string;
  readonly beat: string;
  readonly step: string;
  readonly run: string;
  readonly correlationId: string;
}

export interface EventRecord extends Origin {
  readonly event: string;
  /** The instant in UTC, in ISO 8601. */
  readonly at: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type MetricValue = number | boolean;

export interface MetricRecord extends Origin {
  readonly metric: string;
  readonly value: MetricValue;
  readonly at: string;
}

export interface EvidenceRecord extends Origin {
  readonly evidence: string;
  readonly at: string;
  /** SHA-256 of the bytes: UTF-8 for a text, canonical JSON for an object. */
  readonly digest: string;
  readonly content: string | Readonly<Record<string, unknown>>;
  /** When the content is bytes written as text. */
  readonly encoding?: 'base64';
}

/** What one attempt at a step brought. It counts when the attempt succeeds. */
export interface Entries {
  readonly events: EventRecord[];
  readonly metrics: MetricRecord[];
  readonly evidence: EvidenceRecord[];
}
