/**
 * Where signals are sent, as the environment says: the variables of OpenTelemetry's OTLP exporters
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Without an endpoint nothing is sent.
 */

export type Signal = 'traces' | 'metrics' | 'logs';

export interface Destination {
  readonly signal: Signal;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly gzip: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const signals: readonly Signal[] = ['traces', 'metrics', 'logs'];

/** The destination of each signal that has one, and what is wrong with the others. */
export function destinationsIn(env: Environment): { destinations: Destination[]; problems: string[] } {
  const destinations: Destination[] = [];
  const problems: string[] = [];
  if (isTrue(env['OTEL_SDK_DISABLED'])) return { destinations, problems };
  for (const signal of signals) {
    const read = readOne(env, signal);
    if (typeof read === 'string') problems.push(read);
    else if (read) destinations.push(read);
  }
  return { destinations, problems };
}

const isTrue = (text: string | undefined): boolean => text?.trim().toLowerCase() === 'true';

function readOne(env: Environment, signal: Signal): Destination | string | undefined {
  const upper = signal.toUpperCase();
  /** A variable of the signal's own goes before the one for all. An empty one counts as not set. */
  const given = (name: string): { readonly name: string; readonly value: string } | undefined =>
    [`OTEL_EXPORTER_OTLP_${upper}_${name}`, `OTEL_EXPORTER_OTLP_${name}`]
      .map((one) => ({ name: one, value: env[one]?.trim() ?? '' }))
      .find(({ value }) => value !== '');
  const endpoint = given('ENDPOINT');
  if (!endpoint || env[`OTEL_${upper}_EXPORTER`]?.trim() === 'none') return undefined;
  const protocol = given('PROTOCOL');
  if (protocol?.value === 'grpc') return `${protocol.name} is \`grpc\`, and symphonyc sends OTLP over HTTP only`;
  const isOwn = endpoint.name.includes(`_${upper}_`);
  const url = urlOf(endpoint.value, isOwn ? undefined : `v1/${signal}`);
  if (!url) return `${endpoint.name} is no http or https address`;
  const headers = headersOf(given('HEADERS')?.value);
  if (!headers) return `${given('HEADERS')!.name} is not a list of \`name=value\``;
  const timeout = given('TIMEOUT');
  const timeoutMs = timeout === undefined ? defaultTimeoutMs : Number(timeout.value);
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1) return `${timeout!.name} is no number of milliseconds`;
  return { signal, url, headers, timeoutMs: Math.min(timeoutMs, 60_000), gzip: given('COMPRESSION')?.value === 'gzip' };
}

const defaultTimeoutMs = 10_000;

/** The endpoint for all signals is a base, below which each has its path. */
function urlOf(text: string, path: string | undefined): URL | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (path !== undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  return url;
}

/** As in W3C Baggage: `name=value` with percent-encoded values, parted by commas. */
function headersOf(text = ''): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue;
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=([^;]*)/.exec(pair) ?? [];
    if (name === undefined || value === undefined) return undefined;
    try {
      headers[name.toLowerCase()] = decodeURIComponent(value.trim());
    } catch {
      return undefined;
    }
  }
  return headers;
}
