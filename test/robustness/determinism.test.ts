/** The same files give the same bytes: in every folder, time zone and locale, by every order, mask, clock and cache. */

import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { bundle, type Environment, expectCivil, finished, runBundle, testEnvironment } from '../support/cli.ts';
import { digestTree, tempFolder } from '../support/temp.ts';

const environment = testEnvironment();
const project = fileURLToPath(new URL('../projects/literal', import.meta.url));

/** A real project, and beside it what it lacks: handlers, mistakes, and names that locales sort in different ways. */
function sources(): Record<string, Uint8Array> {
  const names = readdirSync(project, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(project, name)).isFile(),
  );
  const files: Record<string, Uint8Array> = Object.fromEntries(
    names.map((name) => [name, readFileSync(join(project, name))]),
  );
  const own = starterFiles['metrics/words.yaml']!;
  for (const id of ['i', 'ii', 'z', 'aa', 'ch', 'o_umlaut'])
    files[`metrics/${id}.yaml`] = Buffer.from(own.replace('id: words', `id: ${id}`));
  for (const name of ['İ', 'ı', 'ä', 'Z', 'ö', 'ß'])
    files[`metrics/${name}.yaml`] = Buffer.from(own.replace('Words', `${name} words`));
  files['metrics/broken.yaml'] = Buffer.from('a: [\n');
  files['handlers/notes.ts'] = Buffer.from(starterFiles['handlers/notes.ts']!);
  const symphony = readFileSync(join(project, 'symphony.yaml'), 'utf8');
  files['symphony.yaml'] = Buffer.from(
    symphony
      .replace(/^sources:/m, 'handlers: { notes: handlers/notes.ts }\nexclude: []\nsources:')
      .replace(/^sources:\s*\n(\s+- )/m, 'sources:\n$1metrics/*.yaml\n$1'),
  );
  return files;
}

/** A copy whose files were made in the order of `names`. */
function copyTo(folder: string, files: Record<string, Uint8Array>, names: readonly string[]): string {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), files[name]!);
  }
  return folder;
}

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly tree: Record<string, string>;
}

async function build(root: string, more: Environment = {}, ...argv: readonly string[]): Promise<Result> {
  const result = await runBundle(['build', '--format', 'json', ...argv], {
    cwd: root,
    environment: { ...environment, ...more },
  });
  expectCivil(result);
  return { code: result.code, out: result.out, tree: digestTree(join(root, 'out/')) };
}

describe('the same workspace', () => {
  const files = sources();
  const names = Object.keys(files).sort();
  let first: Result;

  beforeAll(async () => {
    first = await build(copyTo(tempFolder(), files, names));
    expect(first.code).toBe(1);
    expect(Object.keys(first.tree)).toContain('evidence.zip');
  });

  it.each<[string, Environment]>([
    ['in Kiritimati and Turkish', { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
    ['in Newfoundland and no locale', { TZ: 'America/St_Johns', LC_ALL: 'C', LANG: 'C' }],
    [
      'in Swedish, for another user on another machine',
      { LC_ALL: 'sv_SE.UTF-8', HOME: '/nowhere', USER: 'other', HOSTNAME: 'other', PATH: '/bin' },
    ],
  ])('%s', async (_, more) => {
    expect(await build(copyTo(tempFolder(), files, names), more)).toEqual(first);
  });
  it('in a deeper folder with a name of its own, its files made in reverse and long ago', async () => {
    const root = copyTo(join(tempFolder(), 'sub folder/ünï/{a,b}*'), files, names.toReversed());
    for (const name of names) utimesSync(join(root, name), 1, 1);
    expect(await build(root)).toEqual(first);
  });
  it('under another mask', async () => {
    const root = copyTo(tempFolder(), files, names);
    const command = `umask 0777 && umask 0077 && exec "${process.execPath}" "${bundle}" build --format json`;
    const child = spawn('sh', ['-c', command], { cwd: root, env: { PATH: process.env['PATH'], ...environment } });
    const { code, out } = await finished(child);
    expect({ code, out, tree: digestTree(join(root, 'out/')) }).toEqual(first);
  });
  it('with a cache, without one, and with the cache of another state', async () => {
    const root = copyTo(tempFolder(), files, names);
    expect(await build(root, {}, '--no-cache')).toEqual(first);
    expect(await build(root)).toEqual(first);
    expect(await build(root)).toEqual(first);
    const other = copyTo(tempFolder(), files, names);
    writeFileSync(
      join(other, 'metrics/z.yaml'),
      Buffer.concat([files['metrics/z.yaml']!, Buffer.from('description: x\n')]),
    );
    await build(other);
    cpSync(join(root, 'metrics/z.yaml'), join(other, 'metrics/z.yaml'));
    expect(await build(other)).toEqual(first);
  });
  it('on another day, where nothing depends on it', async () => {
    expect(await build(copyTo(tempFolder(), files, names), {}, '--as-of', '2031-12-31')).toEqual(first);
  });
  it('through a link', async () => {
    const root = copyTo(tempFolder(), files, names);
    const link = join(tempFolder(), 'link');
    symlinkSync(root, link);
    expect(await build(link)).toEqual(first);
    expect(await build(root)).toEqual(first);
  });
  it('from a folder inside it, and by its path', async () => {
    const root = copyTo(tempFolder(), files, names);
    const inside = await runBundle(['build', '--format', 'json'], { cwd: join(root, 'metrics'), environment });
    expect({ code: inside.code, out: inside.out, tree: digestTree(join(root, 'out/')) }).toEqual(first);
    const other = copyTo(tempFolder(), files, names);
    const outside = await runBundle(['build', '--format', 'json', '-C', other], { cwd: '/', environment });
    expect({ code: outside.code, out: outside.out, tree: digestTree(join(other, 'out/')) }).toEqual(first);
  });
});
