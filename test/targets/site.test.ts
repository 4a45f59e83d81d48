/** The dashboard: complete, linked, inert whatever documents say, and sound in a browser from `file://`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import site from '../../compiler/targets/site/index.ts';
import { axeFindings, filesOnDisk, findBrowser, launch, watchedPage } from '../support/browser.ts';
import { compileFiles, emitTarget, type Files, projectFiles, repository, shippedFiles } from '../support/plans.ts';
import { hostileFiles } from '../support/target-inputs.ts';

const build = async (files: Files) => emitTarget(site, await compileFiles(files));

const bait = '"><img src=x onerror=alert(1)><svg onload=alert(2)>';

/** Hostile text in every field, and also in the name of a file, in a goal and in source lines. */
const hostileWorkspace = (): Files => ({
  ...hostileFiles(),
  'symphony.yaml': JSON.stringify({
    apiVersion: 'symphonyc/v1',
    kind: 'Workspace',
    id: 'hostile',
    title: `Hostile ${bait} \u202e`,
    description: `${bait} javascript:alert(1)`,
    sources: ['domains/*', 'metrics/*', 'policies/*', 'symphonies/*', 'odd/*'],
    handlers: { odd: 'handlers/odd.ts' },
    goals: { [bait]: 0.9, "javascript:alert('3')": 1 },
  }),
  [`odd/${bait.replaceAll('/', '')}.yaml`]: `apiVersion: symphonyc/v1\nkind: Domain\nid: "${bait.slice(2)}"\ntitle: x\n`,
});

const workspaces = {
  shipped: shippedFiles,
  literal: () => projectFiles('literal'),
  hostile: hostileWorkspace,
} as const;
type WorkspaceName = keyof typeof workspaces;

const built: Record<string, ReadonlyMap<string, string>> = {};
beforeAll(async () => {
  for (const [name, files] of Object.entries(workspaces)) built[name] = await build(files());
});

const pagesOf = (name: WorkspaceName): [string, string][] =>
  [...built[name]!].filter(([path]) => path.endsWith('.html'));

/** All `href`s and `src`s of a page with the file and the anchor each leads to. */
function linksOf(path: string, text: string): { file: string; anchor: string }[] {
  return [...text.matchAll(/\s(?:href|src)="([^"]*)"/g)]
    .map(([, address]) => address!)
    .filter((address) => !address.startsWith('https://'))
    .map((address) => {
      const [file = '', anchor = ''] = address.split('#');
      return { file: file === '' ? path : posix.join(posix.dirname(path), file), anchor };
    });
}

describe.each(Object.keys(workspaces) as WorkspaceName[])('the site of the workspace %s', (name) => {
  it('has all its pages', () => {
    const paths = [...built[name]!.keys()];
    for (const page of ['index', 'symphonies', 'domains', 'policies', 'metrics', 'scores', 'violations', 'codes'])
      expect(paths).toContain(`site/${page}.html`);
    expect(paths).toContain('site/codes/SCHEMA_VIOLATION.html');
    expect(paths.some((path) => path.startsWith('site/symphonies/'))).toBe(true);
  });
  it('has no link that leads nowhere', () => {
    const ids = new Map(
      pagesOf(name).map(([path, text]) => [path, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id))]),
    );
    const dead = pagesOf(name).flatMap(([path, text]) =>
      linksOf(path, text)
        .filter(({ file, anchor }) => !built[name]!.has(file) || (anchor !== '' && !ids.get(file)?.has(anchor)))
        .map(({ file, anchor }) => `${path} → ${file}#${anchor}`),
    );
    expect(dead).toEqual([]);
  });
  it('has no id twice on a page, and one main heading', () => {
    for (const [path, text] of pagesOf(name)) {
      const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect([path, ids.length]).toEqual([path, new Set(ids).size]);
      expect([path, text.match(/<h1[\s>]/g)?.length]).toEqual([path, 1]);
    }
  });
  it('is the same twice', async () => {
    expect(await build(workspaces[name]())).toEqual(built[name]);
  });
  it('shows no control character that reorders text', () => {
    for (const [path, text] of built[name]!)
      if (path.endsWith('.html'))
        expect([path, text.search(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/)]).toEqual([path, -1]);
  });
});

