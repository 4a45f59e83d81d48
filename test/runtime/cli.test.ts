/** `symphonyc run` as a process: exit codes, streams, signals, and handlers that misbehave. */
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bundle } from '../support/cli.ts';
import { bakery, type Workspace } from '../support/run-support.ts';
import { type Small, small } from '../support/small-workspace.ts';

let workspace: Workspace | undefined;
afterEach(() => workspace?.remove());

function run(...args: readonly string[]): {
  status: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
} {
  return spawnSync(process.execPath, [bundle, 'run', ...args], { cwd: workspace!.root, encoding: 'utf8' });
}

async function open(given: Small): Promise<void> {
  workspace = await small(given);
}

describe('symphonyc run', () => {
  it('plays without reading a line of YAML, and gives the result as JSON', async () => {
    workspace = await bakery();
    for (const part of ['domains', 'policies', 'metrics', 'symphonies', 'symphony.yaml'])
      rmSync(join(workspace.root, part), { recursive: true });
    const { status, stdout, stderr } = run(
      'shop-release',
      '--plans',
      'out/plans',
      '--format',
      'json',
      '--input',
      'edition=a=b',
    );
    expect(stderr).toContain('Publish into the idle colour: done');
    expect(stderr).toContain('Visit the shop: skipped: it plays from f, this is mf');
    expect(stderr).toContain('1 files, 174 bytes');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      symphony: 'shop-release',
      status: 'done',
      inputs: { edition: 'a=b' },
    });
  });

  it('ends with 1 when something failed, and says where it was defined', async () => {
    workspace = await bakery();
    workspace.edit('data/menu.json', '"EUR"', '"CHF"');
    const { status, stdout, stderr } = run('menu-check');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(
      'menu-check: failed: menu-check/checking/check-prices: the menu is in CHF, the pantry in EUR',
    );
    expect(stderr).toMatch(/defined at symphonies\/menu-check\.yaml:\d+:\d+, thrown at handlers\/menu\.ts:\d+:\d+/);
  });

  it('ends with 4 when a confirmation is needed', async () => {
    workspace = await bakery();
    const { status, stderr } = run('seasonal-menu');
    expect(status).toBe(4);
    expect(stderr).toContain('seasonal-menu/agreeing/ask-head-baker: Shall the dishes');
    expect(stderr).toContain('(head-baker decides)');
  });

  it('ends with 2 for wrong usage', async () => {
    workspace = await bakery();
    const error = (...args: string[]): string => {
      const { status, stderr } = run(...args);
      return `${status} ${stderr}`;
    };
    expect(error('shop-relase')).toMatch(
      /^2 error: there is no plan for `shop-relase`.*\n.*did you mean `shop-release`\?/,
    );
    expect(error('shop-release', '--movement', 'bakin')).toMatch(/^2 error: `shop-release` has no movement `bakin`/);
    expect(error('shop-release', '--dynamics', 'loud')).toMatch(/^2 error: `loud` is no level of dynamics/);
    expect(error('shop-release', '--input', 'edition')).toMatch(/^2 error: --input takes NAME=VALUE/);
    expect(error('shop-release', '--format', 'xml')).toMatch(/^2 error: there is no format `xml`/);
    expect(error('shop-release', '--plans', 'nowhere')).toMatch(/^2 error: there are no plans in /);
    expect(error('shop-release', '--event', 'shop.x')).toMatch(/^2 error: `shop-release` does not wait for `shop.x`/);
    expect(error('shop-release', '--plans', 'out/plans', '-C', '/nowhere')).toMatch(
      /^2 error: there is no folder `\/nowhere`/,
    );
    expect(error('../../etc/passwd')).toMatch(/^2 error: /);
    expect(error()).toMatch(/^2 error: <symphony> is missing/);
  });
});

describe('a movement that is played alone', () => {
  const beats = '- { id: a, run: [node, --version], emits: [play.a], timeout: 5s }';
  const second = `
  - id: second
    title: Second
    beats:
      - { id: b, run: [node, --version], awaits: [play.a], timeout: 5s }
      - { id: c, run: [node, --version], emits: [play.b], timeout: 5s }
      - { id: d, run: [node, --version], awaits: [play.b], timeout: 5s }`;

  it('says what it waits for and how to give it, before it does anything', async () => {
    await open({ beats, after: second });
    expect(run('play').status).toBe(0);
    const { status, stderr } = run('play', '--movement', 'second');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `play: not played
  \`b\` waits for \`play.a\`, which \`first/a\` publishes: play the whole symphony, or, when it has happened, say so with \`--event play.a\`
`,
    });
    expect(run('play', '--movement', 'second', '--event', 'play.a').status).toBe(0);
  });
});

