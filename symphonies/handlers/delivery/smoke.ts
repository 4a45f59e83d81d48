/** Smoke tests of what an environment serves, from outside, over HTTP. */
import { digestOf } from '../common/files.ts';
import { get, urlPath } from './http.ts';
import type { Release } from './release.ts';
import type { Served } from './server.ts';
import type { Feature } from './toggles.ts';

export type Smoke = { readonly test: string; readonly passed: boolean; readonly detail: string };

type Get = (path: string) => Promise<Response>;

/** Says what is wrong; nothing when it passes. */
type Test = (ask: Get) => Promise<string | undefined>;

/** Plays every test; none keeps the others from being played. */
export async function smokeTests(
  { address }: Served,
  release: Release,
  features: readonly Feature[],
  signal: AbortSignal,
): Promise<Smoke[]> {
  const ask: Get = (path) => get(address, path, signal);
  const results: Smoke[] = [];
  for (const [test, play] of testsOf(release, features)) {
    const problem = await play(ask).catch((error: unknown) => String(error));
    signal.throwIfAborted();
    results.push({ test, passed: problem === undefined, detail: problem ?? 'as it should be' });
  }
  return results;
}

function testsOf(release: Release, features: readonly Feature[]): (readonly [string, Test])[] {
  const pages = release.artifacts.filter(({ path }) => path.endsWith('.html'));
  return [
    ['health', healthy(release)],
    ...release.artifacts.map(({ path, digest }) => [`file ${path}`, isServed(path, digest)] as const),
    ...pages.map(({ path }) => [`links of ${path}`, linksLead(path)] as const),
    ['nothing but the release', isMissing('release.json')],
    ['toggles', togglesAre(features)],
  ];
}

export const passRate = (smokes: readonly Smoke[]): number =>
  smokes.length === 0 ? 0 : smokes.filter(({ passed }) => passed).length / smokes.length;

export const failuresIn = (smokes: readonly Smoke[]): string =>
  smokes
    .filter(({ passed }) => !passed)
    .map(({ test, detail }) => `${test}: ${detail}`)
    .join('; ');

const healthy =
  ({ id }: Release): Test =>
  async (ask) => {
    const response = await ask('health');
    if (response.status >= 502) return `answers ${response.status}`;
    const { release, wrong = [] } = (await response.json()) as { release?: string; wrong?: readonly string[] };
    if (!response.ok) return `answers ${response.status}: ${wrong.join(', ')}`;
    return release === id ? undefined : `serves the release ${release}`;
  };

const isServed =
  (path: string, digest: string): Test =>
  async (ask) => {
    const response = await ask(urlPath(path));
    if (!response.ok) return `answers ${response.status}`;
    const found = digestOf(new Uint8Array(await response.arrayBuffer()));
    return found === digest ? undefined : `has the digest ${found}`;
  };

/** Scripts, styles and pictures that a page takes from its own site. */
const linksLead =
  (path: string): Test =>
  async (ask) => {
    const html = await (await ask(path)).text();
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const links = [...html.matchAll(/<(?:script|link|img)\b[^>]{0,500}?\b(?:src|href)="([^"]{1,500})"/g)];
    for (const [, link = ''] of links) {
      if (/^(?:[a-z]+:|\/\/)/i.test(link)) continue;
      // The folder of the page is the top of its site.
      const { status } = await ask(`${folder}${link.replace(/^(?:\.\/|\/)/, '')}`);
      if (status !== 200) return `\`${link}\` answers ${status}`;
    }
    return undefined;
  };

const isMissing =
  (path: string): Test =>
  async (ask) => {
    const { status } = await ask(path);
    return status === 404 ? undefined : `\`${path}\` answers ${status}`;
  };

const togglesAre =
  (features: readonly Feature[]): Test =>
  async (ask) => {
    const response = await ask('toggles?user=smoke-test');
    if (!response.ok) return `answers ${response.status}`;
    const states = (await response.json()) as Readonly<Record<string, boolean>>;
    const unknown = features.filter(({ toggle }) => toggle !== undefined && states[toggle] === undefined);
    return unknown.length === 0 ? undefined : `no state for ${unknown.map(({ id }) => id).join(', ')}`;
  };
