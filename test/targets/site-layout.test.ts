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
});
