/** The dashboard in a browser from `file://`: sound for axe-core, inert, without a sound on the console. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, filesOnDisk, findBrowser, launch, watchedPage } from '../support/browser.ts';
import { buildSites, kindsOf, pagesOf, type WorkspaceName, workspaceNames } from '../support/sites.ts';

const executable = findBrowser();

describe.skipIf(executable === undefined)('in a browser', () => {
  let browser: Browser;
  let built: Record<WorkspaceName, ReadonlyMap<string, string>>;
  const disks = new Map<WorkspaceName, ReturnType<typeof filesOnDisk>>();
  const address = (name: WorkspaceName, path: string): string => disks.get(name)!.address(path);
  beforeAll(async () => {
    browser = await launch(executable!);
    built = await buildSites();
    for (const name of workspaceNames) disks.set(name, filesOnDisk(built[name]));
  });
  afterAll(async () => {
    await browser?.close();
    for (const disk of disks.values()) disk.remove();
  });

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
    workspaceNames.flatMap((name) => [
      { name, scheme: 'light', width: 1440 } as const,
      { name, scheme: 'dark', width: 390 } as const,
    ]),
  )('the workspace $name is sound, $scheme and $width wide', { timeout: 180_000 }, async ({ name, scheme, width }) => {
    const viewport = { width, height: 900 };
    const context = await browser.newContext({ colorScheme: scheme, viewport, reducedMotion: 'reduce' });
    const { page, problems } = await watchedPage(context);
    for (const path of kindsOf(built[name])) {
      await page.goto(address(name, path));
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
    for (const [path] of pagesOf(built.hostile)) {
      await page.goto(address('hostile', path));
      expect([path, await page.evaluate(inspect)]).toEqual([
        path,
        { overflow: 0, foreign: 0, handlers: 0, addresses: 0 },
      ]);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('filters violations by severity and by text', async () => {
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(address('literal', 'site/violations.html'));
    const shown = () => page.locator('.filters output').textContent();
    const all = Number.parseInt((await shown()) ?? '', 10);
    const notes = Number(await page.locator('.count.info').first().textContent());
    await page.getByLabel('info').uncheck();
    expect(await shown()).toBe(`${all - notes} of ${all} shown`);
    await page.getByRole('searchbox').fill('BEAT_COUNT_MISMATCH');
    expect(await shown()).toBe(`3 of ${all} shown`);
    expect(await page.locator('#violation-list .code-group:visible').count()).toBe(1);
    await page.context().close();
  });
  it.each([
    ['metrics.html', 'build_duration_baseline', 'tbody tr'],
    ['policies.html', 'build-logs-archived', '.policy'],
    ['symphonies.html', 'safe-continuous-delivery-pipeline', 'tbody tr'],
  ])('filters %s', async (path, text, items) => {
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(address('shipped', `site/${path}`));
    await page.getByRole('searchbox').fill(text);
    expect(await page.locator(`${items}:visible`).count()).toBe(1);
    expect(await page.locator('.filters output').textContent()).toMatch(/^1 of \d+ shown$/);
    await page.context().close();
  });
  it('opens the fold that a link leads into', async () => {
    const { page } = await watchedPage(await browser.newContext());
    await page.goto(address('crowded', 'site/violations.html'));
    const fold = page.locator('#POLICY_VIOLATED details');
    await fold.locator('summary').click();
    await fold.locator('a.place').nth(100).click();
    await page.waitForURL(/POLICY_VIOLATED\.html#at-/);
    const place = page.locator(':target');
    await expect.poll(() => place.isVisible()).toBe(true);
    expect(await place.locator('.frame mark').count()).toBe(1);
    await page.context().close();
  });
  it('shows everything without JavaScript, and no control that needs it', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const { page, problems } = await watchedPage(context);
    await page.goto(address('literal', 'site/violations.html'));
    expect(await page.locator('.counts').isVisible()).toBe(true);
    expect(await page.locator('.filters').isVisible()).toBe(false);
    expect(await page.locator('.violation').first().isVisible()).toBe(true);
    await page.goto(address('shipped', 'site/index.html'));
    expect(await page.locator('.radar').isVisible()).toBe(true);
    expect(problems).toEqual([]);
    await context.close();
  });
});
