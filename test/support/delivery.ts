/** The delivery on an application of three files, with its people: everything but the build is as it ships. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './plans.ts';
import { Shipped } from './shipped.ts';
import { writeFiles } from './temp.ts';

const delivery = 'safe-continuous-delivery-pipeline';
export const definition = `symphonies/pipelines/${delivery}.yaml`;
const sample = 'samples/renderx';
const made = 'scripts/made.mjs';

const page = (title: string): string =>
  `<!doctype html><title>${title}</title><script type="module" src="./app.js"></script>\n`;

/** Writes what a build leaves: the artifacts with their manifest, and the code that tests reach. */
export function leaveArtifacts(shipped: Shipped, title: string, more: Readonly<Record<string, string>> = {}): void {
  const files: Record<string, string> = {
    'files/host/index.html': page(title),
    'files/host/app.js': `document.title += ${JSON.stringify(title)};\n`,
    ...more,
  };
  const artifacts = Object.entries(files).map(([path, text]) => {
    const digest = createHash('sha256').update(text).digest('hex');
    return { path, digest, size: Buffer.byteLength(text), origin: 'renderx-host' };
  });
  const folder = join(shipped.root, sample, 'artifacts');
  writeFiles(folder, { ...files, 'artifact-manifest.json': JSON.stringify({ version: 1, artifacts }) });
}

const app = `export const double = (value) => value * 2;
export const half = (value) => value / 2;
`;

const appTest = `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { double } from '@renderx-plugins/app';
it('doubles', () => assert.equal(double(2), 4));
`;

/** Built, with a first release among its artifacts. */
export async function deliveryWorkspace(): Promise<Shipped> {
  const shipped = new Shipped({
    [`${sample}/packages/app/dist/index.js`]: app,
    [`${sample}/tests/app.test.mjs`]: appTest,
    [made]:
      "import { appendFileSync } from 'node:fs';\nappendFileSync(process.env.SYMPHONYC_MEASURES, 'build_success_rate=1\\n');\n",
    [`${sample}/tests/resolve.mjs`]: readFileSync(join(repository, sample, 'tests/resolve.mjs'), 'utf8'),
  });
  leaveArtifacts(shipped, 'one');
  // Ada has every role.
  const people = shipped.read('symphony.yaml').replaceAll(/\{ name: \S+ \}/g, '{ name: Ada }');
  writeFiles(shipped.root, { 'symphony.yaml': people });
  // What a build makes lies there already.
  shipped.drift(
    definition,
    'perform: build-pipeline',
    `run: [node, ${made}]
        measures: [build_success_rate]
        produces: [build-artifacts, artifact-hashes]`,
  );
  await shipped.build();
  return shipped;
}

interface Question {
  readonly subject: string;
  readonly measures?: readonly string[];
  readonly evidence?: readonly string[];
}

interface Delivered {
  readonly status: string;
  readonly run: string;
  readonly failure?: { readonly message: string; readonly subject: string };
  readonly confirmations: readonly Question[];
  readonly metrics: readonly { readonly metric: string; readonly movement: string; readonly value: number | boolean }[];
  readonly evidence: readonly { readonly evidence: string; readonly content: unknown }[];
}

const evidence: Readonly<Record<string, string>> = {
  'mvp-hypothesis': JSON.stringify({
    hypotheses: [
      { id: 'used', statement: 'It is used.', measure: 'uses', atLeast: 2 },
      { id: 'calm', statement: 'Nobody complains.', measure: 'complaints', atMost: 0 },
    ],
  }),
  'usage-data': JSON.stringify({ measures: { uses: 3, complaints: 1 }, satisfaction: 0.8 }),
};

/** Plays the delivery, or a part of it, and gives everybody's consent. */
export async function deliver(shipped: Shipped, ...argv: readonly string[]): Promise<Delivered> {
  let result = await played(shipped, delivery, ...argv);
  while (result.status === 'waiting') {
    for (const question of result.confirmations) await consent(shipped, result.run, question);
    result = await played(shipped, '--resume', result.run);
  }
  return result;
}

async function consent(shipped: Shipped, run: string, question: Question): Promise<void> {
  const { subject, measures = [], evidence: asked = [] } = question;
  const files = asked.map((id) => [`.symphony/${id}`, evidence[id] ?? `This is the ${id}.\n`]);
  writeFiles(shipped.root, Object.fromEntries(files));
  const given = [
    ...measures.flatMap((metric) => ['--measure', `${metric}=0.9`]),
    ...asked.flatMap((id) => ['--evidence', `${id}=.symphony/${id}`]),
  ];
  const { code, err } = await shipped.symphonyc('approve', run, subject, '--by', 'Ada', ...given);
  if (code !== 0) throw new Error(err);
}

async function played(shipped: Shipped, ...argv: readonly string[]): Promise<Delivered> {
  const { out, err } = await shipped.symphonyc('run', ...argv, '--alone', '--allow-nonconforming', '--format', 'json');
  if (out === '') throw new Error(err);
  return JSON.parse(out) as Delivered;
}

/** Of the last time that it was measured. */
export const measured = ({ metrics }: Delivered, metric: string): number | boolean | undefined =>
  metrics.findLast((one) => one.metric === metric)?.value;
