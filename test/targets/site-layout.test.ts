/** How pages of the dashboard are laid out by a browser: whole words, nothing that moves, a focus that shows. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOnDisk, findBrowser, launch } from '../support/browser.ts';
import { buildSite, kindsOf, type WorkspaceName, workspaces } from '../support/sites.ts';

const executable = findBrowser();

/** Words of letters whose parts stand on two lines. Names may break where a capital or a separator begins a part. */
const brokenWords = `(() => {
  const broken = [];
  const walker = document.createTreeWalker(document.querySelector('body'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('svg, script, .digest')) continue;
    for (const { 0: word, index } of node.data.matchAll(/[A-Z]*[a-z]+|[A-Z]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)));
      if (tops.size > 1) broken.push(word);
    }
  }
  return broken;
})()`;

const unfold = `for (const fold of document.querySelectorAll('details')) fold.open = true`;

describe.skipIf(executable === undefined)('pages in a browser', () => {
  let browser: Browser;
  const disks = new Map<WorkspaceName, ReturnType<typeof filesOnDisk> & { pages: readonly string[] }>();
  beforeAll(async () => {
    browser = await launch(executable!);
    for (const name of ['shipped', 'literal'] as const) {
      const built = await buildSite(workspaces[name]());
      disks.set(name, { ...filesOnDisk(built), pages: kindsOf(built) });
    }
  });
  afterAll(async () => {
    await browser?.close();
    for (const disk of disks.values()) disk.remove();
  });

  /** Each kind of page of both workspaces, one after the other. */
  async function onEachPage(page: Page, look: (path: string) => Promise<void>): Promise<void> {
    for (const { pages, address } of disks.values()) {
      for (const path of pages) {
        await page.goto(address(path));
        await look(path);
      }
    }
  }

  it.each([1440, 900, 390, 320])('break no word in the middle, %d wide', { timeout: 120_000 }, async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await onEachPage(page, async (path) => {
      await page.evaluate(unfold);
      expect([path, await page.evaluate(brokenWords)]).toEqual([path, []]);
    });
    await page.close();
  });

  it('move nothing when the script starts', { timeout: 60_000 }, async () => {
    const heights = `[...document.querySelectorAll('main *')].map((element) => element.getBoundingClientRect().top)`;
    const context = await browser.newContext({ viewport: { width: 390, height: 900 } });
    const [with_, without] = [await context.newPage(), await context.newPage()];
    await without.route('**/site.js', (route) => route.abort());
    const { pages, address } = disks.get('literal')!;
    for (const path of pages) {
      await with_.goto(address(path));
      await without.goto(address(path));
      expect([path, await with_.evaluate(heights)]).toEqual([path, await without.evaluate(heights)]);
    }
    await context.close();
  });

  it('show where the focus is, and begin with a way past the navigation', { timeout: 60_000 }, async () => {
    const focus = `(() => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { bottom, right } = element.getBoundingClientRect();
      return { text: element.textContent.trim(), seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && bottom > 0 && right > 0 };
    })()`;
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await onEachPage(page, async (path) => {
      await page.keyboard.press('Tab');
      expect([path, await page.evaluate(focus)]).toEqual([path, { text: 'Skip to the content', seen: true }]);
      for (let i = 0; i < 20; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate('document.activeElement === document.body')) break;
        expect([path, await page.evaluate(focus)]).toEqual([path, { text: expect.anything(), seen: true }]);
      }
    });
    await page.goto(disks.get('literal')!.address('site/violations.html'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
    const fold = page.locator('details.fold').first();
    await fold.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await fold.getAttribute('open')).toBe('');
    await page.close();
  });

  it('print what is folded, on paper that is narrower than they are, without what only a screen needs', {
    timeout: 60_000,
  }, async () => {
    const page = await browser.newPage({ viewport: { width: 700, height: 900 }, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await onEachPage(page, async (path) => {
      const look = await page.evaluate(`({
        hidden: ['.top nav', '.filters', '.skip'].every((name) =>
          [...document.querySelectorAll(name)].every((element) => element.getClientRects().length === 0)),
        folded: [...document.querySelectorAll('details > :not(summary)')].filter((part) => !part.checkVisibility({ contentVisibilityAuto: true })).length,
        ground: getComputedStyle(document.documentElement).backgroundColor,
        overflow: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      })`);
      expect([path, look]).toEqual([path, { hidden: true, folded: 0, ground: 'rgb(255, 255, 255)', overflow: false }]);
    });
    await page.close();
  });
});
