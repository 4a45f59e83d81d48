/** The npm scripts of symphonies: as a package of their own, run by the real npm, and merged into a package.json. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PackageScript, packageScripts } from '../../compiler/base/package-scripts.ts';
import { JsonError, scanJson } from '../../compiler/scripts/json-scan.ts';
import { type MergeOptions, mergeScripts, type ScriptMerge } from '../../compiler/scripts/merge.ts';
import target from '../../compiler/targets/npm/index.ts';
import { compileFiles, emitTarget, shippedFiles } from '../support/plans.ts';
import { hostileFiles } from '../support/target-inputs.ts';

const symphony = (id: string, scripts: Record<string, object>): string =>
  JSON.stringify({
    apiVersion: 'symphonyc/v1',
    kind: 'Symphony',
    id,
    title: id,
    status: 'active',
    domain: 'stage',
    scripts,
    movements: [{ id: 'first', title: 'First', beats: [{ id: 'one', run: ['echo'] }] }],
  });

const scriptsIn = (text: string | undefined): Record<string, string> =>
  (JSON.parse(text ?? '{}') as { scripts: Record<string, string> }).scripts;

describe('the package of the shipped symphonies', () => {
  let text: string;
  const folder = mkdtempSync(join(tmpdir(), 'npm-'));
  beforeAll(async () => {
    text = emitTarget(target, await compileFiles(shippedFiles())).get('npm/package.json')!;
    mkdirSync(join(folder, 'out/npm'), { recursive: true });
    writeFileSync(join(folder, 'out/npm/package.json'), text);
    writeFileSync(join(folder, 'symphonyc'), '#!/bin/sh\nprintf "%s\\n" "$@" > "$CALLS"\n');
    chmodSync(join(folder, 'symphonyc'), 0o755);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('has the scripts of the source documents by their names', () => {
    expect(scriptsIn(text)).toMatchObject({
      'audit:symphonia:conformity': 'symphonyc run symphonia-conformity-alignment-pipeline',
      'build:symphony': 'symphonyc run build-pipeline --dynamics mf',
      'build:symphony:telemetry:ff': 'symphonyc run build-pipeline --dynamics ff',
      'build:symphony:validate': 'symphonyc run build-pipeline --movement validation',
      'pipeline:delivery:execute': 'symphonyc run safe-continuous-delivery-pipeline',
      'pipeline:delivery:release': 'symphonyc run safe-continuous-delivery-pipeline --movement release-on-demand',
      'pipeline:delivery:report': 'symphonyc report safe-continuous-delivery-pipeline',
    });
  });

  it('is private, and sorted', () => {
    const parsed = JSON.parse(text) as object;
    expect(Object.keys(parsed)).toEqual(['name', 'private', 'scripts']);
    expect(parsed).toMatchObject({ name: 'symphonia-scripts', private: true });
    const names = Object.keys(scriptsIn(text));
    expect(names).toEqual([...names].sort());
  });

  it('runs under npm', () => {
    const npm = join(dirname(process.execPath), 'npm');
    const calls = join(folder, 'calls');
    const { status } = spawnSync(npm, ['--prefix', 'out/npm', 'run', '--silent', 'build:symphony:telemetry:ff'], {
      cwd: folder,
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, CALLS: calls },
      shell: process.platform === 'win32',
    });
    expect(status).toBe(0);
    expect(readFileSync(calls, 'utf8')).toBe('run\nbuild-pipeline\n--dynamics\nff\n');
  });
});

describe('the scripts of symphonies', () => {
  it('are commands of plain words, whatever documents say', async () => {
    const text = emitTarget(target, await compileFiles(hostileFiles())).get('npm/package.json');
    const commands = Object.values(scriptsIn(text));
    expect(commands).toHaveLength(Object.keys(hostileFiles()).filter((path) => path.startsWith('symphonies/')).length);
    for (const command of commands) expect(command).toMatch(/^[a-z0-9 -]+$/);
  });

  it('are left out, and named, when two symphonies claim one name or a part of a command does not exist', async () => {
    const compiled = await compileFiles({
      'b.json': symphony('b', { same: {}, only: { movement: 'first', dynamics: 'ff' } }),
      'a.json': symphony('a', { same: { dynamics: 'p' }, lost: { movement: 'last' }, loud: { dynamics: ';reboot' } }),
    });
    expect(packageScripts(compiled.index.symphonies)).toEqual({
      scripts: [{ name: 'only', command: 'symphonyc run b --movement first --dynamics ff' }],
      conflicts: [{ name: 'same', symphonies: ['a', 'b'] }],
      unusable: [
        { name: 'lost', symphony: 'a', reason: 'there is no movement `last`' },
        { name: 'loud', symphony: 'a', reason: 'there is no level `;reboot`' },
      ],
    });
    expect(scriptsIn(emitTarget(target, compiled).get('npm/package.json'))).toEqual({
      only: 'symphonyc run b --movement first --dynamics ff',
    });
  });
});

const wanted: readonly PackageScript[] = [
  { name: 'a:play', command: 'symphonyc run a' },
  { name: 'b:play', command: 'symphonyc run b --dynamics ff' },
];

function merged(text: string, scripts = wanted, options?: MergeOptions): ScriptMerge {
  const result = mergeScripts(text, scripts, options);
  if ('problem' in result) throw new Error(result.problem.message);
  return result;
}

describe('merging scripts into a package.json', () => {
  it.each([
    [
      'after the last script',
      '{\n  "name": "x",\n  "scripts": {\n    "test": "vitest"\n  },\n  "z": [ 1,2 ]\n}\n',
      '{\n  "name": "x",\n  "scripts": {\n    "test": "vitest",\n    "a:play": "symphonyc run a",\n    "b:play": "symphonyc run b --dynamics ff"\n  },\n  "z": [ 1,2 ]\n}\n',
    ],
    [
      'into an empty object, with tabs and without a newline at the end',
      '{\n\t"scripts": {},\n\t"name": "x"\n}',
      '{\n\t"scripts": {\n\t\t"a:play": "symphonyc run a",\n\t\t"b:play": "symphonyc run b --dynamics ff"\n\t},\n\t"name": "x"\n}',
    ],
    [
      'as a new member, with CRLF and a byte order mark',
      '\ufeff{\r\n    "name": "x"\r\n}\r\n',
      '\ufeff{\r\n    "name": "x",\r\n    "scripts": {\r\n        "a:play": "symphonyc run a",\r\n        "b:play": "symphonyc run b --dynamics ff"\r\n    }\r\n}\r\n',
    ],
    [
      'on one line',
      '{"name":"x","scripts":{"test":"vitest"}}',
      '{"name":"x","scripts":{"test":"vitest","a:play":"symphonyc run a","b:play":"symphonyc run b --dynamics ff"}}',
    ],
    [
      'on one line with blanks',
      '{ "name" : "x" }\n',
      '{ "name" : "x", "scripts" : { "a:play" : "symphonyc run a", "b:play" : "symphonyc run b --dynamics ff" } }\n',
    ],
    [
      'into nothing',
      '{}',
      '{\n  "scripts": {\n    "a:play": "symphonyc run a",\n    "b:play": "symphonyc run b --dynamics ff"\n  }\n}',
    ],
    [
      'after a blank line',
      '{\n  "scripts": {\n    "test": "x",\n\n    "lint": "y"\n  }\n}\n',
      '{\n  "scripts": {\n    "test": "x",\n\n    "lint": "y",\n    "a:play": "symphonyc run a",\n    "b:play": "symphonyc run b --dynamics ff"\n  }\n}\n',
    ],
  ])('writes %s', (_, before, after) => {
    const result = merged(before);
    expect(result).toMatchObject({ text: after, added: ['a:play', 'b:play'], kept: [], replaced: [], unchanged: [] });
    expect(merged(after)).toMatchObject({ text: after, added: [], unchanged: ['a:play', 'b:play'] });
  });

  it('leaves scripts of the user that mean something else, unless told otherwise', () => {
    const before = '{ "scripts": { "a:play": "make \\u0061", "x": "1", "b:play": 7 } }';
    expect(merged(before)).toMatchObject({
      text: before,
      added: [],
      kept: [
        { name: 'a:play', current: '"make \\u0061"', wanted: 'symphonyc run a' },
        { name: 'b:play', current: '7', wanted: 'symphonyc run b --dynamics ff' },
      ],
    });
    expect(merged(before, wanted, { force: true })).toMatchObject({
      text: '{ "scripts": { "a:play": "symphonyc run a", "x": "1", "b:play": "symphonyc run b --dynamics ff" } }',
      kept: [],
      replaced: ['a:play', 'b:play'],
    });
  });

  it('takes a script that is written in another way for the same', () => {
    expect(merged('{"scripts":{"a:play":"symphonyc\\u0020run a"}}', wanted.slice(0, 1)).unchanged).toEqual(['a:play']);
  });

  it('looks at the last of repeated names, as npm does', () => {
    const before = '{"scripts":{"a:play":"symphonyc run a","a:play":"other"}}';
    expect(merged(before, wanted.slice(0, 1)).kept).toHaveLength(1);
    const forced = merged(before, wanted.slice(0, 1), { force: true });
    expect(forced.text).toBe('{"scripts":{"a:play":"symphonyc run a","a:play":"symphonyc run a"}}');
  });

  it('never writes what npm would run on its own', () => {
    const scripts = ['postinstall', 'pretest', 'prepare', 'preview', 'dependencies'].map((name) => ({
      name,
      command: 'symphonyc run a',
    }));
    const result = merged('{"scripts":{"test":"x"}}', scripts, { force: true });
    expect(result.added).toEqual(['preview']);
    expect(result.refused).toEqual([
      { name: 'postinstall', reason: 'npm runs a script of this name on its own' },
      { name: 'pretest', reason: 'npm runs it together with `test`' },
      { name: 'prepare', reason: 'npm runs a script of this name on its own' },
      { name: 'dependencies', reason: 'npm runs a script of this name on its own' },
    ]);
  });

  it('removes nothing, and names what no symphony gives any more', () => {
    const before = '{"scripts":{"old":"symphonyc run gone","mine":"symphonyc build","a:play":"symphonyc run a"}}';
    expect(merged(before, wanted.slice(0, 1))).toMatchObject({ text: before, stale: ['old'] });
  });

  it.each([
    ['', 'expected a JSON value, found the end of the file', 1, 1],
    ['{\n  "a": 1,\n}', 'expected a text that ends on its line, found `}`', 3, 1],
    ['{\n  "a": 01\n}', 'expected a comma or `}`, found `1`', 2, 9],
    ['{ "a": "x\n" }', 'expected a text that ends on its line, found `"`', 1, 8],
    ['{} x', 'there is more after the end of the JSON value', 1, 4],
    ['// no\n{}', 'expected a JSON value, found `/`', 1, 1],
    ['[]', 'a package.json has to be an object', 1, 1],
    ['{"scripts": []}', '`scripts` has to be an object', 1, 13],
    ['{"scripts": {}, "scripts": {}}', '`scripts` is written twice', 1, 17],
    [`${'['.repeat(5000)}`, 'the JSON is nested deeper than 200 levels', 1, 202],
  ])('says what is wrong with %j', (text, message, line, column) => {
    expect(mergeScripts(text, wanted)).toEqual({ problem: { message, at: { line, column } } });
  });

  it('keeps everything else, for any package', () => {
    const space = fc.constantFrom(undefined, 1, 2, 4, '\t');
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.json()),
        fc.dictionary(fc.string(), fc.string()),
        space,
        (others, own, indent) => {
          const before = `${JSON.stringify({ ...others, scripts: own }, null, indent)}\n`;
          const { text, kept, refused } = merged(before);
          const skipped = new Set([...kept, ...refused].map(({ name }) => name));
          const expected = wanted.filter(({ name }) => !skipped.has(name)).map(({ name, command }) => [name, command]);
          expect(JSON.parse(text)).toEqual({ ...others, scripts: { ...own, ...Object.fromEntries(expected) } });
          expect(JSON.stringify(JSON.parse(text), null, indent)).toBe(text.trimEnd());
          expect(merged(text).text).toBe(text);
        },
      ),
    );
  });
});

it('reads exactly the JSON that JSON.parse reads', () => {
  const token = fc.constantFrom(...'{}[],:"\\ \n\ttrufalsn0123.eE+-', '"a"', '"\\u12ab"', 'null', '1e5', '-', '\u2028');
  const accepts = (read: (text: string) => unknown, text: string): boolean => {
    try {
      read(text);
      return true;
    } catch (error) {
      if (error instanceof JsonError || error instanceof SyntaxError) return false;
      throw error;
    }
  };
  const texts = fc.oneof(
    fc.json(),
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(accepts(scanJson, text)).toBe(accepts(JSON.parse, text));
    }),
    { numRuns: 3000 },
  );
});
