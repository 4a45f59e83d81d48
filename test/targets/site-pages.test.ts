/** What the pages of the dashboard say: the verdict before the scores, equal findings once, every id a link. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Files } from '../support/plans.ts';
import { buildSite, workspaces } from '../support/sites.ts';

let literal: ReadonlyMap<string, string>;
let shipped: ReadonlyMap<string, string>;
let drafts: ReadonlyMap<string, string>;
let crowded: ReadonlyMap<string, string>;
beforeAll(async () => {
  literal = await buildSite(workspaces.literal());
  shipped = await buildSite(workspaces.shipped());
  drafts = await buildSite(draftsOf(workspaces.shipped()));
  crowded = await buildSite(workspaces.crowded());
});

/** Nothing is written yet: all symphonies are drafts, and no handler is there. */
const draftsOf = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => !path.startsWith('symphonies/handlers/'))
      .map(([path, text]) => [
        path,
        path.includes('/pipelines/') ? String(text).replace('\nstatus: active\n', '\nstatus: draft\n') : text,
      ]),
  );

const page = (site: ReadonlyMap<string, string>, path: string): string => site.get(`site/${path}.html`)!;

/** The text of a fragment. */
const textOf = (html: string): string =>
  html
    .replace(/<(?:wbr|\/?code|\/?a|\/?strong)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const between = (text: string, from: string, to: string): string => {
  const start = text.indexOf(from);
  expect([from, start >= 0]).toEqual([from, true]);
  return text.slice(start, text.indexOf(to, start + from.length));
};

describe('the verdict', () => {
  it('is the main heading of the front page, before any score', () => {
    const overview = page(literal, 'index');
    expect(textOf(between(overview, '<h1', '</h1>'))).toBe('The guide, taken literally : Does not conform');
    expect(overview.indexOf('Does not conform')).toBeLessThan(overview.search(/\d%/));
    expect(textOf(between(page(shipped, 'index'), '<h1', '</h1>'))).toBe('Symphonia : Conforms');
  });
  it('is not contradicted by the name of a band', () => {
    for (const path of ['index', 'scores']) {
      const failing = [...page(literal, path).matchAll(/<article class="score-block".*?<\/article>/gs)]
        .map(([block]) => block)
        .filter((block) => /class="severity (?:critical|major)"/.test(block));
      for (const block of failing) expect(block).not.toMatch(/excellent|good|acceptable/);
      if (path === 'scores') expect(failing.length).toBeGreaterThan(1);
    }
    expect(textOf(page(literal, 'index'))).not.toMatch(/excellent|good|acceptable/);
    expect(page(literal, 'scores')).toContain('The workspace does not conform.');
  });
  it('says how much of it drafts have put off', () => {
    expect(textOf(between(page(drafts, 'index'), 'class="caveat"', '</p>'))).toMatch(
      /All 4 symphonies are drafts\. \d+ checks on what a draft does not have yet neither passed nor failed\./,
    );
  });
  it('says when files could not be read', async () => {
    const site = await buildSite({ 'broken.yaml': 'a: [\n' });
    for (const name of ['index', 'scores'])
      expect(page(site, name)).toContain('Every score is 0, because broken.yaml is not well-formed.');
    const more = await buildSite({ 'broken.yaml': 'a: [\n', 'other.yaml': 'b: [\n' });
    expect(page(more, 'index')).toContain(
      'because broken.yaml is not well-formed, and 1 more file could not be read completely.',
    );
  });
});

describe('a score', () => {
  const rowOf = (site: ReadonlyMap<string, string>, dimension: string): string =>
    textOf(between(page(site, 'index'), `scores.html#dimension-${dimension}`, '</tr>').replace(/^[^>]*>/, ''));

  it('stands beside the checks that were made, failed and put off', () => {
    expect(rowOf(literal, 'orchestration')).toMatch(/^orchestration \d+(?:\.\d)?% \d+ 4 0$/);
  });
  it('is not given for what drafts have put off, nor where there was nothing to check', () => {
    expect(rowOf(drafts, 'handler')).toMatch(
      /^handler nothing to judge yet \d \d 0 \d+$|^handler nothing to judge yet \d+ 0 \d+$/,
    );
    expect(rowOf(drafts, 'dependency')).toBe('dependency nothing to check 0 0 0');
  });
});

describe('a check that cannot be judged before something else is repaired', () => {
  it('counts as failed, and the page of its code says why it has no place there', () => {
    expect(textOf(page(literal, 'codes/POLICY_VIOLATED'))).toMatch(/\d+ checks failed without a place here/);
    expect(textOf(page(literal, 'index'))).toContain('follows from other codes');
    expect(page(crowded, 'codes/POLICY_VIOLATED')).not.toContain('without a place');
  });
});

describe('equal findings', () => {
  it('are shown once on the page of violations, with their number, and folded below', () => {
    const group = between(page(crowded, 'violations'), 'id="POLICY_VIOLATED"', '</section>');
    expect(group.match(/class="frame"/g)).toHaveLength(1);
    expect(textOf(group)).toContain('239 more places like this');
    expect(group.match(/<li><a class="place"/g)).toHaveLength(200);
    expect(group).toContain('<a href="codes/POLICY_VIOLATED.html">All of them</a>');
  });
  it('each have an entry with their lines on the page of their code', () => {
    const code = page(crowded, 'codes/POLICY_VIOLATED');
    expect(code.match(/<div class="violation" id="at-/g)).toHaveLength(240);
    expect(
      code.match(/<pre class="frame" tabindex="0"><code>(?=<span class="line" data-line="\d+"> )/g),
    ).not.toBeNull();
    expect(textOf(code)).toContain('239 more places');
  });
  it('are one on the page of a symphony, with a link for each place', () => {
    const found = between(page(crowded, 'symphonies/long'), 'codes/POLICY_VIOLATED.html"', '</details>');
    expect(found.match(/class="place" href="\.\.\/codes\/POLICY_VIOLATED\.html#at-/g)).toHaveLength(240);
  });
  it('that differ in more than names stand beside one another', () => {
    const group = between(page(literal, 'violations'), 'id="BEAT_COUNT_MISMATCH"', '</section>');
    expect(group.match(/class="frame"/g)).toHaveLength(3);
    expect(group).toMatch(/claims: \{ movements: 6, beats: <mark>34<\/mark> \}/);
  });
});

describe('ids', () => {
  it('of metrics in conditions, policies and beats lead to the metric', () => {
    const symphony = page(shipped, 'symphonies/build-pipeline');
    expect(symphony).toContain('<code class="cel"><a href="../metrics.html#build_success_rate">');
    expect(page(shipped, 'policies')).toContain('<a href="metrics.html#artifact_validation_rate">');
    expect(symphony.match(/<dt>Measures<\/dt><dd><code><a href="\.\.\/metrics\.html#/g)).not.toBeNull();
  });
  it('of handlers, events and evidence lead to where the symphony says more of them', () => {
    const symphony = page(shipped, 'symphonies/build-pipeline');
    expect(symphony).toMatch(/<a href="#handler-1">build#<wbr>load<wbr>Build<wbr>Context<\/a>/);
    expect(symphony).toMatch(/<a href="#event-1">build\.<wbr>context\.<wbr>loaded<\/a>/);
    expect(textOf(between(symphony, 'id="event-1"', '</li>'))).toContain('build.context.loaded by 1');
    expect(symphony).toMatch(/by the evidence <code><a href="#beat-\d+">/);
  });
  it('in an assertion lead to the fields of what it is about', () => {
    expect(page(shipped, 'policies')).toContain('<a href="expressions.html#beat">beat</a>');
  });
  it('of the part that a violation is about lead to that part', () => {
    expect(page(crowded, 'codes/POLICY_VIOLATED')).toContain('<a href="../symphonies/long.html#all/b17">');
    expect(page(crowded, 'symphonies/long')).toContain('id="all/b17"');
  });
  it('that nothing defines have a place that says who names them', async () => {
    const site = await buildSite(workspaces.colliding());
    const missing = (path: string, id: string) =>
      textOf(between(page(site, path), `<li id="${id}">`, '</li>').slice(4));
    expect(missing('metrics', 'missing_metric')).toContain('missing_metric named by');
    expect(missing('policies', 'no-such-policy')).toContain('no-such-policy named by');
    expect(missing('domains', 'nowhere')).toContain('nowhere named by rows');
    expect(missing('symphonies', 'no-such-symphony')).toContain('no-such-symphony named by');
  });
});

describe('a workspace with nothing in it', () => {
  let empty: ReadonlyMap<string, string>;
  beforeAll(async () => {
    empty = await buildSite({ 'notes.json': '{}' } satisfies Files);
  });
  it.each([
    ['index', 'This workspace has no symphony yet. A symphony is a YAML document of kind: Symphony'],
    ['symphonies', 'No symphony yet'],
    ['domains', 'This workspace declares no domain. Every symphony belongs to one'],
    ['policies', 'This workspace declares no policy, so nothing is asked for beyond the rules of the compiler.'],
    ['metrics', 'This workspace declares no metric, so no gate or completion criterion can be judged by one.'],
    ['expressions', 'This workspace declares none.'],
  ])('says on %s what is missing and how to begin', (path, said) => {
    expect(textOf(page(empty, path))).toContain(said);
  });
  it('says of one without findings what was looked at', async () => {
    const bakery = await buildSite(workspaces.bakery());
    expect(textOf(page(bakery, 'violations'))).toMatch(
      /No violations \d+ files read, \d+ checks made, and nothing to say/,
    );
  });
});
