/** The shop serves its pages: beside the old ones first, then by turning the sign. */
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesBelow, type Manifest, manifestName, manifestOf, mismatches } from '../lib/manifest.ts';
import { readJson } from '../lib/menu.ts';
import { change, takeBack as takeBackStep, writeWhole } from '../lib/undo.ts';
import type { Handlers, Rollbacks } from '../out/types/index.js';

type Release = Handlers['shop-release'];

const site = 'build/site';
const sign = 'shop/live.json';

export const writeManifest: Release['write-manifest'] = async ({ step, inputs, evidence }) => {
  const path = join(site, manifestName);
  const text = `${JSON.stringify(await manifestOf(site, inputs.edition), null, 2)}\n`;
  await change(step, [path], () => writeWhole(path, text));
  await evidence('release-manifest', text);
};

export const checkManifest: Release['check-manifest'] = async ({ log, measure }) => {
  const manifest = await readJson<Manifest>(join(site, manifestName));
  const wrong = await mismatches(site, manifest);
  if (wrong.length > 0) log.error('not what the manifest says', { files: wrong });
  measure('manifest_mismatches', wrong.length);
};

export const publish: Release['publish'] = async ({ step, inputs, emit, signal }) => {
  const live = await readFile(sign, 'utf8').then(
    (text) => (JSON.parse(text) as { colour: string }).colour,
    () => 'green',
  );
  const idle = live === 'blue' ? 'green' : 'blue';
  const old = (await filesBelow(join('shop', idle))).map((path) => join('shop', idle, path));
  const fresh = await filesBelow(site);
  const touched = [...new Set([...old, ...fresh.map((path) => join('shop', idle, path)), sign])];
  await change(step, touched, async () => {
    for (const path of old) await rm(path);
    for (const path of fresh) {
      signal.throwIfAborted();
      const to = join('shop', idle, path);
      await mkdir(dirname(to), { recursive: true });
      await copyFile(join(site, path), to);
    }
    await writeWhole(sign, `${JSON.stringify({ colour: idle, edition: inputs.edition })}\n`);
  });
  emit('shop.release.served', { from: live, to: idle });
  return { from: live, to: idle };
};

export const takeBack: Rollbacks['shop-release']['publish'] & Rollbacks['shop-release']['write-manifest'] = async ({
  step,
  log,
}: {
  step: string;
  log: { warn: (message: string) => void };
}) => {
  log.warn(`${step}: ${await takeBackStep(step)} files as they were`);
};
