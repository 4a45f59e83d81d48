/** The dashboard: complete, linked, inert whatever documents say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hiddenIn } from '../support/cli.ts';
import { repository, shippedFiles } from '../support/plans.ts';
import { buildSite, buildSites, pagesOf, type WorkspaceName, workspaceNames, workspaces } from '../support/sites.ts';

let built: Record<WorkspaceName, ReadonlyMap<string, string>>;
beforeAll(async () => {
  built = await buildSites();
});

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

const idsOf = (text: string): string[] => [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);

describe.each(workspaceNames)('the site of the workspace %s', (name) => {
  it('has all its pages', () => {
    const paths = [...built[name].keys()];
    const sections = ['index', 'symphonies', 'domains', 'policies', 'metrics', 'scores', 'violations', 'codes'];
    for (const page of [...sections, 'expressions']) expect(paths).toContain(`site/${page}.html`);
    expect(paths).toContain('site/codes/SCHEMA_VIOLATION.html');
    expect(paths.some((path) => path.startsWith('site/symphonies/'))).toBe(true);
  });
  it('has no link that leads nowhere', () => {
    const ids = new Map(pagesOf(built[name]).map(([path, text]) => [path, new Set(idsOf(text))]));
    const dead = pagesOf(built[name]).flatMap(([path, text]) =>
      linksOf(path, text)
        .filter(({ file, anchor }) => !built[name].has(file) || (anchor !== '' && !ids.get(file)?.has(anchor)))
        .map(({ file, anchor }) => `${path} → ${file}#${anchor}`),
    );
    expect(dead).toEqual([]);
  });
  it('has no id twice on a page, one main heading, and labels that exist', () => {
    for (const [path, text] of pagesOf(built[name])) {
      const ids = idsOf(text);
      expect([path, ids.filter((id, i) => ids.indexOf(id) !== i)]).toEqual([path, []]);
      expect([path, text.match(/<h1[\s>]/g)?.length]).toEqual([path, 1]);
      const labels = [...text.matchAll(/\saria-labelledby="([^"]*)"/g)].map(([, id]) => id!);
      expect([path, labels.filter((id) => !ids.includes(id))]).toEqual([path, []]);
    }
  });
  it('has a title of its own on every page, and says its language', () => {
    const titles = pagesOf(built[name]).map(([, text]) => /<title>([^<]*)<\/title>/.exec(text)![1]);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    for (const [path, text] of pagesOf(built[name]))
      expect([path, text]).toEqual([path, expect.stringContaining('<html lang="en">')]);
  });
  it('is the same twice', async () => {
    expect(await buildSite(workspaces[name]())).toEqual(built[name]);
  });
  it('shows no character that reorders or hides text', () => {
    for (const [path, text] of built[name])
      expect([path, hiddenIn(text.replace(/\t|\r\n/g, '\n'))]).toEqual([path, undefined]);
  });
});

describe('pages', () => {
  it('of a symphony do not depend on other symphonies', async () => {
    const { 'symphonies/pipelines/symphony-report-pipeline.yaml': _, ...fewer } = shippedFiles();
    const path = 'site/symphonies/symphonia-conformity-alignment-pipeline.html';
    expect((await buildSite(fewer)).get(path)).toBe(built.shipped.get(path));
  });
  it('insert nothing unescaped: templates have no triple stash, styles and scripts no addresses', () => {
    const folder = join(repository, 'templates/site');
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/\{\{[{&]/);
    expect(built.shipped.get('site/assets/site.css')).not.toMatch(/url\(|@import|@font-face/);
    expect(built.shipped.get('site/assets/site.js')).not.toMatch(/\beval\(|new Function\(|https?:/);
  });
  it('move nothing by themselves', () => {
    expect(built.shipped.get('site/assets/site.css')).not.toMatch(/animation|transition/);
    expect(built.shipped.get('site/assets/site.css')).toMatch(
      /prefers-reduced-motion: ?no-preference\)\s*\{\s*html\s*\{\s*scroll-behavior/,
    );
  });
});
