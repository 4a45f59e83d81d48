/**
 * The parts of OTLP/JSON that are written here, version 1 (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding):
 * ids are hexadecimal, whole numbers of 64 bits and times are texts of digits, times count nanoseconds since the epoch.
 */

type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  | Readonly<Record<string, never>>;

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

interface SpanEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly KeyValue[];
}

export interface Link {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: readonly KeyValue[];
}

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 internal, 2 server. */
  readonly kind: 1 | 2;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly SpanEvent[];
  readonly links?: readonly Link[];
  /** Absent: unset. 2: error. */
  readonly status: { readonly code?: 2; readonly message?: string };
}

interface Exemplar {
  readonly timeUnixNano: string;
  readonly asDouble: number;
  readonly traceId: string;
  readonly spanId: string;
}

interface DataPoint {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly exemplars?: readonly Exemplar[];
}

export type NumberPoint = DataPoint & ({ readonly asInt: string } | { readonly asDouble: number });

export interface HistogramPoint extends DataPoint {
  readonly count: string;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly explicitBounds: readonly number[];
  readonly bucketCounts: readonly string[];
}

/** Delta: what was added since the last time, not since ever. */
export const delta = 1;

export interface Metric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly gauge?: { readonly dataPoints: readonly NumberPoint[] };
  readonly sum?: {
    readonly dataPoints: readonly NumberPoint[];
    readonly aggregationTemporality: typeof delta;
    readonly isMonotonic: true;
  };
  readonly histogram?: {
    readonly dataPoints: readonly HistogramPoint[];
    readonly aggregationTemporality: typeof delta;
  };
}

export interface LogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName?: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  readonly traceId: string;
  readonly spanId: string;
}

interface Resource {
  readonly attributes: readonly KeyValue[];
}

interface Scope {
  readonly name: string;
  readonly version?: string;
}

export interface TracesData {
  readonly resourceSpans: readonly {
    readonly resource: Resource;
    readonly scopeSpans: readonly { readonly scope: Scope; readonly spans: readonly Span[] }[];
  }[];
}

export interface MetricsData {
  readonly resourceMetrics: readonly {
    readonly resource: Resource;
    readonly scopeMetrics: readonly { readonly scope: Scope; readonly metrics: readonly Metric[] }[];
  }[];
}

export interface LogsData {
  readonly resourceLogs: readonly {
    readonly resource: Resource;
    readonly scopeLogs: readonly { readonly scope: Scope; readonly logRecords: readonly LogRecord[] }[];
  }[];
}

type Plain = string | number | boolean | null | undefined;

/** Those that are undefined or null are left out. */
export function attributes(values: Readonly<Record<string, Plain>>): KeyValue[] {
  const all: KeyValue[] = [];
  for (const key of Object.keys(values)) {
    const value = values[key];
    if (value !== undefined && value !== null) all.push({ key, value: anyValue(value) });
  }
  return all;
}

/** A text is cut here: a signal is for looking at. */
const longest = 16_384;

const shown = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest)} … (${text.length} characters)`;

/** What JSON can say as a value of an attribute. */
export function anyValue(value: unknown): AnyValue {
  if (typeof value === 'string') return { stringValue: shown(value) };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: `${value}` } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value !== 'object' || value === null) return {};
  const values = Object.entries(value).map(([key, one]) => ({ key, value: anyValue(one) }));
  return { kvlistValue: { values } };
}

/** Of an instant in ISO 8601, or of milliseconds since the epoch. */
export function nanoseconds(at: string | number): string {
  const ms = typeof at === 'number' ? Math.round(at) : Date.parse(at);
  return ms === 0 ? '0' : `${ms}000000`;
}
