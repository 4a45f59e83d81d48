/** The shop makes its pages. */
import { readFile, rm } from 'node:fs/promises';
import { linksOf, missingTexts, pageName, renderMenuPage, type Texts } from '../lib/html.ts';
import { filesBelow } from '../lib/manifest.ts';
import { type CostedDish, readJson } from '../lib/menu.ts';
import { change, takeBack, writeWhole } from '../lib/undo.ts';
import type { Handlers, Rollbacks } from '../out/types/index.js';

type Release = Handlers['shop-release'];

export const renderPage: Release['render-page'] = async ({ step, input: { language }, emit, signal }) => {
  const menu = await readJson<{ dishes: CostedDish[] }>('build/menu.json');
  const texts = await readJson<Record<string, Texts>>('data/texts.json');
  const path = `build/site/${pageName(language)}`;
  const html = renderMenuPage(language, menu.dishes, texts[language] ?? {}, Object.keys(texts).sort());
  signal.throwIfAborted();
  await change(step, [path], () => writeWhole(path, html));
  emit('shop.page.rendered', { language, bytes: Buffer.byteLength(html) });
  return { path };
};

export const clearAway: Rollbacks['shop-release']['render-page'] = async ({ step, input, log }) => {
  log.warn(`the ${input.language} page goes`, { files: await takeBack(step) });
};

export const removeAssets: Rollbacks['shop-release']['copy-assets'] = async () => {
  await rm('build/site/assets', { recursive: true, force: true });
};

export const proofRead: Release['proof-read'] = async ({ input, log, measure }) => {
  const files = new Set(await filesBelow('build/site'));
  let missing = 0;
  let broken = 0;
  let rendered = 0;
  for (const language of input.languages) {
    const name = pageName(language);
    const html = await readFile(`build/site/${name}`, 'utf8');
    const nowhere = linksOf(html).filter((link) => !files.has(link));
    for (const link of nowhere) log.error(`${name} points at ${link}, which does not exist`);
    missing += missingTexts(html);
    broken += nowhere.length;
    rendered += 1;
  }
  measure('pages_rendered', rendered);
  measure('missing_translations', missing);
  measure('broken_links', broken);
};