describe('a handler that misbehaves', () => {
  const beats = '- { id: a, handler: h#a, timeout: 300ms, rollback: h#undo }';
  const undo = "import { writeFileSync } from 'node:fs';\nexport const undo = () => writeFileSync('undone', '');\n";

  it('and ends the process does not make it a success', async () => {
    await open({ beats, handlers: `${undo}export const a = () => process.exit(0);` });
    const { status, stderr } = run('play');
    expect(status).toBe(1);
    expect(stderr).toContain('the process ended before the run was complete');
  });

  it('and waits for what never comes does not either', async () => {
    await open({
      beats: '- { id: a, handler: h#a }',
      handlers: `export const a = () => new Promise(() => undefined);`,
    });
    const { status } = run('play');
    expect(status).not.toBe(0);
  });

  it('and leaves something open does not keep the process', async () => {
    await open({
      beats,
      handlers: `${undo}export const a = () => { setInterval(() => undefined, 1000); };`,
    });
    expect(run('play').status).toBe(0);
  });

  it('and leaves failing work behind fails', async () => {
    await open({
      beats,
      handlers: `${undo}export const a = async () => {
  Promise.reject(new Error('unheard'));
  await new Promise((resolve) => setTimeout(resolve, 100));
};`,
    });
    const { status, stderr } = run('play');
    expect(status).toBe(1);
    expect(stderr).toContain('something that was started and not waited for failed: unheard');
    expect(workspace!.exists('undone')).toBe(true);
  });

  it('and whose failing work outlives the last beat fails', async () => {
    await open({
      beats,
      handlers: `${undo}export const a = () => { Promise.reject(new Error('late')); };`,
    });
    const { status, stderr } = run('play');
    expect(status).toBe(1);
    expect(stderr).toContain('not waited for failed: late');
  });

  it('and prints does not spoil the result', async () => {
    await open({ beats, handlers: `${undo}export const a = () => { console.log('here I am'); };` });
    const { stdout, stderr } = run('play', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'done' });
    expect(stderr).toContain('here I am');
  });

  it('and does not stop when told to is undone and ends with the process', async () => {
    await open({
      beats,
      handlers: `${undo}export const a = () => new Promise((resolve) => setTimeout(resolve, 60_000));`,
    });
    const { status, stderr } = run('play');
    expect(status).toBe(1);
    expect(stderr).toContain('stopped after 300 ms, its timeout');
    expect(workspace!.exists('undone')).toBe(true);
  });

  it('and never lets go is ended from outside', async () => {
    await open({ beats, handlers: `${undo}export const a = () => { for (;;); };` });
    const { status, signal, stderr } = run('play');
    expect({ status, signal }).toEqual({ status: null, signal: 'SIGKILL' });
    expect(stderr).toContain('a handler does not let go');
  });
});

it('a run that is interrupted stops its command and takes back what was done', async () => {
  await open({
    beats: `
- { id: a, handler: h#a, rollback: h#undo, timeout: 5s }
- { id: b, run: [node, wait.mjs], timeout: 60s, effects: none }`,
    handlers: `import { rmSync, writeFileSync } from 'node:fs';
export const a = () => writeFileSync('made', '');
export const undo = () => rmSync('made');`,
    files: {
      'wait.mjs':
        "import { writeFileSync } from 'node:fs';\nwriteFileSync('pid', String(process.pid));\nsetInterval(() => undefined, 1000);",
    },
  });
  const child = spawn(process.execPath, [bundle, 'run', 'play', '--format', 'json'], { cwd: workspace!.root });
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await expect.poll(() => workspace!.exists('pid'), { timeout: 20_000 }).toBe(true);
  expect(workspace!.exists('made')).toBe(true);
  child.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(JSON.parse(Buffer.concat(stdout).toString())).toMatchObject({
    status: 'failed',
    failure: { kind: 'cancelled' },
  });
  expect(workspace!.exists('made')).toBe(false);
  const pid = Number(workspace!.read('pid'));
  expect(() => process.kill(pid, 0)).toThrow();
});
