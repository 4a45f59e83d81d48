/** What makes the parser lose its place is told, and nothing of what it says of the lines below. */
import { describe, expect, it } from 'vitest';
import { domain, symphony } from '../../compiler/rules/example.ts';
import { seenIn } from '../support/mistakes.ts';
import { diagnose } from '../support/workspace.ts';

const told = async (text: string): Promise<string[]> =>
  (await seenIn({ 'a.yaml': text }, 'YAML_SYNTAX')).map(
    ({ at, message }) => `${at.replace('a.yaml:', '')}: ${message}`,
  );

describe('tabs that indent', () => {
  const tab = (line: number): string => `${line} \t: a tab stands where only blanks indent`;
  it.each<[what: string, text: string, expected: string[]]>([
    ['behind blanks, below a value', 'b:\n  - id: x\n      \ttimeout: 5s\n  - id: y\n', [tab(3)]],
    ['behind blanks, below a list', 'b:\n  - id: x\n    run: [a]\n      \ttimeout: 5s\n  - id: y\n', [tab(4)]],
    ['in the first column', 'b:\n  - id: x\n\t  timeout: 5s\n  - id: y\n    timeout: 5s\nc: @x\n', [tab(3)]],
    ['before an entry', 'a:\n  - id: x\n\t- id: y\n', [tab(3)]],
    ['in two lines', 'a:\n  b: 1\n  \tc: 2\nd: 3\ne:\n  f: 1\n\tg: 2\n', [tab(3), tab(7)]],
    ['behind a dash', 'a:\n  -\tid: x\n  \ty: 2\n', [tab(2), tab(3)]],
    ['between brackets', 'a: [1,\n\t2]\nb: 1\n', [tab(2)]],
    ['after another mistake', 'a: @x\nb:\n\tc: 1\n', ['1 @: a text cannot begin with `@`', tab(3)]],
    ['not in a text of several lines', 'a: |\n  x\n  \ty: 1\nb:\n\tc: 1\n', [tab(5)]],
    ['two of them', 'a:\n\t\tb: 1\n', ['2 \t\t: 2 tabs stand where only blanks indent']],
  ])('%s', async (_, text, expected) => {
    expect(await told(text)).toEqual(expected);
  });
  it('are told in twenty lines at most', async () => {
    expect(await told(`a:\n${'\tb:\n'.repeat(50)}`)).toHaveLength(20);
  });
});

describe('unresolved merge conflicts', () => {
  const conflict = '<<<<<<< HEAD\nid: a\n=======\nid: b\n>>>>>>> other\n';
  it.each<[text: string, expected: string[]]>([
    [`title: x\n${conflict}b: @x\n`, ['2 <<<<<<< HEAD: unresolved merge conflict']],
    [
      `a: @x\n${conflict}c: 1\n${conflict}d:\n\te: 1\n`,
      [
        '1 @: a text cannot begin with `@`',
        '2 <<<<<<< HEAD: unresolved merge conflict',
        '8 <<<<<<< HEAD: unresolved merge conflict',
      ],
    ],
    [`b:\n  - id: a\n    run: [x]\n${conflict}`, ['4 <<<<<<< HEAD: unresolved merge conflict']],
  ])('%j', async (text, expected) => {
    expect(await told(text)).toEqual(expected);
  });
  it('are told twenty times at most', async () => {
    expect(await told('<<<<<<< HEAD\na: 1\n'.repeat(20_000))).toHaveLength(20);
  });
  it('say where they end and what to do', async () => {
    expect(await seenIn({ 'a.yaml': conflict }, 'YAML_SYNTAX')).toMatchObject([
      {
        at: 'a.yaml:1 <<<<<<< HEAD',
        help: 'keep what is right of the two sides, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`',
        notes: ['a.yaml:5 >>>>>>> other: it ends here'],
      },
    ]);
  });
});

describe('a missing dash', () => {
  const play = (...beats: string[]): Record<string, string> => ({
    'build.yaml': domain(),
    'play.yaml': symphony({
      movements: `movements:\n  - id: one\n    title: One\n    beats:\n${beats.map((line) => `${line}\n`).join('')}`,
    }),
  });
  const missing = (line: string): string => `\`-\` is missing before \`${line}\`, which begins an entry of a list`;
  const [a, c] = [
    ['      - id: a', '        run: [x]', '        timeout: 5s'],
    ['      - id: c', '        run: [x]', '        timeout: 5s'],
  ];
  const without = (entry: readonly string[]): string[] => entry.map((line) => line.replace('- ', ''));

  it.each<[what: string, beats: string[], at: string, message: string]>([
    ['before a later beat', [...a, ...without(c)], '14 id: c', missing('id: c')],
    ['before the first of two', [...without(a), ...c], '11 id: a', missing('id: a')],
    ['before the only one', without(a), '11 id: a', missing('id: a')],
    [
      'with all fields at one column',
      [...a.map((line) => line.replace('- ', '  ')), ...c],
      '11 id: a',
      missing('id: a'),
    ],
    [
      'with no blank behind it',
      [a[0]!.replace('- ', '-'), ...a.slice(1), ...c],
      '11 -',
      'a blank is missing after `-`',
    ],
  ])('%s', async (_, beats, at, message) => {
    expect(await seenIn(play(...beats))).toMatchObject([{ code: 'YAML_SYNTAX', at: `play.yaml:${at}`, message }]);
  });
  it('is put in by the fix where the other fields are deeper', async () => {
    const [found] = await seenIn(play(...a, ...without(c)));
    expect(found!.fixed).toBe('- id: c');
    const column = c.map((line) => line.replace('- ', '').replace('        ', '      '));
    expect((await seenIn(play(...a, ...column)))[0]).not.toHaveProperty('fixed');
  });
  it('makes keys that are written twice one mistake', async () => {
    const deeper = c.map((line) => line.replace('- ', '  '));
    expect(await seenIn(play(...a, ...deeper, ...deeper.slice(1)), 'DUPLICATE_KEY')).toMatchObject([
      {
        at: 'play.yaml:14 id',
        help: 'write `- ` before it when it begins another entry; else remove or rename one of the two',
      },
    ]);
  });
  it('is told where a list is written as a mapping', async () => {
    const column = without(a).map((line) => line.replace('        ', '      '));
    const found = (await diagnose(play(...column)))[0];
    expect(found).toMatchObject({
      message: '`beats` must be a list, not a mapping',
      help: 'each entry of a list begins with `- `, such as `- id: …`',
    });
  });
});
