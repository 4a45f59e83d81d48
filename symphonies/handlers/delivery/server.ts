/** Serves what an environment serves, over HTTP on this machine: the files of a slot, their health, and the toggles. */
import { lstat, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { mismatches, releaseIn } from './release.ts';
import { activeSlot, type Slot } from './target.ts';
import { isOn, readToggles } from './toggles.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

export interface Served {
  /** Ends with a slash. */
  readonly address: string;
}

/** Serves for as long as `use` takes: the slot given, or whichever is the current one at each request. */
export async function serving<T>(environment: string, use: (served: Served) => Promise<T>, slot?: Slot): Promise<T> {
  const server = createServer((request, response) => {
    answer(environment, slot, request, response).catch((error: unknown) => send(response, 500, String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    const { port } = server.address() as AddressInfo;
    return await use({ address: `http://127.0.0.1:${port}/` });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function answer(
  environment: string,
  fixed: Slot | undefined,
  { url = '/' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const slot = fixed ?? (await activeSlot(environment));
  if (slot === undefined) return send(response, 503, 'nothing is released here yet');
  const { pathname, searchParams } = new URL(url, 'http://localhost/');
  if (pathname === '/health') return health(environment, slot, response);
  if (pathname === '/toggles') return toggles(environment, searchParams.get('user') ?? '', response);
  const { artifacts } = await releaseIn(environment, slot);
  // Only what the release lists is served, so no path leads elsewhere.
  const name = decoded(pathname);
  const file = artifacts.find(({ path }) => path === name);
  const place = join(environment, slot, 'files', file?.path ?? '');
  const there = file !== undefined && (await lstat(place).catch(() => undefined))?.isFile();
  if (!there) return send(response, 404, 'there is no such file');
  send(response, 200, await readFile(place), types[extname(file.path)] ?? 'application/octet-stream');
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    return '';
  }
}

/** Healthy is a slot in which every file is what the release says. */
async function health(environment: string, slot: Slot, response: ServerResponse): Promise<void> {
  const release = await releaseIn(environment, slot);
  const wrong = await mismatches(join(environment, slot, 'files'), release);
  const status = wrong.length === 0 ? 'ok' : 'broken';
  sendJson(response, wrong.length === 0 ? 200 : 500, { status, release: release.id, slot, wrong });
}

async function toggles(environment: string, user: string, response: ServerResponse): Promise<void> {
  const all = await readToggles(environment);
  sendJson(response, 200, Object.fromEntries(Object.keys(all).map((toggle) => [toggle, isOn(all, toggle, user)])));
}

const sendJson = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, JSON.stringify(body), 'application/json');

function send(response: ServerResponse, status: number, body: string | Uint8Array, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(body);
}
