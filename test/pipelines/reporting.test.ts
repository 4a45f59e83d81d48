/** The report, over runs that were really played, in its three formats. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { axeFindings, findBrowser, launch, watchedPage } from '../support/browser.ts';
import { Shipped } from '../support/shipped.ts';
import { digestFile } from '../support/temp.ts';

const alignment = 'symphonia-conformity-alignment-pipeline';
const latest = '.symphony/reports/symphony/latest';
const hostile = '<img src=x onerror=alert(1)> | `code` [link](javascript:alert(1)) "&amp;"';

interface Report {
  readonly health: { readonly score: number; readonly light: string; readonly trend: string };
  readonly summary: { readonly runs: number; readonly failed: number };
  readonly metrics: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly from: { readonly kind: string };
  }[];
  readonly lineage: {
    readonly coverage: number;
    readonly values: readonly { readonly name: string; readonly found: boolean; readonly trail: string }[];
    readonly changes: { readonly commits: readonly { readonly subject: string }[] };
    readonly compliance: { readonly rate: number; readonly policies: readonly { readonly policy: string }[] };
  };
  readonly trends: { readonly reports: readonly unknown[] };
}

const report = (shipped: Shipped): Report => JSON.parse(shipped.read(`${latest}/report.json`)) as Report;

async function play(
  shipped: Shipped,
  symphony: string,
): Promise<{ status: string; run: string; failure?: { message: string } }> {
  const { out, err } = await shipped.run(symphony, '--alone', '--format', 'json');
  if (out === '') throw new Error(err);
  return JSON.parse(out) as { status: string; run: string };
}

let made: Promise<{ shipped: Shipped; aligned: string }> | undefined;

/** After one alignment and one report; the same for all tests. */
function reported(): Promise<{ shipped: Shipped; aligned: string }> {
  made ??= makeReport();
  return made;
}

async function makeReport(): Promise<{ shipped: Shipped; aligned: string }> {
  const shipped = new Shipped();
  shipped.drift('symphonies/domains/build.yaml', 'title: Build', `title: ${JSON.stringify(hostile)}`);
  shipped.git('commit', '--quiet', '--amend', `--message=${hostile}`);
  await shipped.build();
  const { run } = await play(shipped, alignment);
  expect(await play(shipped, 'symphony-report-pipeline')).toMatchObject({ status: 'done' });
  return { shipped, aligned: run };
}

describe('a report', () => {
  it('has every value with the journal, verdict or calculation that it comes from', async () => {
    const { shipped, aligned } = await reported();
    const { lineage, metrics, summary } = report(shipped);
    expect(summary).toMatchObject({ runs: 1, failed: 0 });
    expect(lineage.coverage).toBe(1);
    expect(new Set(metrics.map(({ from }) => from.kind))).toEqual(new Set(['journal', 'verdict', 'calculated']));
    const name = `${alignment}/handler-alignment/compliance_score_after`;
    const { trail } = lineage.values.find((one) => one.name === name)!;
    const [, file, line] = /^(.*):(\d+), measured by generate-phase-3-report$/.exec(trail)!;
    expect(file).toBe(`.symphony/runs/${aligned}/journal.jsonl`);
    expect(shipped.read(file!).split('\n')[Number(line) - 1]).toContain('"compliance_score_after"');
    expect(lineage.changes.commits[0]!.subject).toBe(hostile);
    expect(lineage.compliance.rate).toBe(1);
    expect(lineage.compliance.policies.map(({ policy }) => policy)).toContain('changes-in-git');
  });

  it('keeps foreign text text, in Markdown and in HTML', async () => {
    const { shipped } = await reported();
    for (const path of ['report.md', 'audit.md']) {
      expect(shipped.read(`${latest}/${path}`)).not.toMatch(/(?<!\\)<img|(?<!\\)\[link\]/);
      expect(shipped.read(`${latest}/${path}`)).toContain('\\<img src=x');
    }
    const html = shipped.read(`${latest}/dashboard.html`);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; | `code`');
  });
});

const browserPath = findBrowser();

describe.runIf(browserPath)('the dashboard', () => {
  it('asks for nothing, is accessible, and shows only the rows that are looked for', async () => {
    const { shipped } = await reported();
    const browser = await launch(browserPath!);
    try {
      const { page, problems } = await watchedPage(await browser.newContext({ bypassCSP: true }));
      for (const name of ['status.html', 'dashboard.html']) {
        await page.goto(pathToFileURL(join(shipped.root, latest, name)).href);
        expect(await axeFindings(page)).toEqual([]);
      }
      const rows = page.locator('details tbody tr:visible');
      const all = await rows.count();
      await page.fill('#filter', 'compliance_score_after');
      expect(await rows.count()).toBeLessThan(all);
      expect(await page.textContent('#count')).toBe('1 row');
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('lets no other script run', async () => {
    const { shipped } = await reported();
    const path = join(shipped.root, 'tampered.html');
    writeFileSync(
      path,
      shipped.read(`${latest}/dashboard.html`).replace('</main>', '</main><script>document.title = "run";</script>'),
    );
    const browser = await launch(browserPath!);
    try {
      const { page } = await watchedPage(await browser.newContext());
      await page.goto(pathToFileURL(path).href);
      await page.fill('#filter', 'lineage');
      expect(await page.title()).toMatch(/^Report of /);
      expect(await page.textContent('#count')).not.toBe('');
    } finally {
      await browser.close();
    }
  });
});

describe('the history', () => {
  it('is kept with the digests of its files, and the next one shows the trend', async () => {
    const { shipped } = await reported();
    const archive = JSON.parse(shipped.read(`${latest}/archive.json`)) as { files: { path: string; digest: string }[] };
    expect(archive.files.map(({ path }) => path)).toEqual([
      'audit.md',
      'dashboard.html',
      'report.json',
      'report.md',
      'status.html',
      'verdict.json',
    ]);
    for (const { path, digest } of archive.files) expect(digestFile(join(shipped.root, latest, path))).toBe(digest);
    expect(report(shipped).health.trend).toBe('unknown');
    await play(shipped, 'symphony-report-pipeline');
    expect(report(shipped).health.trend).toBe('steady');
    expect(report(shipped).trends.reports).toHaveLength(2);
    expect(report(shipped).lineage.changes.commits).toEqual([]);
  });
});
