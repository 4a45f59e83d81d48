/** A run as log records: what handlers log, what failed, what was asked and decided. Each is tied to the span that it is about. */
import type { Entry } from '../model/records.ts';
import { anyValue, attributes, type LogRecord, nanoseconds } from './otlp.ts';
import { placeOf } from './read-notes.ts';
import { spanIdOf } from './trace-context.ts';

/** `SeverityNumber` of the data model of logs. */
const severities: Readonly<Record<string, number>> = { debug: 5, info: 9, warn: 13, error: 17 };

interface Line {
  readonly level: string;
  readonly path: string;
  readonly message: string;
  /** Names events that always have the same attributes. */
  readonly event?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The log records of the entries after the one with number `since`. */
export function logsOf(
  entries: readonly Entry[],
  { run, traceId }: { readonly run: string; readonly traceId: string },
  since: number,
): LogRecord[] {
  return entries.flatMap((entry) => {
    const line = entry.seq > since ? lineOf(entry) : undefined;
    if (!line) return [];
    const { level, path, message, event, fields = {} } = line;
    return [
      {
        timeUnixNano: nanoseconds(entry.at),
        observedTimeUnixNano: nanoseconds(entry.at),
        severityNumber: severities[level] ?? 9,
        severityText: level.toUpperCase(),
        eventName: event,
        body: anyValue(message),
        attributes: [
          ...attributes({ 'symphonyc.path': path === '' ? undefined : path, 'symphonyc.seq': entry.seq }),
          ...Object.entries(fields).map(([key, value]) => ({ key, value: anyValue(value) })),
        ],
        traceId,
        spanId: spanIdOf(run, path),
      },
    ];
  });
}

function lineOf(entry: Entry): Line | undefined {
  switch (entry.type) {
    case 'log':
      return { level: entry.level, path: entry.path, message: entry.message, fields: entry.fields };
    case 'step-retried':
      return { level: 'warn', path: entry.path, message: `try ${entry.attempt} failed: ${entry.reason}` };
    case 'step-ended':
    case 'run-ended': {
      if (!entry.failure) return undefined;
      const { kind, message } = entry.failure;
      const fields = { 'exception.type': kind, 'exception.message': message };
      const path = entry.type === 'run-ended' ? '' : entry.path;
      return { level: 'error', path, message, event: 'symphonyc.failed', fields };
    }
    case 'undone':
      if (entry.status === 'undone') return undefined;
      return { level: 'error', path: entry.path, message: `could not be undone: ${entry.reason}` };
    case 'asked': {
      const fields = { 'symphonyc.subject': entry.subject, ...(entry.role && { 'symphonyc.role': entry.role }) };
      return { level: 'info', path: placeOf(entry.subject), message: entry.question, event: 'symphonyc.asked', fields };
    }
    case 'decided': {
      const { subject, decision, by, role, comment } = entry;
      const fields = { 'symphonyc.subject': subject, 'symphonyc.decision': decision, 'symphonyc.by': by };
      const message = `${decision} by ${by}${comment ? `: ${comment}` : ''}`;
      const told = role === undefined ? fields : { ...fields, 'symphonyc.role': role };
      return { level: 'info', path: placeOf(subject), message, event: 'symphonyc.decided', fields: told };
    }
    default:
      return undefined;
  }
}
