import { readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeMenu } from '../handlers/menu.ts';
import { proofRead, renderPage } from '../handlers/pages.ts';
import { contextFor, enterKitchen } from './kitchen.ts';

let leave: () => void;
beforeEach(async () => {
  leave = enterKitchen();
  await writeMenu(contextFor('write-menu'));
  for (const language of ['en', 'fr', 'de']) await renderPage(contextFor(language, { input: { language } }));
});
afterEach(() => leave());

it('puts every dish on the page', () => {
  const html = readFileSync('build/site/index.html', 'utf8');
  expect(html).toContain('Country loaf');
  expect(html).toContain('Walnut &amp; rye bread');
  expect(html).toContain('4.80 €');
});

it('finds a link that leads nowhere', async () => {
  rmSync('build/site/fr.html');
  const context = contextFor('proof-read', { input: { languages: ['en'] } });
  await proofRead(context);
  expect(context.measured).toEqual({ pages_rendered: 1, missing_translations: 0, broken_links: 2 });
});
