/** The Justfile, read and run by the real `just`. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import target from '../../compiler/targets/just/index.ts';
import { hiddenIn } from '../support/cli.ts';
import { compileFiles, emitTarget, type Files, repository, shippedFiles } from '../support/plans.ts';
import { hostile, hostileFiles } from '../support/target-inputs.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder with the Justfile of a workspace and a `symphonyc` that writes down how it was called. */
async function workspace(files: Files): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'just-'));
  folders.push(folder);
  const text = emitTarget(target, await compileFiles(files)).get('Justfile');
  writeFileSync(join(folder, 'Justfile'), text ?? '');
  const script = '#!/bin/sh\nfor argument in "$0" "$@"; do printf "%s\\n" "$argument"; done >> "$CALLS"\n';
  for (const name of ['symphonyc', 'other']) {
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** The program itself: the package starts it through Node, which takes longer than anything it does. */
const program = spawnSync(
  process.execPath,
  [join(repository, 'node_modules/rust-just/lib/index.mjs'), '--justfile', '-', '--evaluate', 'program'],
  { input: 'program := just_executable()\n', encoding: 'utf8' },
).stdout;

function just(folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const calls = join(folder, 'calls');
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, CALLS: calls, ...environment };
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const called = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  rmSync(calls, { force: true });
  return { status, stdout, stderr, called: called.map((word) => word.replace(`${folder}/`, '')) };
}

interface Dump {
  readonly recipes: Readonly<
    Record<string, { readonly doc: string | null; readonly attributes: readonly unknown[]; readonly body: unknown }>
  >;
}

const dump = (folder: string): Dump => JSON.parse(just(folder, ['--dump', '--dump-format', 'json']).stdout) as Dump;

const symphony = (id: string, more = ''): string => `apiVersion: symphonyc/v1
kind: Symphony
id: ${id}
title: The ${id}
status: active
domain: stage
dynamics: f
movements:
  - id: first
    title: First
    beats:
      - { id: one, run: [echo, one] }
      - { id: two, run: [echo, two], from: ff }
      - { id: three, run: [echo, "{x}"], each: { x: [a, b, c] }, from: f }
${more}`;

describe.each([
  ['the shipped symphonies', shippedFiles],
  ['a hostile workspace', hostileFiles],
  ['an empty workspace', () => ({ 'domain.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\n' })],
])('the Justfile of %s', (_, files) => {
  let folder: string;
  beforeAll(async () => {
    folder = await workspace(files());
  });

  it('is formatted as just formats it', () => {
    expect(just(folder, ['--fmt', '--check'])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('is listed, by default too', () => {
    const listed = just(folder, ['--list', '--unsorted']);
    expect(listed.status).toBe(0);
    expect(just(folder, [])).toMatchObject({ status: 0, stdout: listed.stdout, called: [] });
  });

  it('calls symphonyc with identifiers only', () => {
    const { recipes } = dump(folder);
    for (const [name, { body }] of Object.entries(recipes)) {
      if (name === 'default') continue;
      const [[[program], text]] = body as [[[unknown], string]];
      expect(program).toEqual(['variable', 'symphonyc']);
      expect(text).toMatch(/^ (build|check|run [a-z0-9-]+( --(movement|dynamics) [a-z0-9-]+)?)$/);
    }
  });

  it('runs nothing while it is read', () => {
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });
});

it('keeps the text of documents as it is', async () => {
  const { recipes } = dump(await workspace(hostileFiles()));
  hostile.forEach((_, i) => {
    const { doc } = recipes[`odd-${i}`]!;
    expect(hiddenIn(String(doc))).toBeUndefined();
    expect(doc).toContain(
      ['quoted', 'pwned', '{{ shell("touch pwned") }}', 'heading', '*/', '</script>', '|---|'][i] ?? '',
    );
  });
});

describe('the recipes of a small workspace', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await workspace({
      'play.yaml': symphony('play'),
      'build.yaml': symphony('build'),
      'p.yaml': symphony('p', '  - id: p\n    title: Soft\n    beats: [{ id: four, run: [echo] }]\n'),
      'play-p.yaml': symphony('play-p'),
    });
  });

  it.each([
    ['build', ['symphonyc', 'build']],
    ['check', ['symphonyc', 'check']],
    ['play', ['symphonyc', 'run', 'play']],
    ['play--first', ['symphonyc', 'run', 'play', '--movement', 'first']],
    ['play_ff', ['symphonyc', 'run', 'play', '--dynamics', 'ff']],
    ['play-p', ['symphonyc', 'run', 'play-p']],
    ['play_p', ['symphonyc', 'run', 'play', '--dynamics', 'p']],
    ['p--p', ['symphonyc', 'run', 'p', '--movement', 'p']],
    ['p_p', ['symphonyc', 'run', 'p', '--dynamics', 'p']],
    ['play_build', ['symphonyc', 'run', 'build']],
    ['play_build--first', ['symphonyc', 'run', 'build', '--movement', 'first']],
    ['play_build_mf', ['symphonyc', 'run', 'build', '--dynamics', 'mf']],
  ])('%s runs', (name, called) => {
    expect(just(folder, [name])).toMatchObject({ status: 0, called });
  });

  it('call another program when asked to', () => {
    const environment = { SYMPHONYC: 'other symphonyc' };
    expect(just(folder, ['play_ff'], environment).called).toEqual([
      'other',
      'symphonyc',
      'run',
      'play',
      '--dynamics',
      'ff',
    ]);
  });

  it('count the beats that play', () => {
    const { recipes } = dump(folder);
    expect(recipes['play']!.doc).toMatch(/^The play \(4 beats at f\)/);
    expect(recipes['play_mf']!.doc).toMatch(/^The play \(1 beat at mf\)/);
    expect(recipes['play_ff']!.doc).toMatch(/^The play \(5 beats at ff\)/);
    expect(recipes['p--p']!.doc).toMatch(/^Soft \(1 beat at f\)/);
  });

  it('stand in the group of their symphony', () => {
    expect(dump(folder).recipes['play--first']!.attributes).toContainEqual({ group: 'play' });
  });

  it('say when a symphony cannot be played', async () => {
    const broken = await workspace({
      'play.yaml': symphony('play').replace('{ id: one,', '{ id: one, needs: [nobody],'),
    });
    expect(dump(broken).recipes['play']!.doc).toContain('not playable before its violations are repaired');
  });
});
