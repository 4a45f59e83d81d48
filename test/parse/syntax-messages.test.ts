/** Mistakes in YAML: told in words of our own, where their author can do something about them, with the fix where it is plain. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domain } from '../../compiler/rules/example.ts';
import { seenIn } from '../support/mistakes.ts';
import { diagnose } from '../support/workspace.ts';
import { yamlSoup } from '../support/yaml-arbitrary.ts';

const seen = (text: string) => seenIn({ 'a.yaml': text }, 'YAML_SYNTAX');

describe('what is never closed is shown where it opens', () => {
  it.each<[name: string, text: string, at: string, message: string, note: string]>([
    ['a quote', 'a: 1\nb: "bad\nc: 2\n', '2 "', 'the quote `"` is never closed', '3 : it is still open here'],
    ['a single quote', "a: 'bad\nb: it's 2\n", "1 '", "the quote `'` is never closed", '1 : it is still open here'],
    ['a quote in a list', 'a: ["x, y]\nb: 1\n', '1 "', 'the quote `"` is never closed', '2 : it is still open here'],
    ['a bracket', 'id: [build\n', '1 [', 'the bracket `[` is never closed', '1 : it is still open here'],
    [
      'a bracket before a field',
      'x:\n  a: [1, "]", # ]\n     [2]\n  b: 2\nc: 3\n',
      '2 [',
      'the bracket `[` is never closed',
      '4 b: `]` is missing before this',
    ],
    [
      'a brace',
      'x: |\n  {\na: { b: 1\nc: 2\n',
      '3 {',
      'the bracket `{` is never closed',
      '4 c: `}` is missing before this',
    ],
    [
      'a bracket closed by a brace',
      'a: [1, 2}\nb: 1\n',
      '1 [',
      'the bracket `[` is never closed',
      '1 }: `}` stands here instead of `]`',
    ],
  ])('%s', async (_, text, at, message, note) => {
    expect(await seen(text)).toMatchObject([{ at: `a.yaml:${at}`, message, notes: [`a.yaml:${note}`] }]);
  });
});

describe('each mistake is told once', () => {
  it.each<[text: string, at: string, message: string, help: string | undefined, fixed?: string]>([
    ['a: 1]\nb: ]\n', '2 ]', '`]` closes nothing', 'remove it, or put the text that it belongs to in quotes'],
    [
      'a: "b" c\n',
      '1 c',
      '`c` stands behind the closing quote',
      'put all of the text between the quotes, or none of it',
    ],
    [
      '"a" b: 1\n',
      '1 b',
      '`b` stands behind the closing quote',
      'put all of the text between the quotes, or none of it',
    ],
    [
      'a: [b] c\n',
      '1 c',
      '`c` stands behind the closing bracket',
      'put it between the brackets, or all of the text in quotes',
    ],
    [
      'title: Build: all of it # x\n',
      '1 Build: all of it',
      'the value of `title` holds a colon with a blank, as only a key does',
      'put it in quotes: `"Build: all of it"`',
      'title: "Build: all of it" # x',
    ],
    [
      '- a: b: c\n',
      '1 b: c',
      'the value of `a` holds a colon with a blank, as only a key does',
      'put it in quotes: `"b: c"`',
      '- a: "b: c"',
    ],
    ['a:\n\tb: 1\n', '2 \t', 'a tab stands where only blanks indent', 'put blanks in its place, two for each level'],
    [
      'a:\n    x: 1\n\n # c\n   b: 2\n',
      '5 b: 2',
      'this line is indented by 3 blanks, which fits none of the lines above',
      'indent it by 0 or 4',
    ],
    [
      'a:\n  - b\n - c\n',
      '3 - c',
      'this entry is indented by 1 blank, which fits none of the lines above',
      'indent it by 0 or 2',
    ],
    [
      'a: 1\n  b: 2\n',
      '2 b: 2',
      'this line is indented by 2 blanks, deeper than the line above, which has a value already',
      'indent it like the line above, or remove the value there',
    ],
    [
      'a: 1\nsome text\nc: 2\n',
      '2 some text',
      '`some text` is no field: it has no colon',
      'write a field, or indent the line deeper when it goes on with the text above',
    ],
    ['a: 1\nb:2\nc: 3\n', '2 :', 'a blank is missing after `b:`', undefined, 'b: 2'],
    ['a: @x y\n', '1 @', 'a text cannot begin with `@`', 'put it in quotes', 'a: "@x y"'],
    ['a: `x`\n', '1 `', 'a text cannot begin with a backtick', 'put it in quotes', 'a: "`x`"'],
    [
      'a: &x 1\nb: *x y\n',
      '2 y',
      '`y` stands behind the alias `*x`',
      'put a text that begins with `*` in quotes',
      'b: "*x y"',
    ],
    [
      'a: * b\n',
      '1 *',
      '`*` stands for a value that was named, and the name is missing',
      'put a text that begins with `*` in quotes',
      'a: "* b"',
    ],
    [
      'a: & b\n',
      '1 &',
      '`&` names a value, and the name is missing',
      'put a text that begins with `&` in quotes',
      'a: "& b"',
    ],
    ['a: &base 1\nb: *bsae\n', '2 *bsae', 'no value before has the anchor `&bsae`', 'did you mean `*base`?'],
    ['a: &x &y 1\n', '1 &y', 'a value has a second anchor', 'remove one of the two'],
    ['a: !!str !!int 1\n', '1 !!int', 'a value has a second tag', 'remove one of the two'],
    ['a: &x 1\nb: &y *x\n', '2 *x', 'an alias has no anchor and no tag of its own', 'remove what stands before it'],
    [
      'a: !<x bar\n',
      '1 !<x',
      'the tag `!<x` is not known',
      'definitions need no tags: remove it, or put a text that begins with `!` in quotes',
    ],
    [
      'a: "\\q"\n',
      '1 \\q',
      '`\\q` is no escape that YAML knows',
      'write a back slash as `\\\\`, or put the text in single quotes, in which nothing is escaped',
    ],
    [
      'a: "\\u12"\n',
      '1 \\u12',
      '`\\u12` is no escape that YAML knows',
      'write a back slash as `\\\\`, or put the text in single quotes, in which nothing is escaped',
    ],
    [
      'a: - b\n',
      '1 -',
      'a list with `-` cannot begin in the line of its field',
      'begin it in the next line, or write it between brackets: `[a, b]`',
    ],
    [
      'a: 1\n- b\n',
      '2 - b',
      'an entry of a list stands beside the fields of a mapping',
      'indent it below the field that it belongs to, or write a field',
    ],
    [
      '- a\nb: 1\n',
      '2 b: 1',
      '`b: 1` stands beside the entries of a list',
      'begin it with `- `, or indent it like the field that the list belongs to',
    ],
    ['a: [x y, "q" "r"]\n', '1 "r"', 'a comma is missing before `"r"`', undefined],
    ['{"a": 1\n "b": 2}\n', '2 "b"', 'a comma is missing before `"b"`', undefined],
    ['b: {c: 1 d: 2}\n', '1 d', 'a comma is missing before `d`', undefined],
    ['a: [x,,y]\n', '1 ,', 'a value is missing before this comma', 'remove the comma, or write the value'],
    ['a: "x"#c\n', '1 #c', 'a blank is missing before `#`', 'put a blank there, or the whole text in quotes'],
    [
      'a: |x\n  b\n',
      '1 x',
      'only `+`, `-` or a digit may follow the `|` or `>` of a text of several lines',
      'begin the text in the next line',
    ],
    [
      'a: |\n     \n  b\n',
      '3 b',
      'the lines of this text do not begin at one column',
      'indent its first lines like the others',
    ],
    ['"a\n b": 1\n', '1 "a', 'a key must stand in one line', 'close its quotes in the line in which they open'],
    ['--- a: 1\n', '1 a', 'a document begins in the line below `---`', 'begin a new line after `---`'],
    [
      '%YAML 1.2\na: 1\n',
      '2 a',
      'a line `---` is missing above this',
      'write `---` between the directives and the document',
    ],
    [
      '%YAML 9.9\n',
      '1 9.9',
      'this is no directive of YAML 1.2',
      'remove the line, or put a text that begins with `%` in quotes',
    ],
    ['? [a]\n: 1\n', '1 [a]', 'a key must be plain text, not a list or a mapping', 'put it in quotes when it is text'],
    [
      'a: .inf\n',
      '1 .inf',
      '`.inf` is no number that a definition can hold',
      'write a finite number, or put the text in quotes',
    ],
    [
      'a: [-1e999]\n',
      '1 -1e999',
      '`-1e999` is no number that a definition can hold',
      'write a finite number, or put the text in quotes',
    ],
    [
      'a: .NaN\n',
      '1 .NaN',
      '`.NaN` is no number that a definition can hold',
      'write a finite number, or put the text in quotes',
    ],
  ])('%j', async (text, at, message, help, fixed) => {
    const [found, ...others] = await seen(text);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ at: `a.yaml:${at}`, message });
    expect([found!.help, found!.fixed]).toEqual([help, fixed]);
  });

  it('and those that do not disturb each other are told together', async () => {
    expect((await seen('a: @x\nb: c: d\ne: "\\q"\nf: 1\n')).map(({ at }) => at)).toEqual([
      'a.yaml:1 @',
      'a.yaml:2 c: d',
      'a.yaml:3 \\q',
    ]);
  });
});

it('a fix leaves a file that can be read', async () => {
  for (const title of ['Build: all of it', '@home', '`x`', '% done', '*x y']) {
    const text = domain().replace('Title of build', title);
    const [found] = await seen(text);
    const after = text.replace(title, `"${title}"`);
    expect(found!.fixed).toBe(`title: "${title}"`);
    expect(await seen(after)).toEqual([]);
  }
});

it('no text at all brings out the words of the parser, or a place outside of it', async () => {
  const foreign = /Implicit|[Bb]lock (?:seq|coll|scalar)|flow-|Flow (?:map|seq)|token in|node end|Unexpected|indicator/;
  await fc.assert(
    fc.asyncProperty(yamlSoup, async (text) => {
      for (const { code, message, range, help, related } of await diagnose({ 'a.yaml': text })) {
        if (code !== 'YAML_SYNTAX') continue;
        expect([message, help, ...related.map((one) => one.message)].join('\n')).not.toMatch(foreign);
        const lines = text.split('\n');
        for (const { start } of [range, ...related.map((one) => one.range)]) {
          expect(start.line).toBeLessThanOrEqual(lines.length);
          expect(start.column).toBeLessThanOrEqual(lines[start.line - 1]!.length + 1);
        }
      }
    }),
    { numRuns: 3000 },
  );
});
