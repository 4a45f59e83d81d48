/** Records what an attempt at a step emits, measures and proves, and refuses what the step does not declare. */
import { canonicalJson } from '../core/canonical-json.ts';
import { digestBytes } from '../core/digest.ts';
import type { PlanStep } from '../generated/plan.ts';
import type { Entries, MetricValue, Origin } from '../model/entries.ts';

export type EvidenceContent = string | Uint8Array | Readonly<Record<string, unknown>>;

export interface Recorder {
  readonly entries: Entries;
  emit(event: string, payload?: Readonly<Record<string, unknown>>): void;
  measure(metric: string, value: MetricValue): void;
  evidence(id: string, content: EvidenceContent): void;
  /** Publishes the declared events that were not emitted by hand: a beat publishes them when it completes. */
  complete(): void;
  /** Refuses everything that comes after it. */
  close(): void;
}

const evidenceLimit = 4 * 1024 * 1024;

type Declared = Pick<PlanStep, 'emits' | 'measures' | 'evidence'>;

/** Entries are stamped with `origin` and the time that `now` (milliseconds since the epoch) says. */
export function openRecorder(step: Declared, origin: Origin, now: () => number): Recorder {
  const entries: Entries = { events: [], metrics: [], evidence: [] };
  let open = true;
  const accept = (field: keyof Declared, verb: string, name: string): void => {
    if (!open) throw new Error(`the beat is over, so \`${name}\` cannot be ${verb} any more`);
    if (step[field].includes(name)) return;
    const known = step[field].map((one) => `\`${one}\``).join(', ') || 'nothing';
    throw new Error(`\`${name}\` cannot be ${verb}: under \`${field}\` the beat declares ${known}`);
  };
  const stamp = () => ({ ...origin, at: new Date(now()).toISOString() });
  const emit: Recorder['emit'] = (event, payload = {}) => {
    accept('emits', 'emitted', event);
    entries.events.push({ ...stamp(), event, payload: plainObject(payload, `the payload of \`${event}\``) });
  };
  return {
    entries,
    emit,
    measure: (metric, value) => {
      accept('measures', 'measured', metric);
      if (typeof value !== 'boolean' && !Number.isFinite(value))
        throw new Error(`the value of \`${metric}\` must be a finite number or a boolean, not ${String(value)}`);
      entries.metrics.push({ ...stamp(), metric, value });
    },
    evidence: (id, content) => {
      accept('evidence', 'given as evidence', id);
      entries.evidence.push({ ...stamp(), evidence: id, ...evidenceContent(id, content) });
    },
    complete: () => {
      for (const event of step.emits) if (!entries.events.some((record) => record.event === event)) emit(event);
    },
    close: () => {
      open = false;
    },
  };
}

function evidenceContent(
  id: string,
  content: EvidenceContent,
): Pick<Entries['evidence'][number], 'content' | 'digest' | 'encoding'> {
  const plain =
    typeof content === 'string' || content instanceof Uint8Array ? content : plainObject(content, `evidence \`${id}\``);
  const bytes =
    plain instanceof Uint8Array ? plain : Buffer.from(typeof plain === 'string' ? plain : canonicalJson(plain));
  if (bytes.length === 0) throw new Error(`evidence \`${id}\` is empty`);
  if (bytes.length > evidenceLimit)
    throw new Error(`evidence \`${id}\` is longer than ${evidenceLimit} bytes; give its digest and place instead`);
  const digest = digestBytes(bytes);
  if (plain instanceof Uint8Array)
    return { digest, content: Buffer.from(plain).toString('base64'), encoding: 'base64' };
  return { digest, content: plain };
}

/** A copy as JSON says it, so that nothing recorded changes later. */
function plainObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} must be an object`);
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
