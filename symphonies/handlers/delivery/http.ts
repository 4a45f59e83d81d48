/** Requests to what is served on this machine. */

/** An answer that takes longer, in milliseconds, is none. */
const patience = 10_000;

/**
 * Asks for a path below an address. Each request has a limit of its own: thousands of them listening to the signal of their
 * beat would be kept until it is over.
 */
export function get(address: string, path: string, signal: AbortSignal): Promise<Response> {
  signal.throwIfAborted();
  return fetch(new URL(path, address), { signal: AbortSignal.timeout(patience) });
}

/** The path of a file as a URL has it. */
export const urlPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
