/** The build pipeline on the sample monorepo, played as anybody would: `symphonyc build`, then `symphonyc run`. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, launch } from '../support/browser.ts';
import { statuses } from '../support/run-support.ts';
import { type Played, type Sample, sampleWorkspace } from '../support/sample.ts';

const artifacts = 'samples/renderx/artifacts';
const packages = 'samples/renderx/packages';
const keyFile = '.symphony/build/signing-key.pem';

const browser = findBrowser();

let sample: Sample;
let first: Played;
beforeAll(async () => {
  sample = sampleWorkspace();
  const built = await sample.compile();
  expect([built.code, built.out]).toEqual([0, expect.stringMatching(/^conforms/m)]);
  first = await sample.play();
});
afterAll(() => sample.remove());

const json = <T>(path: string): T => JSON.parse(sample.read(path)) as T;
const sha256 = (base64: string): string => createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');

interface Manifest {
  readonly sums: string;
  readonly signer: { readonly keyid: string; readonly publicKey: string };
  readonly artifacts: readonly { path: string; digest: string; size: number; origin: string }[];
}
const manifest = (): Manifest => json(`${artifacts}/artifact-manifest.json`);

/** Everything that a build leaves and that a failed one must not touch. */
const state = () => ({
  ...sample.tree(artifacts),
  ...Object.fromEntries(Object.entries(sample.tree(packages)).filter(([path]) => path.includes('/dist/'))),
  ...sample.tree('samples/renderx/manifests'),
  ...sample.tree('samples/renderx/host/dist'),
});

const why = ({ result }: Played) => result.failure && `${result.failure.subject}: ${result.failure.message}`;

