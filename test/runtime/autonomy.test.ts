/** Levels of autonomy, their caps and the kill switch, at every path to an effect. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { statuses, type Workspace } from '../support/run-support.ts';
import { small } from '../support/small-workspace.ts';

const variables = ['ORCHESTRA_KILL', 'ORCHESTRA_LOA', 'ORCHESTRA_ENV'] as const;
let before: (string | undefined)[];
let workspace: Workspace | undefined;
beforeEach(() => {
  before = variables.map((name) => process.env[name]);
  for (const name of variables) delete process.env[name];
});
afterEach(() => {
  workspace?.remove();
  variables.forEach((name, i) => {
    if (before[i] === undefined) delete process.env[name];
    else process.env[name] = before[i];
  });
});

const effects = ['none', 'local', 'external'] as const;
const touch = (name: string): string => `[node, -e, "require('fs').writeFileSync('${name}', '')"]`;

/** Whatever can have an effect, each with each reach. The names of files that are there tell what has acted. */
const paths: Readonly<Record<string, (effect: string) => string>> = {
  handler: (effect) => `handler: h#act, with: { name: handler-${effect} }, rollback: h#undo`,
  command: (effect) => `run: ${touch(`command-${effect}`)}`,
  probe: (effect) => `probe: { run: ${touch(`probe-${effect}`)}, expect: exit == 0 }`,
};

const workspaceYaml = (more: string): string => `apiVersion: symphonyc/v1
kind: Workspace
id: small
title: Small
sources: [play.yaml, other.yaml, domain.yaml, metrics.yaml]
handlers: { h: handlers.mjs }
${more}
`;

const beatsOf = (prefix: string): string =>
  Object.entries(paths)
    .flatMap(([name, does]) =>
      effects.map(
        (effect) =>
          `- { id: ${prefix}${name}-${effect}, needs: [], ${does(effect)}, effects: ${effect}, timeout: 20s }`,
      ),
    )
    .join('\n');

async function open(more = 'environments: {}', key = ''): Promise<Workspace> {
  workspace = await small({
    extra: `capacity: 1\n${key}`,
    beats: `${beatsOf('')}\n- { id: inner, needs: [], perform: other }`,
    handlers: `
import { writeFileSync } from 'node:fs';
export const act = ({ input }) => { writeFileSync(input.name, ''); return { done: input.name }; };
export const undo = ({ output }) => { writeFileSync('undone-' + (output?.done ?? 'nothing'), ''); };`,
    files: {
      'symphony.yaml': workspaceYaml(more),
      'other.yaml': `apiVersion: symphonyc/v1
kind: Symphony
id: other
title: Other
status: active
domain: play
movements:
  - id: only
    title: Only
    beats:
${beatsOf('other-')
  .replaceAll(/(handler|command|probe)-(none|local|external)(?=[ ',])/g, (all) => all)
  .replaceAll('name: handler-', 'name: other-handler-')
  .replaceAll("('command-", "('other-command-")
  .replaceAll("('probe-", "('other-probe-")
  .replace(/^/gm, '      ')}
`,
    },
  });
  return workspace;
}

/** `handler-local other-probe-none …` of what has acted. */
const acted = (play: Workspace): string[] =>
  ['', 'other-']
    .flatMap((prefix) => Object.keys(paths).flatMap((name) => effects.map((effect) => `${prefix}${name}-${effect}`)))
    .filter((name) => play.exists(name));

const all = (reach: readonly string[]): string[] =>
  ['', 'other-'].flatMap((prefix) =>
    Object.keys(paths).flatMap((name) => reach.map((effect) => `${prefix}${name}-${effect}`)),
  );

