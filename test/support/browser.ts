/** The distribution's Chromium, driven from files on disk, for tests that look at what was built. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const launchFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Undefined, with a line that says so, when there is none; an error where one is required. */
export function findBrowser(): string | undefined {
  const asked = process.env['CHROMIUM_PATH'];
  const found = (asked ? [asked] : usualPaths).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const advice = 'no Chromium found; install the one of your distribution or set CHROMIUM_PATH';
  if (process.env['REQUIRE_BROWSER'] === '1') throw new Error(advice);
  console.warn(`browser tests are skipped: ${advice}`);
  return undefined;
}

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: launchFlags });

/** A folder with `files` (path → text), and the address of each. */
export function filesOnDisk(files: ReadonlyMap<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    address: (path: string): string => pathToFileURL(join(folder, path)).href,
    remove: (): void => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A page that notes whatever goes wrong on it: errors, blocked resources, dialogs, requests that leave the disk. */
export async function watchedPage(context: BrowserContext): Promise<{ page: Page; problems: string[] }> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) problems.push(`request to ${request.url()}`);
  });
  return { page, problems };
}

const axe = (createRequire(import.meta.url)('axe-core') as { source: string }).source;

/** What axe-core finds wrong with everything unfolded, one line a finding. Its code comes in through the debugger. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  await page.evaluate(`for (const fold of document.querySelectorAll('details')) fold.open = true`);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' — ' +
      (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''))))`);
}
