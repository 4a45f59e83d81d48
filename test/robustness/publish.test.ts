/** The output folder: whose it is, what it holds, and what is left beside it. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectCivil } from '../support/cli.ts';
import { bothTrees, build, edited, editedWorkspace, files, tree } from '../support/edited-workspace.ts';
import { tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const builds = (root: string): string[] =>
  readdirSync(join(root, '.symphony/builds/out')).filter((name) => name !== 'current');
const shownBuild = (root: string): string => readlinkSync(join(root, '.symphony/builds/out/current'));

describe('an output folder', () => {
  it.each(['a folder', 'a file', 'a link elsewhere', 'a broken link'])(
    'that is %s is refused and left alone',
    async (what) => {
      const foreign = tempWorkspace({ 'mine.txt': 'mine' });
      const root = tempWorkspace(files);
      const out = join(root, 'out');
      if (what === 'a folder') writeFiles(root, { 'out/mine.txt': 'mine' });
      else if (what === 'a file') writeFileSync(out, 'mine');
      else symlinkSync(what === 'a broken link' ? 'nowhere' : foreign, out);
      for (const argv of [[], ['--no-cache']]) {
        const result = await build(root, argv);
        expectCivil(result);
        expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
        expect(result.err).toContain('was not made by symphonyc');
      }
      expect(
        readFileSync(
          what === 'a file' ? out : what === 'a folder' ? join(out, 'mine.txt') : join(foreign, 'mine.txt'),
          'utf8',
        ),
      ).toBe('mine');
      expect(existsSync(join(root, '.symphony/builds'))).toBe(false);
    },
  );
  it.each(['other', 'x/y/out', '../beside', '.symphony/mine'])('elsewhere, at %s, holds the same', async (out) => {
    const root = join(tempFolder(), 'w');
    writeFiles(root, files);
    await build(root);
    expect((await build(root, ['--out', out])).code).toBe(0);
    expect(tree(root, out)).toEqual(tree(root));
    writeFiles(root, edited);
    await build(root, ['--out', out]);
    await build(root);
    expect(tree(root, out)).toEqual(tree(root));
  });
  it('does not take away what another one beside it shows', async () => {
    const root = tempWorkspace(files);
    for (let i = 0; i < 3; i++) {
      writeFiles(root, { 'metrics/words.yaml': `${files['metrics/words.yaml']}description: ${i}\n` });
      await build(root);
      await build(root, ['--out', 'second']);
      await build(root, ['--out', 'third', '--no-seal']);
      expect(tree(root, 'second')).toEqual(tree(root));
      expect(Object.keys(tree(root, 'third')).length).toBeGreaterThan(3);
    }
  });
  it('that somebody edited without a trace in its times is written again with the next change', async () => {
    const root = await editedWorkspace();
    for (const path of ['plans/publish-notes.plan.json', 'report/verdict.json', 'types/context.d.ts']) {
      const file = join(root, 'out', path);
      const { atime, mtime } = statSync(file);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/[a-f]/g, 'e'));
      utimesSync(file, atime, mtime);
    }
    const { fresh } = await bothTrees();
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(fresh);
  });
  it('loses its build folder and gets it back', async () => {
    const root = tempWorkspace(files);
    await build(root);
    const before = tree(root);
    rmSync(join(root, '.symphony/builds'), { recursive: true });
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(before);
    rmSync(join(root, '.symphony'), { recursive: true });
    expect((await build(root)).code).toBe(0);
    expect(tree(root)).toEqual(before);
  });
  it('keeps one build more than it shows', async () => {
    const root = tempWorkspace(files);
    for (let i = 0; i < 4; i++) {
      writeFiles(root, { 'metrics/words.yaml': `${files['metrics/words.yaml']}description: ${i}\n` });
      const before = i === 0 ? [] : [shownBuild(root)];
      await build(root);
      expect(builds(root).sort()).toEqual([...before, shownBuild(root)].sort());
    }
  });
});

describe('what was left behind', () => {
  it('drafts, unfinished builds and links are collected, also when nothing is new', async () => {
    const root = tempWorkspace(files);
    await build(root);
    const litter = (): void => {
      mkdirSync(join(root, '.symphony/builds/out/draft-4711/site'), { recursive: true });
      writeFileSync(join(root, '.symphony/builds/out/draft-4711/site/x'), 'x');
      symlinkSync('nowhere', join(root, '.symphony/builds/out/draft-link'));
    };
    litter();
    await build(root, ['--no-cache']);
    expect(builds(root)).toEqual([shownBuild(root)]);
    litter();
    mkdirSync(join(root, '.symphony/builds/out', 'f'.repeat(32)));
    writeFiles(root, edited);
    expect((await build(root)).code).toBe(0);
    expect(builds(root)).toHaveLength(2);
  });
});
