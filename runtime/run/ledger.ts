/** What a run has found out so far. The symphonies it performs write into the same ledger. */
import type { Entries, EventRecord, EvidenceRecord, MetricRecord } from '../model/entries.ts';

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