describe('pages', () => {
  it('of a symphony do not depend on other symphonies', async () => {
    const { 'symphonies/pipelines/symphony-report-pipeline.yaml': _, ...fewer } = shippedFiles();
    const path = 'site/symphonies/symphonia-conformity-alignment-pipeline.html';
    expect((await build(fewer)).get(path)).toBe(built['shipped']!.get(path));
  });
  it('exist for a workspace with nothing in it', async () => {
    const empty = await build({ 'notes.json': '{}' });
    expect(empty.get('site/symphonies.html')).toContain('no symphony yet');
    expect(empty.get('site/index.html')).toContain('<h1>Example</h1>');
  });
  it('say why the literal workspace does not conform', () => {
    const overview = built['literal']!.get('site/index.html')!;
    expect(overview).toContain('Does not conform');
    expect(built['literal']!.get('site/violations.html')).toMatch(
      /claims: \{ movements: 6, beats: <mark>34<\/mark> \}/,
    );
  });
  it('insert nothing unescaped: templates have no triple stash, styles and scripts no addresses', () => {
    const folder = join(repository, 'templates/site');
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/\{\{[{&]/);
    expect(built['shipped']!.get('site/assets/site.css')).not.toMatch(/url\(|@import|@font-face/);
    expect(built['shipped']!.get('site/assets/site.js')).not.toMatch(/\beval\(|new Function\(/);
  });
});

const executable = findBrowser();

describe.skipIf(executable === undefined)('in a browser', () => {
  let browser: Browser;
  const disks: Record<string, ReturnType<typeof filesOnDisk>> = {};
  beforeAll(async () => {
    browser = await launch(executable!);
    for (const name of Object.keys(workspaces)) disks[name] = filesOnDisk(built[name]!);
  });
  afterAll(async () => {
    await browser?.close();
    for (const disk of Object.values(disks)) disk.remove();
  });

  /** The longest page of a folder stands for all of them; all are looked at for what text may have slipped in. */
  const forAxe = (name: WorkspaceName): Set<string> => {
    const longest = ['site/codes/', 'site/symphonies/'].map(
      (folder) =>
        pagesOf(name)
          .filter(([path]) => path.startsWith(folder))
          .sort(([, a], [, b]) => b.length - a.length)[0]![0],
    );
    const top = pagesOf(name).filter(([path]) => path.split('/').length === 2);
    return new Set([...top.map(([path]) => path), ...longest]);
  };

  /** No element, attribute or address of a document's making, and nothing wider than the window. */
  const inspect = `({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    foreign: document.querySelectorAll('img, iframe, object, embed, form, base, body script').length,
    handlers: [...document.querySelectorAll('*')].filter((element) => element.getAttributeNames()
      .some((name) => name.startsWith('on') || (name === 'style' && !element.closest('figure')))).length,
    addresses: [...document.querySelectorAll('[href]')].filter((link) =>
      !['file:', 'https:'].includes(new URL(link.getAttribute('href'), document.baseURI).protocol)).length,
  })`;

  it.each(
    (Object.keys(workspaces) as WorkspaceName[]).flatMap((name) =>
      (['light', 'dark'] as const).flatMap((scheme) => [1440, 390].map((width) => ({ name, scheme, width }))),
    ),
  )('the workspace $name is sound, $scheme and $width wide', { timeout: 180_000 }, async ({ name, scheme, width }) => {
    const viewport = { width, height: 900 };
    const context = await browser.newContext({ colorScheme: scheme, viewport, reducedMotion: 'reduce' });
    const { page, problems } = await watchedPage(context);
    for (const path of forAxe(name)) {
      await page.goto(disks[name]!.address(path));
      expect([path, await page.evaluate(inspect)]).toEqual([
        path,
        { overflow: 0, foreign: 0, handlers: 0, addresses: 0 },
      ]);
      expect([path, await axeFindings(page)]).toEqual([path, []]);
    }
    expect(problems).toEqual([]);
    await context.close();
  });

  it('lets no text of a document become markup, on any page', { timeout: 180_000 }, async () => {
    const { page, problems } = await watchedPage(await browser.newContext({ viewport: { width: 390, height: 900 } }));
    for (const [path] of pagesOf('hostile')) {
      await page.goto(disks['hostile']!.address(path));
      expect([path, await page.evaluate(inspect)]).toEqual([
        path,
        { overflow: 0, foreign: 0, handlers: 0, addresses: 0 },
      ]);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('draws the charts of its tables under the policy of the page', async () => {
    const { page, problems } = await watchedPage(await browser.newContext());
    for (const [path, chart] of [
      ['site/index.html', 'radar'],
      ['site/violations.html', 'stacked'],
    ] as const) {
      await page.goto(disks['literal']!.address(path));
      const canvas = page.locator(`[data-chart="${chart}"] canvas`);
      await expect.poll(() => canvas.isVisible()).toBe(true);
      const painted = `(canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)`;
      await expect.poll(() => canvas.evaluate(`(${painted})(document.querySelector('canvas'))`)).toBe(true);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
  it('filters violations by severity and by text', async () => {
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(disks['literal']!.address('site/violations.html'));
    const shown = () => page.locator('#violation-list [data-severity]:visible').count();
    const all = await shown();
    await page.getByLabel('info').uncheck();
    const heavy = await shown();
    expect(heavy).toBeLessThan(all);
    await page.getByRole('searchbox').fill('BEAT_COUNT_MISMATCH');
    expect(await shown()).toBe(3);
    await page.context().close();
  });
  it('shows everything without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const { page, problems } = await watchedPage(context);
    await page.goto(disks['literal']!.address('site/violations.html'));
    expect(await page.locator('#severity-table').isVisible()).toBe(true);
    expect(await page.locator('[data-chart]').isVisible()).toBe(false);
    expect(await page.locator('.violation').first().isVisible()).toBe(true);
    expect(problems).toEqual([]);
    await context.close();
  });
});
