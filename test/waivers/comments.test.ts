/** Which comments waive something, and what each is about: the same whichever parser reads the file. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceText } from '../../compiler/base/text.ts';
import { readCommonYaml } from '../../compiler/parse/common-yaml.ts';
import { parse } from '../../compiler/parse/index.ts';
import { commentsByLexer } from '../../compiler/parse/lexed-comments.ts';
import { commentsBySpans } from '../../compiler/parse/waiver-comments.ts';

/** Each comment with the text that it covers. */
async function seen(text: string): Promise<(readonly [string, string | undefined])[]> {
  const { waivers = [] } = await parse('x.yaml', new TextEncoder().encode(text));
  const lines = text.split('\n');
  return waivers.map(({ text: said, covers }) => {
    if (!covers) return [said, undefined];
    const { start, end } = covers;
    const inside = lines.slice(start.line - 1, end.line);
    inside[inside.length - 1] = inside.at(-1)!.slice(0, end.column - 1);
    inside[0] = inside[0]!.slice(start.column - 1);
    return [said, inside.join('\n')];
  });
}

const W = 'symphonyc-waive X';

/** Common YAML, and the same with an escape that only the full parser reads. */
const both = (text: string): [parser: string, text: string, key: string][] => [
  ['fast', text, 'a'],
  ['full', text.replace('a:', '"\\x61":'), '"\\x61"'],
];

describe.each([
  ['behind a value: its line', `a: 1 # ${W}\nb: 2\n`, [[W, `KEY: 1 # ${W}`]]],
  ['above a field: the field with all in it', `a: 1\n# ${W}\nb:\n  c: 1\n  d: 2\ne: 3\n`, [[W, 'b:\n  c: 1\n  d: 2']]],
  ['above the first field: the document', `# ${W}\na: 1\nb: 2\n`, [[W, 'KEY: 1\nb: 2']]],
  ['above an item: the item alone', `a:\n  # ${W}\n  - b: 1\n    c: 2\n  - b: 2\n`, [[W, 'b: 1\n    c: 2']]],
  ['behind the last item: what follows', `a:\n  - b: 1\n  # ${W}\nc: 3\n`, [[W, 'c: 3']]],
  ['at the end: nothing', `a: 1\n# ${W}\n`, [[W, undefined]]],
  ['in front of the next document: that', `a: 1\n---\n# ${W}\nb: 2\n`, [[W, 'b: 2']]],
  [
    'two above one item',
    `a:\n  # ${W} 1\n  # ${W} 2\n  - b\n`,
    [
      [`${W} 1`, 'b'],
      [`${W} 2`, 'b'],
    ],
  ],
  [
    'inside brackets',
    `a: [\n    # ${W}\n    b,\n    c # ${W} 2\n  ]\n`,
    [
      [W, 'b'],
      [`${W} 2`, `    c # ${W} 2`],
    ],
  ],
  ['without blanks', `a: 1 #${W}\n`, [[W, `KEY: 1 #${W}`]]],
  ['in quotes: none', `a: "x # ${W}"\nb: 'y # ${W}'\n'c # ${W}': 1\n`, []],
  ['behind quotes', `a: "x # y" # ${W}\n`, [[W, `KEY: "x # y" # ${W}`]]],
  ['inside a word: none', `a: x#${W}\n`, []],
  ['inside another comment: none', `a: 1 # see # ${W}\n## ${W}\nb: 2\n`, []],
])('%s', (_, text, expected) => {
  it.each(both(text))('%s parser', async (_parser, written, key) => {
    const found = await seen(written);
    expect(found).toEqual(
      expected.map(([said, covered]) => [said, covered?.replace('KEY', key).replace(/^a:/, `${key}:`)]),
    );
  });
});

it.each([
  ['in a block of text', `a: |\n  x\n  # ${W}\n  y\n`, []],
  ['in the head of one', `a: | # ${W}\n  x\n`, [[W, `a: | # ${W}`]]],
  ['behind one', `a: |\n  x\n# ${W}\nb: 1\n`, [[W, 'b: 1']]],
  ['in folded quotes', `a: "x\n  # ${W}\n  y"\n`, []],
  ['in a value whose key is there twice', `a: 1\na: "x # ${W}"\n`, []],
  ['with an alias before it', `a: &x\n  b: 1\nc:\n  - *x\n  # ${W}\n  - d\n`, [[W, 'd']]],
])('what only the full parser reads: %s', async (_, text, expected) => {
  expect(await seen(text)).toEqual(expected);
});

it('the line of a comment goes with it, and no more', async () => {
  const removed = async (text: string): Promise<string> => {
    const { waivers = [] } = await parse('x.yaml', new TextEncoder().encode(text));
    const { start, end } = waivers[0]!.removal;
    const lines = text.split('\n');
    const before = [...lines.slice(0, start.line - 1), lines[start.line - 1]!.slice(0, start.column - 1)].join('\n');
    return before + [lines[end.line - 1]!.slice(end.column - 1), ...lines.slice(end.line)].join('\n');
  };
  expect(await removed(`a: 1 # ${W}\nb: 2\n`)).toBe('a: 1\nb: 2\n');
  expect(await removed(`a: 1 # ${W}\r\nb: 2\r\n`)).toBe('a: 1\r\nb: 2\r\n');
  expect(await removed(`a: 1\n  # ${W}\nb: 2\n`)).toBe('a: 1\nb: 2\n');
  expect(await removed(`a: 1\n# ${W}`)).toBe('a: 1\n');
});

it('both ways of finding comments agree on all common YAML', () => {
  const piece = fc.constantFrom(
    'a: 1',
    '- b',
    'c:',
    '"#"',
    "'",
    '"',
    ' # ',
    '#',
    '\n',
    '\n  ',
    ' ',
    W,
    '[',
    ']',
    ',',
    'x',
  );
  let judged = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = `k: 1\n${pieces.join('')}\n`;
      const documents = readCommonYaml(sourceText('x.yaml', text));
      if (!documents) return;
      const found = commentsBySpans(text, documents);
      judged += commentsByLexer(text).length;
      expect(found).toEqual(commentsByLexer(text));
    }),
    { numRuns: 20_000, seed: 3 },
  );
  expect(judged).toBeGreaterThan(100);
});