describe('a level of autonomy', () => {
  it('3 lets everything act', async () => {
    const play = await open();
    expect((await play.run('play')).status).toBe('done');
    expect(acted(play)).toEqual(all(effects));
  });
  it('2 asks before what reaches beyond this machine', async () => {
    const play = await open();
    const result = await play.run('play', { level: 2 });
    expect(result.status).toBe('waiting');
    expect(acted(play)).toEqual(all(['none', 'local']));
    expect(result.confirmations.map(({ kind, subject }) => `${kind} ${subject.split('/').at(-1)}`)).toEqual(
      all(['external']).map((name) => `effect ${name}`),
    );
  });
  it('1 asks before whatever changes something', async () => {
    const play = await open();
    expect((await play.run('play', { level: 1 })).status).toBe('waiting');
    expect(acted(play)).toEqual(all(['none']));
  });
  it('0 shows what would be done and does nothing', async () => {
    const play = await open();
    for (const [option, head] of [
      [
        ['--loa', '0'],
        'is shown and not played, at level 0, set by `--loa`; at level 3, set by the workspace, it would',
      ],
      [['--dry-run'], 'would be played mf, at level 3, set by the workspace:\n'],
      [['--dry-run', '--loa', '2'], 'would be played mf, at level 2, set by `--loa`:\n'],
    ] as const) {
      const { code, out, err } = await runCli(['run', 'play', ...option], { cwd: play.root });
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`Play (play) ${head}`);
      for (const name of ['handler-external: calls h#act', 'inner/other/only/other-command-local: runs node'])
        expect(out).toContain(name);
    }
    expect(acted(play)).toEqual([]);
    expect(play.exists('.symphony/runs')).toBe(false);
  });
  it('that is asked for and does not hold is told as such; mistakes are told on stderr', async () => {
    const play = await open('autonomy: { level: 1 }');
    const shown = (...argv: string[]) => runCli(['run', 'play', '--dry-run', ...argv], { cwd: play.root });
    const capped = await shown('--loa', '2');
    expect(capped.out).toContain('at level 1, set by the workspace (`--loa 2` asks for more than that):\n');
    const json = JSON.parse((await shown('--loa', '0', '--format', 'json')).out) as { standing: object };
    expect(json.standing).toMatchObject({ level: 1, by: 'the workspace' });
    const { code, out, err } = await shown('--movement', 'nowhere');
    expect([code, out, err]).toEqual([2, '', expect.stringContaining('has no movement `nowhere`')]);
  });
  it('0 that is not asked for by the caller denies whatever changes something', async () => {
    const play = await open();
    process.env['ORCHESTRA_LOA'] = '0';
    const result = await play.run('play');
    expect(result.failure).toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('at level 0, set by ORCHESTRA_LOA'),
    });
    expect(acted(play)).toEqual(['handler-none']);
  });
  it('is asked again before each try', async () => {
    workspace = await small({
      beats: '- { id: a, handler: h#a, idempotent: true, retry: { attempts: 5 }, timeout: 5s }',
      handlers: `
import { appendFileSync } from 'node:fs';
export const a = () => { appendFileSync('tries', '.'); process.env.ORCHESTRA_LOA = '0'; process.env.ORCHESTRA_KILL = '1'; throw new Error('no'); };`,
      files: {
        'other.yaml': '',
        'symphony.yaml': workspaceYaml('autonomy: { kill: { level: 0 } }').replace('other.yaml, ', ''),
      },
    });
    expect((await workspace.run('play')).status).toBe('failed');
    expect(workspace.read('tries')).toBe('.');
  });
});

describe('of several limits', () => {
  const environments = 'environments: { production: { key: C Major, autonomy: 2 }, development: { key: F Major } }';
  it.each([
    ['the environment of the key', 'key: C Major', {}, {}, ['none', 'local']],
    ['the environment that the caller names', 'key: F Major', { environment: 'production' }, {}, ['none', 'local']],
    ['the environment that the variable names', 'key: F Major', {}, { ORCHESTRA_ENV: 'production' }, ['none', 'local']],
    ['the key, though the caller names another', 'key: C Major', { environment: 'development' }, {}, ['none', 'local']],
    [
      'the cap, though the caller asks for more',
      'key: C Major',
      { level: 3 },
      { ORCHESTRA_LOA: '3' },
      ['none', 'local'],
    ],
    ['the caller, below the cap', 'key: C Major', { level: 1 }, {}, ['none']],
    ['the variable, below the cap', 'key: C Major', { level: 3 }, { ORCHESTRA_LOA: '1' }, ['none']],
    ['none of them, where none is', 'key: F Major', {}, {}, ['none', 'local', 'external']],
  ])('the lowest holds: %s', async (_, key, options, environment, reach) => {
    const play = await open(environments, key);
    Object.assign(process.env, environment);
    await play.run('play', options);
    expect(acted(play)).toEqual(all(reach));
  });
  it('one that cannot be read is refused, not ignored', async () => {
    const play = await open(environments, 'key: C Major');
    process.env['ORCHESTRA_LOA'] = 'high';
    await expect(play.run('play')).rejects.toThrow('ORCHESTRA_LOA takes a level from 0 to 3, not `high`');
    delete process.env['ORCHESTRA_LOA'];
    process.env['ORCHESTRA_ENV'] = 'prod';
    await expect(play.run('play')).rejects.toThrow(
      'there is no environment `prod`; the workspace has `development`, `production`',
    );
    expect(acted(play)).toEqual([]);
  });
});

