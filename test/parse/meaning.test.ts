/** What YAML allows and a definition cannot mean is a mistake, and its author learns what to write. */
import { describe, expect, it } from 'vitest';
import { seenIn } from '../support/mistakes.ts';

const seen = (text: string) => seenIn({ 'a.yaml': text }, 'YAML_SYNTAX');

describe('values that are not what they look like', () => {
  it.each<[text: string, at: string, message: string, help: string]>([
    [
      'a: 9007199254740993\n',
      '1 9007199254740993',
      '`9007199254740993` is too large for a whole number that is kept exactly',
      'whole numbers go up to 9007199254740991; put a text in quotes',
    ],
    [
      'a: !!binary aGk=\n',
      '1 !!binary',
      'the tag `!!binary` is not known',
      'remove it, or put a text that begins with `!` in quotes',
    ],
    [
      'a: &x !!js/function "x"\nb: [*x, *x]\n',
      '1 !!js/function',
      'the tag `!!js/function` is not known',
      'remove it, or put a text that begins with `!` in quotes',
    ],
    ['a: [b, !foo]\n', '1 !foo', 'the tag `!foo` is not known', '`!` begins a YAML tag; put the expression in quotes'],
    [
      'a: !!float one\n',
      '1 !!float',
      'the value is not what its tag `!!float` says',
      'remove the tag, or correct the value',
    ],
    ['a: {? : 1}\n', '1 :', 'a key is missing here', 'write the name of the field before the colon'],
    [
      'a: &x { b: 1 }\nc:\n  <<: *x\n',
      '3 <<',
      '`<<` does not put the fields of another mapping in here',
      'YAML 1.2 has no merge keys: write the fields out',
    ],
  ])('%j', async (text, at, message, help) => {
    expect(await seen(text)).toMatchObject([{ at: `a.yaml:${at}`, message, help }]);
  });
  it.each([
    'a: 9007199254740991\n',
    'a: 1e300\n',
    'a: "9007199254740993"\n',
    '9007199254740993: a\n',
    'a: !!str 12\n',
    'a: !!map { b: !!seq [!!int 1, !!float 1.5, !!bool true, !!null ~] }\n',
    'a: { "<<": 1, "": 2 }\n',
  ])('%j means what it says', async (text) => {
    expect(await seen(text)).toEqual([]);
  });
  it('that are too many end the reading', async () => {
    expect(await seenIn({ 'a.yaml': `a:\n${'  - !x y\n'.repeat(3_000)}` }, 'INPUT_LIMIT')).toHaveLength(1);
  });
});
