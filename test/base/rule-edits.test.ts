import { expect, it } from 'vitest';
import { addField, rewrite } from '../../compiler/base/rule-edits.ts';
import type { Path, RawDocument } from '../../compiler/model/document.ts';
import { parse } from '../../compiler/parse/index.ts';
import { applyEdits } from '../support/edits.ts';

async function parsed(text: string): Promise<RawDocument> {
  const { documents, findings } = await parse('a.yaml', new TextEncoder().encode(text));
  expect(findings).toEqual([]);
  return documents[0]!;
}

const rewritten = async (text: string, path: Path, by: string, part?: 'key'): Promise<string | undefined> => {
  const edit = rewrite(await parsed(text), path, by, part);
  return edit && applyEdits(text, [edit]);
};

const added = async (text: string, path: Path): Promise<string | undefined> => {
  const edit = addField(await parsed(text), path, 'id', { name: 'timeout', text: '5m' });
  return edit && applyEdits(text, [edit]);
};

it.each([
  ['plain', 'a: biuld # why\n', ['a'], 'build', 'a: build # why\n'],
  ['single quotes', "a: 'biuld'\n", ['a'], "it's", "a: 'it''s'\n"],
  ['double quotes', 'a: "biuld"\n', ['a'], 'say "build"', 'a: "say \\"build\\""\n'],
  ['a list in brackets', 'a: [x, biuld]\n', ['a', 1], 'build', 'a: [x, build]\n'],
  ['JSON', '{"a": ["biuld"]}', ['a', 0], 'build', '{"a": ["build"]}'],
  ['what would be read as another type', 'a: nul\n', ['a'], 'null', 'a: "null"\n'],
  ['what would be read as a number', 'a: x\n', ['a'], '12', 'a: "12"\n'],
  ['what would start a comment', 'a: x\n', ['a'], 'b #c', 'a: "b #c"\n'],
  ['a key with a sharp', 'a: F# minor\n', ['a'], 'F# Minor', 'a: F# Minor\n'],
] as const)('rewrites a value: %s', async (_, text, path, by, expected) => {
  expect(await rewritten(text, path, by)).toBe(expected);
});

it('rewrites a key', async () => {
  expect(await rewritten('a:\n  FF: all\n', ['a', 'FF'], 'ff', 'key')).toBe('a:\n  ff: all\n');
  expect(await rewritten('{"a": {"FF": "all"}}', ['a', 'FF'], 'ff', 'key')).toBe('{"a": {"ff": "all"}}');
});

it('leaves block text, mappings and lists as they are', async () => {
  expect(await rewritten('a: |-\n  biuld\n', ['a'], 'build')).toBeUndefined();
  expect(await rewritten('a:\n  b: c\n', ['a'], 'build')).toBeUndefined();
  expect(await rewritten('a: [b]\n', ['a'], 'build')).toBeUndefined();
});

it.each([
  ['a list item', 'l:\n  - id: a\n    run: [x]\n', 'l:\n  - id: a\n    timeout: 5m\n    run: [x]\n'],
  [
    'after a comment',
    'l:\n  - id: a # the first\n    run: [x]\n',
    'l:\n  - id: a # the first\n    timeout: 5m\n    run: [x]\n',
  ],
  ['at the end of the file', 'l:\n  - run: [x]\n    id: a', 'l:\n  - run: [x]\n    id: a\n    timeout: 5m'],
  ['lines that end with CRLF', 'l:\r\n- id: a\r\n  run: [x]\r\n', 'l:\r\n- id: a\r\n  timeout: 5m\r\n  run: [x]\r\n'],
  ['brackets', 'l:\n  - { id: a, run: [x] }\n', 'l:\n  - { id: a, timeout: 5m, run: [x] }\n'],
  ['JSON', '{"l": [{"id": "a", "run": ["x"]}]}', '{"l": [{"id": "a", "timeout": "5m", "run": ["x"]}]}'],
] as const)('adds a field: %s', async (_, text, expected) => {
  expect(await added(text, ['l', 0])).toBe(expected);
  expect(((await parsed(expected)).value as { l: { timeout: string }[] }).l[0]!.timeout).toBe('5m');
});