describe('the standard build', () => {
  it('plays all 39 beats', () => {
    expect([why(first), first.code]).toEqual([undefined, 0]);
    expect(Object.values(statuses(first.result))).toEqual(Array.from({ length: 39 }, () => 'done'));
    expect(first.result.judged.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });

  it('leaves artifacts whose digests are those of the manifest', () => {
    const files = sample.tree(`${artifacts}/files`);
    const listed = manifest().artifacts.map(({ path, digest, size }) => [path, digest, size]);
    expect(listed).toEqual(
      Object.entries(files).map(([path, bytes]) => [
        `files/${path}`,
        sha256(bytes),
        Buffer.from(bytes, 'base64').length,
      ]),
    );
    const origins = new Set(manifest().artifacts.map(({ origin }) => origin));
    expect([...origins].filter((one) => one.startsWith('@renderx-plugins/'))).toHaveLength(13);
    for (const origin of ['renderx-host', 'catalog']) expect(origins).toContain(origin);
  });

  it('signs them with a key that only its owner can read, and that nothing else has', () => {
    const { sums, signer } = manifest();
    const list = Buffer.from(sample.read(`${artifacts}/SHA256SUMS`));
    expect(sha256(list.toString('base64'))).toBe(sums);
    const { signature } = json<{ signature: string }>(`${artifacts}/SHA256SUMS.sig.json`);
    expect(verify(null, list, createPublicKey(signer.publicKey), Buffer.from(signature, 'base64'))).toBe(true);
    expect(statSync(join(sample.root, keyFile)).mode & 0o777).toBe(0o600);
    const secret = sample.read(keyFile).split('\n')[1]!;
    const outputs = { ...sample.tree('samples'), ...sample.tree('.symphony/archive'), ...sample.tree('out') };
    const texts = Object.entries(outputs).map(([path, bytes]) => [path, Buffer.from(bytes, 'base64').toString()]);
    expect(texts.filter(([, text]) => text!.includes(secret))).toEqual([]);
    expect(first.out + first.err).not.toContain(secret);
  });

  it('measures what it did', () => {
    const { metrics } = first;
    expect(metrics).toMatchObject({
      validation_failures: 0,
      artifact_validation_rate: 1,
      build_order_violations: 0,
      cache_hit_rate: 0,
      build_success_rate: 1,
      orchestration_violations: 0,
    });
    expect(metrics['build_duration_baseline']).toBe(metrics['build_duration']);
    expect(metrics['bundle_size']).toBe(
      Object.values(sample.tree('samples/renderx/host/dist')).reduce(
        (sum, bytes) => sum + Buffer.from(bytes, 'base64').length,
        0,
      ),
    );
    expect(metrics['concurrent_builds']).toBeLessThanOrEqual(Number(metrics['build_capacity']));
    for (const name of ['orchestration', 'handler', 'governance', 'traceability', 'dependency'])
      expect(metrics[`${name}_conformity`]).toBeGreaterThan(0.9);
  });

  it('archives its logs under the correlation id', () => {
    const folder = `.symphony/archive/${first.result.correlationId}`;
    const proof = first.result.evidence.find(({ evidence }) => evidence === 'build-log-archive')!;
    const { digests } = proof.content as { digests: Record<string, string> };
    const found = Object.entries(sample.tree(folder)).map(([path, bytes]) => [path, sha256(bytes)]);
    expect(Object.fromEntries(found)).toEqual(digests);
    expect(Object.keys(digests)).toContain('journal.jsonl');
  });

  it('takes from the cache what has not changed, and leaves the same bytes', async () => {
    const before = state();
    const again = await sample.play();
    expect([why(again), again.metrics['cache_hit_rate']]).toEqual([undefined, 1]);
    expect(state()).toEqual(before);
  });
});

describe('a build that fails', () => {
  const view = `${packages}/canvas/src/view.ts`;

  it('says where the package is broken, and leaves what was there before byte for byte', async () => {
    const before = state();
    const repair = [
      sample.edit(view, 'const { width,', 'const { width;'),
      sample.edit(`${packages}/components/src/observable.ts`, '/** A value', '/** One value'),
    ];
    const broken = await sample.play();
    for (const undo of repair) undo();
    expect(broken.code).toBe(1);
    expect(why(broken)).toMatch(
      /^build-pipeline\/packages\/build-canvas-packages\[@renderx-plugins\/canvas\]: samples\/renderx\/packages\/canvas\/src\/view\.ts\(\d+,\d+\): error TS1005: ',' expected\./,
    );
    expect(statuses(broken.result)['build-base-packages[@renderx-plugins/components]']).toBe('done');
    expect(state()).toEqual(before);
  });

  it('compiles against packages as they were built', async () => {
    const undo = sample.edit(`${packages}/components/src/index.ts`, 'type Element, element,', 'type Element,');
    const broken = await sample.play();
    undo();
    expect(why(broken)).toContain("has no exported member named 'element'");
  });

  it('stops before anything is generated when a plugin cannot react', async () => {
    const before = state();
    const topics = `${packages}/header/json/topics/header.json`;
    const undo = sample.edit(topics, '"header.theme.toggle"', '"header.theme.togle"');
    const invalid = await sample.play();
    undo();
    expect(invalid.code).toBe(1);
    expect(invalid.err).toContain('publishes `header.theme.toggle`, which is no topic');
    expect(why(invalid)).toContain('validation_failures == 0');
    expect(invalid.metrics['validation_failures']).toBe(1);
    expect(state()).toEqual(before);
  });

  it('does not take another signer for the one before', async () => {
    const before = state();
    const key = sample.read(keyFile);
    sample.edit(keyFile, key, 'nothing');
    const unreadable = await sample.play();
    expect(why(unreadable)).toContain(`\`${keyFile}\` holds no private key`);
    sample.edit(keyFile, 'nothing', otherKey);
    const other = await sample.play();
    sample.edit(keyFile, otherKey, key);
    expect(why(other)).toMatch(
      /validate-artifact-signatures: the artifacts before were signed by [0-9a-f]{64}, these by/,
    );
    expect(state()).toEqual(before);
  });
});

/** Of RFC 8410, section 10.3: known to everybody. */
const otherKey = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
`;

describe('a build that is killed', () => {
  it('goes on to the same artifacts as in another place, and plays no beat twice that was complete', async () => {
    const other = sampleWorkspace();
    try {
      await other.compile();
      await other.playUntil([], 'Build @renderx-plugins/library-component ...');
      await other.playUntil(['--resume', 'last'], 'Execute Vite Build ...');
      await other.playUntil(['--resume', 'last'], 'Generate Artifact Manifest ...');
      const resumed = await other.play('--resume', 'last');
      expect([why(resumed), resumed.code]).toEqual([undefined, 0]);
      expect(other.read(`${artifacts}/SHA256SUMS`)).toBe(sample.read(`${artifacts}/SHA256SUMS`));
      const journal = other.read(`.symphony/runs/${resumed.result.run}/journal.jsonl`);
      const ended = journal.split('\n').flatMap((line) => (line === '' ? [] : endedStep(JSON.parse(line))));
      expect(ended).toHaveLength(39);
      expect(new Set(ended).size).toBe(39);
    } finally {
      other.remove();
    }
  });
});

const endedStep = ({ type, path }: { type: string; path: string }): string[] => (type === 'step-ended' ? [path] : []);

describe.skipIf(browser === undefined)('the host that was built', () => {
  it('places what is taken from the library, and shows what is changed in the panel', async () => {
    const dist = join(sample.root, 'samples/renderx/host/dist');
    const server = createServer(({ url = '/' }, response) => {
      const path = join(dist, url === '/' ? 'index.html' : url);
      response.setHeader(
        'content-type',
        path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'text/html',
      );
      response.end(existsSync(path) ? readFileSync(path) : undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const chromium = await launch(browser!);
    try {
      const page = await chromium.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.click('[data-component=heading]');
      await page.dblclick('.surface', { position: { x: 200, y: 100 } });
      await page.fill('input[name=text]', '<b>Welcome</b>');
      await page.dispatchEvent('input[name=text]', 'change');
      expect(await page.textContent('.surface h2')).toBe('<b>Welcome</b>');
      await page.click('text=Theme: light');
      expect(await page.textContent('[data-slot=header]')).toContain('Theme: dark');
    } finally {
      await chromium.close();
      server.close();
    }
  });
});

describe('dynamics', () => {
  it('leave out at p what verifies governance, agents, style and conformity', async () => {
    const quick = await sample.play('--dynamics', 'p');
    const skipped = Object.entries(statuses(quick.result)).filter(([, status]) => status === 'skipped');
    expect(why(quick)).toBeUndefined();
    expect(skipped.map(([step]) => step)).toEqual([
      'validate-governance-rules',
      'validate-agent-behavior',
      'run-lint-checks',
      'enrich-domain-authorities',
      'generate-governance-documentation',
      'validate-conformity-dimensions',
    ]);
  });

  it('insist from f on that the goals of the workspace are reached', async () => {
    const pipeline = 'symphonies/pipelines/build-pipeline.yaml';
    const undo = [
      sample.edit(pipeline, '\ncapacity: 4\n', '\ncapacity: 2\n'),
      sample.edit('symphony.yaml', 'sequence: 0.98', 'sequence: 1.0'),
    ];
    await sample.compile();
    const [standard, strict] = [await sample.play(), await sample.play('--dynamics', 'f')];
    for (const one of undo) one();
    await sample.compile();
    expect(why(standard)).toBeUndefined();
    expect(why(strict)).toMatch(
      /validate-conformity-dimensions: goals of the workspace are missed: sequence: 0\.9\d* of 1$/,
    );
  });

  it('archive at ff all artifacts under the correlation id', async () => {
    const full = await sample.play('--dynamics', 'ff', '--correlation-id', 'release-7');
    expect(why(full)).toBeUndefined();
    const bytes = sample.tree('.symphony/archive/release-7')['artifacts.zip']!;
    const entries = Object.entries(unzipSync(Buffer.from(bytes, 'base64')));
    expect(Object.fromEntries(entries.map(([path, data]) => [path, Buffer.from(data).toString('base64')]))).toEqual(
      sample.tree(artifacts),
    );
  });

  it('archive nothing outside, whatever the correlation id', async () => {
    const odd = await sample.play('--correlation-id', '../../escaped');
    expect(why(odd)).toBeUndefined();
    expect(sample.exists('escaped')).toBe(false);
    const { content } = odd.result.evidence.find(({ evidence }) => evidence === 'build-log-archive')!;
    expect((content as { folder: string }).folder).toMatch(/^\.symphony\/archive\/[0-9a-f]{64}$/);
  });
});

it('a build is held against the last five of its kind', async () => {
  const last = await sample.play();
  const before = sample.plays
    .slice(0, -1)
    .filter(
      ({ code, result: { dynamics }, metrics }) => code === 0 && dynamics === 'mf' && metrics['cache_hit_rate'] === 1,
    )
    .map(({ metrics }) => Number(metrics['build_duration']))
    .slice(-5)
    .sort((a, b) => a - b);
  expect(before.length).toBeGreaterThan(0);
  const middle = (before[(before.length - 1) >> 1]! + before[before.length >> 1]!) / 2;
  expect([why(last), last.metrics['build_duration_baseline']]).toEqual([undefined, middle]);
});
