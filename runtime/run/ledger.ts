/** What a run has found out so far. The symphonies it performs write into the same ledger. */

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

export interface Ledger extends Readonly<Entries> {
  add(entries: Entries): void;
  published(event: string): boolean;
  /** The latest value. */
  metric(name: string): MetricRecord | undefined;
  latestEvidence(name: string): EvidenceRecord | undefined;
}

/** An empty ledger. Events that have `happened` count as published; the run does not record them as its own. */
export function openLedger(happened: readonly string[] = []): Ledger {
  const events: EventRecord[] = [];
  const metrics: MetricRecord[] = [];
  const evidence: EvidenceRecord[] = [];
  return {
    events,
    metrics,
    evidence,
    add: (entries) => {
      // One by one: a handler can emit more of them than a call takes arguments.
      for (const one of entries.events) events.push(one);
      for (const one of entries.metrics) metrics.push(one);
      for (const one of entries.evidence) evidence.push(one);
    },
    published: (event) => happened.includes(event) || events.some((record) => record.event === event),
    metric: (name) => metrics.findLast((record) => record.metric === name),
    latestEvidence: (name) => evidence.findLast((record) => record.evidence === name),
  };
}