describe('the kill switch', () => {
  it('disables what reaches beyond this machine and lets what only reads go on', async () => {
    for (const value of ['1', 'true', 'yes please']) {
      const play = await open();
      process.env['ORCHESTRA_KILL'] = value;
      const result = await play.run('play');
      expect(result.failure).toMatchObject({
        kind: 'denied',
        message: 'ORCHESTRA_KILL disables what reaches beyond this machine',
      });
      expect(acted(play)).toEqual(['handler-none']);
      play.remove();
    }
  });
  it('is off when the variable says so', async () => {
    const play = await open();
    process.env['ORCHESTRA_KILL'] = '0';
    expect((await play.run('play')).status).toBe('done');
  });
  it('caps the level of the rest', async () => {
    workspace = await small({
      extra: 'capacity: 1',
      beats: `
- { id: reads, needs: [], handler: h#act, with: { name: reads }, effects: none, timeout: 5s }
- { id: writes, needs: [], handler: h#act, with: { name: writes }, effects: local, timeout: 5s }`,
      handlers:
        "import { writeFileSync } from 'node:fs';\nexport const act = ({ input }) => { writeFileSync(input.name, ''); };",
      files: {
        'symphony.yaml': workspaceYaml('autonomy: { kill: { level: 1, file: KILL } }').replace('other.yaml, ', ''),
      },
    });
    workspace.write('KILL', '');
    const result = await workspace.run('play');
    expect(statuses(result)).toEqual({ reads: 'done', writes: 'waiting' });
    expect(result.confirmations[0]!.question).toContain('level 1, set by the kill switch `KILL`');
    expect([workspace.exists('reads'), workspace.exists('writes')]).toEqual([true, false]);
  });
  it('is looked at before every beat', async () => {
    workspace = await small({
      beats: `
- { id: throws, handler: h#pull, effects: none, timeout: 5s }
- { id: sends, handler: h#send, effects: external, timeout: 5s }`,
      handlers: `
import { writeFileSync } from 'node:fs';
export const pull = () => { writeFileSync('KILL', ''); };
export const send = () => { writeFileSync('sent', ''); };`,
      files: { 'symphony.yaml': workspaceYaml('autonomy: { kill: { file: KILL } }').replace('other.yaml, ', '') },
    });
    const result = await workspace.run('play');
    expect(statuses(result)).toEqual({ throws: 'done', sends: 'failed' });
    expect(workspace.exists('sent')).toBe(false);
  });
  it('keeps an external effect from being undone, says so, and lets it be undone once lifted', async () => {
    workspace = await small({
      extra: 'rollback: { atomic: movement, on: [beat-failed] }',
      beats: `
- { id: sends, handler: h#send, rollback: h#unsend, effects: external, timeout: 5s }
- { id: writes, handler: h#write, rollback: h#unwrite, effects: local, timeout: 5s }
- { id: fails, handler: h#fail, effects: none, timeout: 5s }`,
      handlers: `
import { rmSync, writeFileSync } from 'node:fs';
export const send = () => { writeFileSync('sent', ''); };
export const unsend = () => { rmSync('sent'); };
export const write = () => { writeFileSync('written', ''); };
export const unwrite = () => { rmSync('written'); };
export const fail = () => { writeFileSync('KILL', ''); throw new Error('no'); };`,
      files: { 'symphony.yaml': workspaceYaml('autonomy: { kill: { file: KILL } }').replace('other.yaml, ', '') },
    });
    const play = workspace;
    const result = await play.run('play');
    expect(result.undone).toEqual([
      { step: 'play/first/writes', status: 'undone' },
      {
        step: 'play/first/sends',
        status: 'failed',
        reason: expect.stringContaining('the kill switch `KILL` disables'),
      },
    ]);
    expect([play.exists('sent'), play.exists('written')]).toEqual([true, false]);
    const { rmSync } = await import('node:fs');
    rmSync(`${play.root}/KILL`);
    const again = await play.run('play', { resume: result.run });
    expect(again.status).toBe('failed');
    expect(again.undone.map(({ status }) => status)).toEqual(['undone', 'undone']);
    expect(play.exists('sent')).toBe(false);
  });
  it('disables a look at another machine, not one at this', async () => {
    const server = createServer((_, response) => response.end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    workspace = await small({
      extra: 'capacity: 1',
      beats: `
- { id: here, needs: [], probe: { http: "http://127.0.0.1:${port}/", expect: status == 200 }, effects: none, timeout: 5s }
- { id: there, needs: [], probe: { http: "http://example.invalid/", expect: status == 200 }, effects: none, timeout: 5s }`,
    });
    process.env['ORCHESTRA_KILL'] = '1';
    const result = await workspace.run('play');
    server.close();
    expect(statuses(result)).toEqual({ here: 'done', there: 'failed' });
    expect(result.failure!.kind).toBe('denied');
  });
});
