/** The bakery: a whole workspace, compiled and played from its plans alone. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../runtime/index.ts';
import { repository } from '../support/plans.ts';
import { bakery, statuses, type Workspace } from '../support/run-support.ts';

let shop: Workspace;
beforeEach(async () => {
  shop = await bakery();
});
afterEach(() => shop.remove());

describe('the definitions', () => {
  it('have nothing that any rule could find', async () => {
    expect(await shop.compile()).toEqual([]);
  });
  it('have handlers that satisfy the types of the build', () => {
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const types = ['--typeRoots', join(repository, 'node_modules/@types'), '--types', 'node'];
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', shop.root, ...types], { encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });
});

describe('a release', () => {
  it('plays what the plan says and serves the menu', async () => {
    const result = await shop.run('shop-release', { inputs: { edition: 'first' } });
    expect(result).toMatchObject({ status: 'done', dynamics: 'mf', undone: [], refused: [], abandoned: false });
    expect(exitCodeOf(result)).toBe(0);
    expect(JSON.parse(shop.read('shop/live.json'))).toEqual({ colour: 'blue', edition: 'first' });
    expect(shop.read('shop/blue/fr.html')).toContain('Pain de campagne');
    expect(JSON.parse(shop.read('shop/blue/manifest.json'))).toMatchObject({ edition: 'first' });
    expect(Object.keys(shop.tree('shop/blue'))).toEqual(Object.keys(shop.tree('build/site')));
  });

  it('records events, metrics and evidence, those of the symphony it performs among them', async () => {
    const result = await shop.run('shop-release', { correlationId: 'monday' });
    const published = result.events.map(({ event }) => event);
    expect(published[0]).toBe('kitchen.menu.read');
    expect(published).toContain('kitchen.recipes.checked');
    expect(published.filter((event) => event === 'shop.page.rendered')).toHaveLength(3);
    expect(published.at(-1)).toBe('shop.release.served');
    expect(new Set(result.events.map(({ correlationId }) => correlationId))).toEqual(new Set(['monday']));
    expect(new Set(result.events.map(({ run }) => run)).size).toBe(2);
    const served = result.events.find(({ event }) => event === 'shop.release.served');
    expect(served).toMatchObject({ symphony: 'shop-release', beat: 'publish', payload: { from: 'green', to: 'blue' } });
    const metrics = Object.fromEntries(result.metrics.map(({ metric, value }) => [metric, value]));
    expect(metrics).toMatchObject({ menu_items: 3, recipe_errors: 0, pages_rendered: 3, manifest_mismatches: 0 });
    expect(metrics['asset_bytes']).toBe(Buffer.from(Object.values(shop.tree('assets')).join(''), 'base64').length);
    expect(result.evidence.map(({ evidence, beat }) => [evidence, beat])).toEqual([
      ['release-manifest', 'write-manifest'],
    ]);
    expect(result.evidence[0]!.content).toBe(shop.read('build/site/manifest.json'));
  });

  it('judges completion, gates and attestations by what was measured', async () => {
    const result = await shop.run('shop-release');
    const all = [...result.movements.flatMap(({ judged }) => judged), ...result.judged];
    expect(all.map(({ type, policy, verdict }) => [type, policy, verdict])).toEqual([
      ['gate', 'pages-are-whole', 'holds'],
      ['completion', undefined, 'holds'],
      ['completion', undefined, 'holds'],
      ['completion', undefined, 'holds'],
      ['attestation', 'release-leaves-a-manifest', 'holds'],
    ]);
  });

  it('puts the second release beside the first', async () => {
    await shop.run('shop-release', { inputs: { edition: 'one' } });
    const blue = shop.tree('shop/blue');
    await shop.run('shop-release', { inputs: { edition: 'two' } });
    expect(shop.tree('shop/blue')).toEqual(blue);
    expect(JSON.parse(shop.read('shop/live.json'))).toEqual({ colour: 'green', edition: 'two' });
  });
});

describe('a release that fails', () => {
  it('puts every byte back, newest first, those of the symphony it performed too', async () => {
    await shop.run('shop-release', { inputs: { edition: 'yesterday' } });
    await shop.run('shop-release', { inputs: { edition: 'today' } });
    shop.write('shop/blue/old-offer.html', 'a page that only yesterday had\r\n\u0000');
    const before = { shop: shop.tree('shop'), menu: shop.read('build/menu.json') };
    shop.edit('data/menu.json', '"price": 4.8', '"price": 5.2');
    shop.edit('scripts/visit-shop.mjs', 'welcome', 'go away');
    const result = await shop.run('shop-release', { dynamics: 'f', concurrency: 1 });
    expect(result.status).toBe('failed');
    expect(exitCodeOf(result)).toBe(1);
    expect(result.failure).toMatchObject({ kind: 'expectation', subject: 'shop-release/serving/visit-shop' });
    expect(result.undone.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'shop-release/serving/publish undone',
      'shop-release/wrapping/write-manifest undone',
      'shop-release/baking/copy-assets undone',
      'shop-release/baking/render-page[de] undone',
      'shop-release/baking/render-page[fr] undone',
      'shop-release/baking/render-page[en] undone',
      'menu-check/checking/write-menu undone',
    ]);
    expect(shop.tree('shop')).toEqual(before.shop);
    expect(shop.read('build/menu.json')).toBe(before.menu);
  });

  it('fails on a gate of the symphony it performs, before anything is made', async () => {
    shop.edit('data/menu.json', '["eggs", "gluten", "milk"]', '["gluten"]');
    const result = await shop.run('shop-release');
    expect(result.failure).toMatchObject({ kind: 'gate', subject: 'shop-release/tasting/taste-menu' });
    expect(result.failure!.message).toContain('policy `menu-is-sound`: `recipe_errors == 0 && allergen_errors == 0`');
    expect(result.failure!.message).toContain('(allergen_errors = 1, recipe_errors = 0)');
    expect(shop.exists('build/menu.json')).toBe(false);
    expect(shop.exists('build/site')).toBe(false);
  });

  it('fails on the gate of a movement', async () => {
    shop.edit('data/texts.json', '"nuts": "Nüsse"', '"almonds": "Mandeln"');
    const result = await shop.run('shop-release');
    expect(result.failure).toMatchObject({ kind: 'gate', subject: 'shop-release/baking' });
    expect(result.movements.map(({ id, status }) => [id, status])).toEqual([
      ['tasting', 'done'],
      ['baking', 'failed'],
    ]);
    expect(shop.tree('build')).toEqual({});
  });

  it('says where a handler threw, in the TypeScript', async () => {
    shop.write('data/menu.json', '{ "dishes": [');
    const result = await shop.run('menu-check');
    expect(result.failure!.message).toContain('data/menu.json is not JSON');
    expect(result.failure!.source).toMatchObject({ file: 'symphonies/menu-check.yaml' });
    const line =
      shop
        .read('lib/menu.ts')
        .split('\n')
        .findIndex((text) => text.includes('is not JSON')) + 1;
    expect(result.failure!.at).toMatch(new RegExp(`^lib/menu\\.ts:${line}:`));
  });
});

describe('dynamics', () => {
  it('leave out what plays from a higher level, and say so', async () => {
    const result = await shop.run('shop-release', { dynamics: 'p' });
    expect(result.status).toBe('done');
    expect(statuses(result)).toMatchObject({ publish: 'done', 'look-at-sign': 'skipped', 'visit-shop': 'skipped' });
    const skipped = result.movements.at(-1)!.steps.find(({ id }) => id === 'visit-shop')!;
    expect(skipped.reason).toBe('it plays from f, this is p');
  });

  describe('at the highest level', () => {
    let server: Server;
    beforeEach(async () => {
      server = createServer((request, response) => {
        const { colour } = JSON.parse(shop.read('shop/live.json')) as { colour: string };
        response.end(shop.read(`shop/${colour}${request.url}`));
      });
      await new Promise<void>((resolve) => server.listen(8317, '127.0.0.1', resolve));
    });
    afterEach(() => server.close());

    it('knock on the door', async () => {
      const result = await shop.run('shop-release', { dynamics: 'ff' });
      expect(result.failure).toBeUndefined();
      expect(statuses(result)).toMatchObject({ 'visit-shop': 'done', 'knock-on-door': 'done' });
    });
  });

  it('try three times to reach a door behind which nobody is, then take everything back', async () => {
    const result = await shop.run('shop-release', { dynamics: 'ff' });
    expect(result.failure!.message).toContain('does not answer: the connection was refused');
    expect(result.movements.at(-1)!.steps.at(-1)).toMatchObject({ id: 'knock-on-door', attempts: 3 });
    expect(shop.exists('shop/live.json')).toBe(false);
  });
});

describe('other symphonies', () => {
  it('play one movement and leave the whole unjudged', async () => {
    const result = await shop.run('shop-release', { movement: 'tasting' });
    expect(result.status).toBe('done');
    expect(result.movements.map(({ status }) => status)).toEqual(['done', 'skipped', 'skipped', 'skipped']);
    expect(new Set(result.judged.map(({ verdict }) => verdict))).toEqual(new Set(['not judged']));
    expect(shop.exists('build/site')).toBe(false);
  });

  it('stop at an approval and play nothing after it', async () => {
    const menu = shop.read('data/menu.json');
    const result = await shop.run('seasonal-menu');
    expect(result.status).toBe('waiting');
    expect(exitCodeOf(result)).toBe(4);
    expect(result.confirmations[0]).toMatchObject({
      role: 'head-baker',
      question: 'Shall the dishes in build/season.json come onto the menu?',
      subject: 'seasonal-menu/agreeing/ask-head-baker',
    });
    expect(statuses(result)).toEqual({ 'propose-dishes': 'done', 'ask-head-baker': 'waiting' });
    expect(shop.read('build/season.json')).toContain('plum-cake');
    expect(shop.read('data/menu.json')).toBe(menu);
  });

  it('play a beat by its condition over inputs and metrics', async () => {
    await shop.run('shop-release');
    const some = await shop.run('newsletter', { inputs: { guests: '2', language: 'de' } });
    expect(statuses(some)).toEqual({ 'write-letter': 'done', 'address-letters': 'done' });
    expect(shop.read('build/letters/guest-2.txt')).toContain('Dear guest 2');
    expect(shop.exists('build/letters/guest-3.txt')).toBe(false);
    const none = await shop.run('newsletter', { inputs: { guests: 0 } });
    expect(statuses(none)).toEqual({ 'write-letter': 'done', 'address-letters': 'skipped' });
  });
});

describe('a plan that is not what lies on disk', () => {
  it('is refused when a handler module has changed', async () => {
    shop.edit('handlers/pages.ts', 'log.warn(`the ', 'log.warn(`that ');
    const result = await shop.run('shop-release');
    expect(result).toMatchObject({ status: 'refused', movements: [], events: [] });
    expect(exitCodeOf(result)).toBe(1);
    expect(result.refused).toEqual([
      '`handlers/pages.ts` of the handler module `pages` has changed since the plan was built; build it again',
    ]);
  });
  it('is refused when a module that a handler imports has changed or is gone', async () => {
    shop.write('lib/undo.ts', `${shop.read('lib/undo.ts')}\n`);
    const changed = await shop.run('seasonal-menu');
    expect(changed.refused).toEqual([
      '`lib/undo.ts` of the handler module `seasonal` has changed since the plan was built; build it again',
    ]);
    rmSync(join(shop.root, 'lib/undo.ts'));
    const gone = await shop.run('seasonal-menu');
    expect(gone.refused).toEqual(['`lib/undo.ts` of the handler module `seasonal` is gone']);
  });
  it('is refused when a plan it performs is another one', async () => {
    shop.edit('out/plans/menu-check.plan.json', 'lowest_margin >= 0.5', 'lowest_margin >= 0.1');
    const result = await shop.run('shop-release');
    expect(result.refused).toEqual([
      'the plan of `menu-check` is not the one that `shop-release` was built with; build both again',
    ]);
  });
  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['of another version', '{"plan":2}'],
    ['incomplete', '{"plan":1,"id":"menu-check","movements":[{}]}'],
    ['of another symphony', '{"plan":1,"id":"other"}'],
  ])('is refused when a plan it performs is %s', async (_, text) => {
    shop.write('out/plans/menu-check.plan.json', text);
    const result = await shop.run('shop-release');
    expect(result.refused).toEqual([expect.stringMatching(/^the plan of `menu-check` is /)]);
  });
  it('is not refused for what the level or movement leaves out', async () => {
    shop.edit('handlers/release.ts', 'The shop', 'Our shop');
    const result = await shop.run('shop-release', { movement: 'tasting' });
    expect(result.status).toBe('done');
  });
});
