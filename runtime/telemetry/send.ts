/** Sending a signal by HTTP POST (https://opentelemetry.io/docs/specs/otlp/#otlphttp): in a bounded time, and never as an exception. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { systemReason } from '../core/system-errors.ts';
import type { Destination } from './destinations.ts';

/** What a collector may answer when it wants the same once more. */
const busy = new Set([429, 502, 503, 504]);

const firstPauseMs = 250;

/** Sends a body of JSON; tells what went wrong, or undefined. Whom it is sent to is named without what the address may hold of secrets. */
export async function send(destination: Destination, json: string): Promise<string | undefined> {
  const { signal: what, url, gzip, timeoutMs } = destination;
  const body = gzip ? gzipSync(json) : Buffer.from(json);
  const deadline = AbortSignal.timeout(timeoutMs);
  const to = `${what} to ${url.origin}${url.pathname}`;
  for (let next = firstPauseMs; ; next *= 2) {
    const answer = await post(destination, body, deadline).catch((error: unknown) => ({
      problem: deadline.aborted ? `there was no answer within ${timeoutMs} ms` : systemReason(error),
    }));
    if ('problem' in answer) return `${to} could not be sent: ${answer.problem}`;
    const { status, text, retryAfterMs } = answer;
    if (status >= 200 && status < 300) return rejected(to, text);
    const problem = `${to} could not be sent: the answer was ${status}`;
    if (!busy.has(status)) return problem;
    const wait = Math.max(next, retryAfterMs ?? 0);
    const inTime = await pause(wait, true, { signal: deadline }).catch(() => false);
    if (!inTime) return problem;
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs?: number;
}

/** A connection of its own that is closed after it, so that nothing keeps the process alive. */
function post({ url, headers, gzip }: Destination, body: Uint8Array, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': body.length,
        ...(gzip ? { 'content-encoding': 'gzip' } : {}),
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      read(response).then((text) => {
        const after = Number(response.headers['retry-after']);
        const retryAfterMs = Number.isFinite(after) ? after * 1000 : undefined;
        resolve({ status: response.statusCode ?? 0, text, retryAfterMs });
      }, reject);
    });
    request.end(body);
  });
}

const answerLimit = 65_536;

/** The beginning of the answer; the rest is not of interest. */
async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > answerLimit) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An answer of success may say that some of it was refused. */
function rejected(to: string, text: string): string | undefined {
  try {
    const { partialSuccess } = JSON.parse(text) as { partialSuccess?: Record<string, unknown> };
    const refused = Object.entries(partialSuccess ?? {}).find(
      ([name, count]) => name.startsWith('rejected') && Number(count) > 0,
    );
    const why = partialSuccess?.['errorMessage'];
    return refused && `${to}: ${Number(refused[1])} were refused${typeof why === 'string' && why ? `: ${why}` : ''}`;
  } catch {
    return undefined;
  }
}
