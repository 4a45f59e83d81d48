/** What is found in one document changes with another one, from the cache as without it. */
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { type JsonVerdict, runCli } from '../support/cli.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';

const play = symphony({
  domain: 'shop',
  extra: 'events: [shop.open, opened]',
  movements: movements(
    movement(
      'one',
      beat('a', 'run: [npm, run, pack:all]', 'timeout: 5s', 'emits: [shop.open, opened]', 'awaits: [opened]'),
      beat('b', 'handler: kitchen#bake', 'timeout: 5s', 'awaits: [shop.open]'),
      beat('c', 'run: [make]', 'timeout: 5s', 'consumes: [bundle]', 'awaits: [kitchen.done]', 'needs: []'),
      beat('d', 'run: [make]', 'timeout: 5s', 'awaits: [shop.closed]'),
    ),
  ),
});

const other = (...fields: string[]): string =>
  symphony({
    id: 'other',
    domain: 'kitchen',
    extra: 'events: [kitchen.done, shop.closed]',
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', ...fields))),
  });
const emits = 'emits: [kitchen.done, shop.closed]';

const files = {
  'symphony.yaml': workspace('"*.yaml"', 'handlers: { kitchen: kitchen.mjs }'),
  'kitchen.mjs': 'export const bake = async () => ({ baked: true });\n',
  'kitchen.yaml': domain('kitchen'),
  'shop.yaml': domain('shop', 'dependsOn: [kitchen]'),
  'play.yaml': play,
  'other.yaml': other(emits, 'produces: [bundle]'),
  'scripted.yaml': symphony({ id: 'scripted', domain: 'shop', extra: 'scripts: { pack:all: {} }' }),
};

/** Each edit of another document, with what it adds (`+`) to or takes from (`-`) what is said about `play.yaml`. */
const edits: readonly [string, Readonly<Record<string, string>>, readonly string[]][] = [
  [
    'a script under another name',
    { 'scripted.yaml': files['scripted.yaml'].replace('pack:all', 'pack:some') },
    ['-CORRELATION_MISSING'],
  ],
  [
    'a symphony that performs the one that produces what is consumed',
    {
      'top.yaml': symphony({
        id: 'top',
        domain: 'shop',
        movements: movements(movement('one', beat('a', 'perform: other'), beat('b', 'perform: play'))),
      }),
    },
    ['-LINEAGE_GAP'],
  ],
  ['a domain that no longer depends on the other', { 'shop.yaml': domain('shop') }, ['+DOMAIN_BOUNDARY_CROSSED']],
  [
    'a domain that owns the namespace of an event',
    { 'opened.yaml': domain('opened').replace('namespace: opened', 'namespace: shop') },
    ['-EVENT_NAME_INVALID'],
  ],
  [
    'a namespace of another name',
    { 'shop.yaml': files['shop.yaml'].replace('namespace: shop', 'namespace: store') },
    ['+EVENT_NAME_INVALID'],
  ],
  [
    'an event that another symphony declares, too',
    { 'more.yaml': symphony({ id: 'more', domain: 'shop', extra: 'events: [opened]' }) },
    ['-EVENT_ORDER_VIOLATED'],
  ],
];

const about = (verdict: JsonVerdict, file: string): string[] =>
  verdict.diagnostics.filter((one) => one.file === file).map(({ code }) => code);

describe('an edit of another document', () => {
  it.each(edits)('%s', async (_, edit, changes) => {
    const cwd = tempWorkspace(files);
    const check = async (...argv: string[]): Promise<JsonVerdict> =>
      JSON.parse((await runCli(['check', '--format', 'json', ...argv], { cwd })).out) as JsonVerdict;
    const before = about(await check(), 'play.yaml');
    writeFiles(cwd, edit);
    const after = await check();
    expect(after).toEqual(await check('--no-cache'));
    const now = about(after, 'play.yaml');
    const codes = [...new Set([...before, ...now])];
    const count = (list: string[], code: string): number => list.filter((one) => one === code).length;
    const changed = codes.flatMap((code) => {
      const more = count(now, code) - count(before, code);
      return more === 0 ? [] : [`${more > 0 ? '+' : '-'}${code}`];
    });
    expect(changed.sort()).toEqual([...changes].sort());
  });
  it('who waits for an event decides whether it can be renamed here', async () => {
    const cwd = tempWorkspace(files);
    const fixes = async (...argv: string[]): Promise<unknown[]> => {
      const { diagnostics } = JSON.parse((await runCli(['check', '--format', 'json', ...argv], { cwd })).out) as {
        diagnostics: { code: string; fix?: { title: string } }[];
      };
      return diagnostics.filter(({ code }) => code === 'EVENT_NAME_INVALID').map(({ fix }) => fix?.title);
    };
    expect(await fixes()).toEqual(['write `shop.opened` everywhere in this document']);
    const waits = beat('a', 'run: [make]', 'timeout: 5s', 'awaits: [opened]');
    writeFiles(cwd, {
      'waits.yaml': symphony({ id: 'waits', domain: 'shop', movements: movements(movement('one', waits)) }),
    });
    expect(await fixes()).toEqual([undefined]);
    expect(await fixes('--no-cache')).toEqual([undefined]);
  });
  it('who registers a file decides whose handler it is', async () => {
    const alone = {
      ...files,
      'shop.yaml': domain('shop'),
      'play.yaml': symphony({
        domain: 'shop',
        movements: movements(movement('one', beat('b', 'handler: kitchen#bake', 'timeout: 5s'))),
      }),
    };
    const cwd = tempWorkspace(alone);
    const crossed = async (...argv: string[]): Promise<boolean> =>
      about(
        JSON.parse((await runCli(['check', '--format', 'json', ...argv], { cwd })).out) as JsonVerdict,
        'play.yaml',
      ).includes('DOMAIN_BOUNDARY_CROSSED');
    expect(await crossed()).toBe(false);
    writeFiles(cwd, { 'kitchen.yaml': domain('kitchen', 'files: [./kitchen.mjs]') });
    expect(await crossed()).toBe(true);
    expect(await crossed('--no-cache')).toBe(true);
  });
});
