/** The npm scripts of symphonies in the package.json of a user: merged by text, and through the command. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonError, scanJson } from '../../compiler/base/json-scan.ts';
import type { PackageScript } from '../../compiler/base/package-scripts.ts';
import scriptsCommand from '../../compiler/cli/commands/scripts.ts';
import { memoryHost } from '../../compiler/host/memory.ts';
import { mergeScripts, type ScriptMerge } from '../../compiler/scripts/merge.ts';
import { playing } from '../support/target-inputs.ts';

const wanted: readonly PackageScript[] = [
  { name: 'a:play', command: 'symphonyc run a' },
  { name: 'b:play', command: 'symphonyc run b --dynamics ff' },
];

function merged(text: string, scripts = wanted, options?: Parameters<typeof mergeScripts>[2]): ScriptMerge {
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

describe('symphonyc scripts', () => {
  const files = {
    'symphony.yaml':
      'apiVersion: symphonyc/v1\nkind: Workspace\nid: stage\ntitle: Stage\nsources: [plays/*.json]\nstatus: active\n',
    'plays/a.json': playing('a', { 'a:play': {}, same: {} }),
    'plays/b.json': playing('b', { 'b:play': { dynamics: 'ff' } }),
  };

  async function call(more: Record<string, string>, options: Record<string, unknown>) {
    const entries = Object.entries({ ...files, ...more }).map(([path, text]) => [`/work/${path}`, text]);
    const host = memoryHost(Object.fromEntries(entries) as Record<string, string>, { now: 0 });
    const said = { out: '', err: '' };
    const context = {
      host,
      cwd: '/work/plays',
      out: (text: string) => {
        said.out += text;
      },
      err: (text: string) => {
        said.err += text;
      },
      terminal: false,
      color: false,
      onInterrupt: () => () => undefined,
    };
    const code = await scriptsCommand.run(context, options, []);
    const bytes = host.stat('/work/package.json') && host.readFile('/work/package.json');
    return { ...said, code, written: bytes && new TextDecoder().decode(bytes) };
  }

  it('shows the scripts and touches nothing', async () => {
    const result = await call({ 'package.json': '{}' }, {});
    expect(JSON.parse(result.out)).toEqual({
      'a:play': 'symphonyc run a',
      'b:play': 'symphonyc run b --dynamics ff',
      same: 'symphonyc run a',
    });
    expect(result).toMatchObject({ code: 0, written: '{}' });
    expect(result.err).toBe('3 scripts would be added, 0 would be replaced, 0 unchanged\n');
  });

  it('shows them where there is no package', async () => {
    expect(await call({}, {})).toMatchObject({ code: 0, err: '', written: undefined });
  });

  it('writes them with --write, and says what it left', async () => {
    const result = await call({ 'package.json': '\ufeff{"scripts":{"same":"make"}}\n' }, { write: true });
    expect(result).toEqual({
      code: 1,
      out: '',
      err: 'kept `same`: it is "make", not "symphonyc run a"; overwrite it with `--force`, or rename one of the two\n2 scripts added, 0 replaced, 0 unchanged\n',
      written: '{"scripts":{"same":"make","a:play":"symphonyc run a","b:play":"symphonyc run b --dynamics ff"}}\n',
    });
  });

  it('overwrites with --force', async () => {
    const result = await call({ 'package.json': '{"scripts":{"same":"make"}}' }, { write: true, force: true });
    expect(result).toMatchObject({ code: 0, err: '2 scripts added, 1 replaced, 0 unchanged\n' });
    expect(JSON.parse(result.written ?? '')).toHaveProperty('scripts.same', 'symphonyc run a');
  });

  it('names what two symphonies claim', async () => {
    const result = await call({ 'plays/c.json': playing('c', { same: { report: true } }), 'package.json': '{}' }, {});
    expect(result.code).toBe(1);
    expect(result.err).toContain('left out `same`: `a` and `c` claim the name; give all but one another name\n');
  });

  it.each([
    [{}, 'there is no /work/package.json'],
    [{ 'package.json': '{,}' }, '/work/package.json:1:2: expected a text that ends on its line, found `,`'],
  ])('refuses %j', async (more, message) => {
    await expect(call(more, { write: true })).rejects.toThrow(message);
  });
});
