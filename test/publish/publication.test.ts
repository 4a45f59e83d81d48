/** `out/` is the old build or the new one, whatever kills the process and whoever builds at the same time. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../support/project.ts';

const base = mkdtempSync(join(tmpdir(), 'symphonyc-publish-'));
const env = { PATH: process.env['PATH'], SYMPHONYC_CONFIG_HOME: join(base, 'config'), NO_COLOR: '1' };
const bundle = join(repository, 'dist/symphonyc.cjs');
const run = (folder: string, args: readonly string[], more: Record<string, string> = {}) =>
  spawnSync(process.execPath, [bundle, ...args], { cwd: folder, env: { ...env, ...more }, encoding: 'utf8' });
const start = (folder: string): ChildProcess =>
  spawn(process.execPath, [bundle, 'build', '--no-cache'], { cwd: folder, env, stdio: 'ignore' });
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

function workspace(name: string): string {
  const folder = join(base, name);
  cpSync(join(repository, 'test/projects/bakery'), folder, {
    recursive: true,
    filter: (path) => !/[\\/](?:out|\.symphony|node_modules)(?:[\\/]|$)/.test(path),
  });
  return folder;
}

/** Gives the symphony another purpose, so that plans, pages and the evidence all change. */
function edit(folder: string, purpose: string): void {
  const file = join(folder, 'symphonies/shop-release.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^purpose: .*$/m, `purpose: ${purpose}`));
}

/** The digest of every file that the manifest names, as it lies below one resolved folder, agrees with the manifest. */
function wholeBuild(folder: string): string {
  const root = realpathSync(join(folder, 'out'));
  const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
  for (const { path, digest } of manifest.outputs) {
    expect(
      createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest('hex'),
      path,
    ).toBe(digest);
  }
  return createHash('sha256')
    .update(readFileSync(join(root, 'manifest.json')))
    .digest('hex');
}

function treeOf(folder: string): Record<string, string> {
  const root = realpathSync(folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(root.length), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

beforeAll(() => expect(run(base, ['--version']).status).toBe(0));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('killed at any moment', () => {
  it('the output is one whole build, the next build works, and nothing is left lying about', async () => {
    const folder = workspace('killed');
    expect(run(folder, ['build']).status).toBe(0);
    for (let i = 0; i < 16; i++) {
      edit(folder, `Round ${i} of a long day`);
      const child = start(folder);
      const exit = ended(child);
      await new Promise((resolve) => setTimeout(resolve, 60 + i * 45));
      child.kill('SIGKILL');
      await exit;
      wholeBuild(folder);
    }
    expect(run(folder, ['build']).status).toBe(0);
    wholeBuild(folder);
    expect(run(folder, ['verify', 'out']).status).toBe(0);
    expect(readdirSync(join(folder, '.symphony/builds/out')).length).toBeLessThanOrEqual(3);
    expect(readdirSync(join(folder, '.symphony/lock'))).toEqual([]);
  });
});

describe('several builds at once', () => {
  it('corrupt neither the output nor one another', async () => {
    const folder = workspace('together');
    const codes = await Promise.all([start(folder), start(folder), start(folder), start(folder)].map(ended));
    expect(codes).toEqual([0, 0, 0, 0]);
    wholeBuild(folder);
    expect(run(folder, ['verify', 'out']).status).toBe(0);
  });
});

describe('the same workspace', () => {
  it('gives the same bytes in another folder, time zone and locale, with a cache and without', () => {
    const one = workspace('one');
    const two = workspace('two/deeper');
    expect(run(one, ['build'], { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }).status).toBe(0);
    edit(two, 'Something else first');
    expect(run(two, ['build'], { TZ: 'America/Lima', LC_ALL: 'C' }).status).toBe(0);
    cpSync(join(one, 'symphonies'), join(two, 'symphonies'), { recursive: true });
    expect(run(two, ['build'], { TZ: 'America/Lima', LC_ALL: 'C' }).status).toBe(0);
    expect(treeOf(join(two, 'out'))).toEqual(treeOf(join(one, 'out')));
  });
});

describe('an output folder that is not ours', () => {
  it('is refused and left as it is', () => {
    const folder = workspace('foreign');
    cpSync(join(folder, 'data'), join(folder, 'out'), { recursive: true });
    const before = treeOf(join(folder, 'out'));
    const built = run(folder, ['build']);
    expect(built.status).toBe(2);
    expect(built.stderr).toContain('was not made by symphonyc');
    expect(treeOf(join(folder, 'out'))).toEqual(before);
  });
});
