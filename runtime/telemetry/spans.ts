/** A run as spans: one a part. A step that plays several times is one span, with its tries as events. */
import { attributes, type Link, nanoseconds, type Span } from './otlp.ts';
import { type Part, pipelineOf } from './parts.ts';
import { errorTypeOf, resultOf } from './terms.ts';
import { parentSpanOf, spanIdOf } from './trace-context.ts';

export interface Trace {
  readonly run: string;
  readonly traceId: string;
  readonly traceParent?: string;
  /** The run that this one follows. */
  readonly follows?: Pick<Link, 'traceId' | 'spanId'>;
}

interface Wanted {
  /** Leaves out the parts that nothing was written about after the entry with this number. */
  readonly since: number;
  /** Leaves out the parts that have not ended: their spans are told when they have. */
  readonly endedOnly: boolean;
}

/** The spans of the parts of a run, in the same order. */
export function spansOf(parts: readonly Part[], trace: Trace, { since, endedOnly }: Wanted): Span[] {
  const wanted = parts.filter(({ seq, status }) => seq > since && (!endedOnly || hasEnded(status)));
  const ids = new Map(parts.map((part) => [part, spanIdOf(trace.run, part.path)]));
  return wanted.map((part) => spanOf(part, trace, ids));
}

const hasEnded = (status: string | undefined): boolean => status !== 'waiting' && status !== 'paused';

function spanOf(part: Part, trace: Trace, ids: ReadonlyMap<Part, string>): Span {
  const { run, traceId, traceParent, follows } = trace;
  const { kind, parent, name, start, end, events } = part;
  const isRun = kind === 'run';
  const links =
    isRun && follows ? [{ ...follows, attributes: attributes({ 'symphonyc.link': 'follows' }) }] : undefined;
  return {
    traceId,
    spanId: ids.get(part)!,
    parentSpanId: parent ? ids.get(parent) : parentSpanOf(traceParent),
    name: isRun ? `RUN ${name}` : name,
    kind: isRun ? 2 : 1,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: attributes({ ...part.attributes, ...termsOf(part, run) }),
    events: events.map((event) => ({
      timeUnixNano: nanoseconds(event.at),
      name: event.name,
      attributes: attributes(event.attributes),
    })),
    links,
    status: statusOf(part),
  };
}

/** What has no end was left by a process that did not live to write it: an error of the system, not of the pipeline. */
const interrupted = 'interrupted';

function termsOf({ kind, path, status, failure, parent }: Part, run: string): Record<string, string | undefined> {
  const result = status === undefined ? 'error' : resultOf(status, failure);
  const errorType = status === undefined ? interrupted : errorTypeOf(status, failure);
  const about = { 'error.type': errorType, 'symphonyc.path': path === '' ? undefined : path, 'symphonyc.part': kind };
  if (kind === 'run' || kind === 'symphony')
    return {
      ...about,
      'cicd.pipeline.result': result,
      'cicd.pipeline.run.state': stateOf(status),
      'symphonyc.status': status,
    };
  const pipeline = { 'cicd.pipeline.name': pipelineOf(parent) };
  if (kind !== 'step') return { ...about, ...pipeline, 'symphonyc.result': result };
  return {
    ...about,
    ...pipeline,
    'cicd.pipeline.task.run.id': `${run}/${path}`,
    'cicd.pipeline.task.run.result': result,
  };
}

/** Of a run that has not ended: one that waits for somebody is as good as queued. */
function stateOf(status: string | undefined): string | undefined {
  if (status === undefined) return 'executing';
  return status === 'waiting' || status === 'paused' ? 'pending' : undefined;
}

function statusOf({ status, failure }: Part): Span['status'] {
  if (status === undefined) return { code: 2, message: 'the process ended within it' };
  if (status !== 'failed') return {};
  return failure ? { code: 2, message: failure.message } : { code: 2 };
}
