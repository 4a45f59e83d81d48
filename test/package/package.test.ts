/** The package as users install it: packed, installed from the tarball in an empty folder, and used. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../support/project.ts';

const folder = mkdtempSync(join(tmpdir(), 'symphonyc-package-'));
const installed = join(folder, 'node_modules/symphonyc');
const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], repository);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  linkDependencies();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The dependencies that the package declares, and what they need, from this repository's own installation. */
function linkDependencies(): void {
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
  }
}

function symphonyc(args: readonly string[], cwd: string) {
  const env = { ...process.env, SYMPHONYC_CONFIG_HOME: join(folder, 'config'), NO_COLOR: '1' };
  return spawnSync(process.execPath, [join(installed, 'dist/symphonyc.cjs'), ...args], { cwd, env, encoding: 'utf8' });
}

describe('the package', () => {
  it('holds the program, the schemas, the licences and nothing of the workshop', () => {
    const names = readdirSync(installed, { recursive: true }).map(String);
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json', 'schemas']);
    expect(names).toContain('dist/LICENSES.txt');
    expect(names.filter((name) => name.endsWith('.ts'))).toEqual([]);
  });
  it('has the schemas where the README says', () => {
    const readme = readFileSync(join(installed, 'README.md'), 'utf8');
    const [, path] = /\$schema=\S*\/node_modules\/(\S+\.json)/.exec(readme)!;
    expect(existsSync(join(folder, 'node_modules', path!))).toBe(true);
  });
  it('declares exactly what the program loads from outside itself', () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    const texts = readdirSync(join(installed, 'dist'), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.cjs'))
      .map((name) => readFileSync(join(installed, 'dist', name), 'utf8'));
    expect(texts.length).toBeGreaterThan(10);
    const imports = texts.flatMap((text) =>
      [
        ...text.matchAll(/\b(?:require|import|__import)\("([^"./][^":]*)"\)/g),
        ...text.matchAll(/\bresolve\("([a-z-]+)\/package\.json"\)/g),
      ].map((match) => match[1]!),
    );
    const packages = imports.filter((name) => /^(?:@[a-z-]+\/)?[a-z-]+$/.test(name) && !isBuiltin(name));
    expect([...new Set(packages)].sort()).toEqual(Object.keys(dependencies).sort());
  });
  it('creates, builds, plays and verifies a workspace', () => {
    expect(symphonyc(['init', 'mine'], folder).status).toBe(0);
    const mine = join(folder, 'mine');
    const built = symphonyc(['build'], mine);
    expect(built.stdout).toContain('conforms: no violations');
    expect(built.status).toBe(0);
    expect(existsSync(join(mine, 'out/site/index.html'))).toBe(true);
    expect(symphonyc(['verify', 'out'], mine).status).toBe(0);
    const played = symphonyc(['run', 'publish-notes'], mine);
    expect(played.stderr).toContain('publish-notes');
    expect(played.status).toBe(0);
    expect(readFileSync(join(mine, 'site/notes.txt'), 'utf8')).toBe('THE FIRST NOTE.\n');
  });
});

const isBuiltin = (name: string): boolean => builtinModules.includes(name);
