/** One bad file in a sound workspace: always a diagnostic with its place, never a crash and never a long wait. */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import { checkFolder, expectCivil, runCli } from '../support/cli.ts';
import { type Files, tempWorkspace } from '../support/temp.ts';

const header = 'apiVersion: symphonyc/v1\nkind: Domain\nid: bad\ntitle: Bad\nstatus: active\n';
const domain = `${header}owner: us\nnamespace: bad\n`;
const bytes = (...parts: readonly (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

/** What the checks say about `domains/bad.yaml`, apart from a domain that nothing belongs to. */
async function placesOf(content: string | Uint8Array): Promise<string[]> {
  const root = tempWorkspace({ ...starterFiles, 'domains/bad.yaml': content });
  const { places } = await checkFolder(root);
  expect(places().every((place) => place.includes(' domains/bad.yaml:'))).toBe(true);
  return places()
    .filter((place) => !place.startsWith('DOMAIN_UNUSED'))
    .map((place) => place.replace(' domains/bad.yaml', ''));
}

type Case = readonly [name: string, content: string | Uint8Array, ...expected: string[]];

describe('bytes', () => {
  it.each<Case>([
    ['a byte-order mark', `\ufeff${domain}`],
    ['CRLF', domain.replaceAll('\n', '\r\n')],
    ['no line end at the end', domain.trimEnd()],
    ['a byte-order mark and nothing else', '\ufeff', 'KIND_UNKNOWN:1:1'],
    ['nothing', '', 'KIND_UNKNOWN:1:1'],
    ['comments only', '# one\n\n# two', 'KIND_UNKNOWN:1:1'],
    ['a marker only', '---\n', 'KIND_UNKNOWN:1:1'],
    ['markers only', '---\n---\n...\n---\n', 'KIND_UNKNOWN:1:1'],
    ['four million blanks', ' '.repeat(4_000_000), 'KIND_UNKNOWN:1:1'],
    ['a lone carriage return', domain.replace('\ntitle', '\rtitle'), 'ENCODING_INVALID:3:8'],
    ['bytes that are not UTF-8', bytes('a: é\nbc: ', [0xc3, 0x28]), 'ENCODING_INVALID:2:5'],
    ['bad UTF-8 after a million good U+FFFD', bytes('\ufffd'.repeat(1_000_000), [0xff]), 'ENCODING_INVALID:1:1000001'],
    ['overlong UTF-8', bytes('a: ', [0xc0, 0xaf]), 'ENCODING_INVALID:1:4'],
    ['a surrogate in UTF-8', bytes('a: ', [0xed, 0xa0, 0x80]), 'ENCODING_INVALID:1:4'],
    ['UTF-16, low byte first', bytes([0xff, 0xfe], [...Buffer.from(domain, 'utf16le')]), 'ENCODING_INVALID:1:1'],
    ['UTF-16, high byte first', bytes([0xfe, 0xff], [0, 0x61]), 'ENCODING_INVALID:1:1'],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from(domain, 'utf16le')), 'ENCODING_INVALID:1:2'],
    ['a picture', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13]), 'ENCODING_INVALID:1:1'],
    ['a null byte', domain.replace('Bad', 'B\0d'), 'ENCODING_INVALID:4:9'],
    ['a terminal escape of one character', domain.replace('Bad', '\x9b31mBad'), 'ENCODING_INVALID:4:8'],
    ['a terminal escape', domain.replace('Bad', '\x1b[31mBad'), 'ENCODING_INVALID:4:8'],
  ])('%s', async (_, content, ...expected) => {
    expect(await placesOf(content)).toEqual(expected);
  });
  it('a file without a document is told as what it is, and the checks that it might change are left open', async () => {
    const root = tempWorkspace({ ...starterFiles, 'domains/bad.yaml': '# gone\n' });
    const { out, code } = await runCli(['check', '--format', 'json'], { cwd: root });
    const { files, conforms, scores } = JSON.parse(out);
    expect(files.skipped).toEqual([{ file: 'domains/bad.yaml', reason: 'holds no document' }]);
    expect([code, conforms, scores.unread]).toEqual([1, false, 1]);
  });
  it('a file of 100 MB', async () => {
    const root = tempWorkspace({ ...starterFiles, 'domains/bad.yaml': '' });
    truncateSync(join(root, 'domains/bad.yaml'), 100_000_000);
    const { places } = await checkFolder(root);
    expect(places()).toEqual(['INPUT_LIMIT domains/bad.yaml:1:1']);
  });
});

describe('syntax', () => {
  it.each<Case>([
    ['an open bracket', 'a: [1\nb: 2\n', 'YAML_SYNTAX:1:4'],
    ['an open quote', `${header}namespace: "bad\n`, 'YAML_SYNTAX:6:12'],
    ['text after a quote', 'a: "b" c\n', 'YAML_SYNTAX:1:8'],
    ['a mapping on one line', 'a: b: c\n', 'YAML_SYNTAX:1:4'],
    ['a directive without a document', '%YAML 9.9\n', 'YAML_SYNTAX:1:7'],
    ['an unknown escape', 'a: "\\q"\n', 'YAML_SYNTAX:1:5'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'YAML_SYNTAX:2:1'],
    ['a tab after a colon', domain.replace('title: ', 'title:\t')],
    ['a key written twice', `${domain}title: Again\n`, 'DUPLICATE_KEY:8:1'],
    ['keys that are written alike', `${domain}labels: { 1: a, "1": b }\n`, 'DUPLICATE_KEY:8:17'],
    ['a mapping as a key', '? { a: 1 }\n: b\n', 'YAML_SYNTAX:1:3'],
    ['an alias of nothing', `${header}namespace: *none\n`, 'YAML_SYNTAX:6:12'],
    ['an alias before its anchor', 'a: *x\nb: &x 1\n', 'YAML_SYNTAX:1:4'],
    ['an alias of itself', 'a: &a [*a]\n', 'INPUT_LIMIT:1:8'],
    ['an alias of a mapping around it', 'a: &a\n  b: { c: *a }\n', 'INPUT_LIMIT:2:11'],
    ['an alias of text', `${header}owner: &us us\nnamespace: *us\n`],
    ['a merge key', `${domain}<<: { owner: them }\n`, 'YAML_SYNTAX:8:1'],
    ['a merge key between braces', `${domain}labels: { <<: { a: b } }\n`, 'YAML_SYNTAX:8:11'],
    ['a merge key of an alias', `${domain}labels: &l { a: b }\ndocs:\n  <<: *l\n`, 'YAML_SYNTAX:10:3'],
    ['a key in quotes that looks like a merge key', `${domain}labels: { "<<": b }\n`],
    ['a key that is missing', `${domain}labels: { : 1 }\n`, 'YAML_SYNTAX:8:11'],
    ['a key that is missing behind `?`', `${domain}labels: {? : 1}\n`, 'YAML_SYNTAX:8:12'],
    ['a key that is missing on a line', `${domain}: 1\n`, 'YAML_SYNTAX:8:1'],
    ['a list', '- a\n', 'KIND_UNKNOWN:1:1'],
    ['a number', '\n\n12\n', 'KIND_UNKNOWN:3:1'],
    ['null', 'null\n', 'KIND_UNKNOWN:1:1'],
    ['a date', domain.replace('Bad', '2020-01-01')],
    ['a date where a list belongs', `${domain}dependsOn: 2020-01-01\n`, 'SCHEMA_VIOLATION:8:12'],
    ['a script tag', `${domain}description: !!js/function "x"\n`, 'YAML_SYNTAX:8:14'],
    ['a binary tag', `${domain}description: !!binary aGk=\n`, 'YAML_SYNTAX:8:14'],
    ['a date tag', `${domain}description: !!timestamp 2001-01-01\n`, 'YAML_SYNTAX:8:14'],
    ['a tag of its own', `${domain}description: &a !foo x\n`, 'YAML_SYNTAX:8:17'],
    ['a tag of its own on a list', `${domain}dependsOn: !foo\n  - a\n`, 'YAML_SYNTAX:8:12'],
    ['a tag of its own on a key', `${domain}!foo description: x\n`, 'YAML_SYNTAX:8:1'],
    ['a tag that says nothing', `${domain}description: ! x\n`, 'YAML_SYNTAX:8:14'],
    ['a tag that does not fit', `${domain}description: !!int x\n`, 'YAML_SYNTAX:8:14'],
    ['a tag that fits', `${domain}description: !!str 12\n`],
    ['a whole number that is not kept exactly', `${domain}labels: { a: 9007199254740993 }\n`, 'YAML_SYNTAX:8:14'],
    ['the same with a sign', `${domain}labels: { a: -9007199254740993 }\n`, 'YAML_SYNTAX:8:14'],
    ['the same as a hexadecimal number', `${domain}labels: { a: 0xfffffffffffffff }\n`, 'YAML_SYNTAX:8:14'],
  ])('%s', async (_, content, ...expected) => {
    expect(await placesOf(content)).toEqual(expected);
  });
});

describe('more than there can be', () => {
  const laughs = [...'bcdefghij'].map((name, i) => `${name}: &${name} [${`*${'abcdefghi'[i]},`.repeat(9)}]`).join('\n');
  const steps = (count: number, end: string): string =>
    Array.from({ length: count }, (_, i) => ' '.repeat(i) + end).join('\n');
  const near = `a: &a [${'1,'.repeat(440)}]\nb: [${'*a,'.repeat(440)}]\n---\n`;
  it.each<Case>([
    ['a billion laughs', `a: &a [${'x,'.repeat(9)}]\n${laughs}\n`, 'INPUT_LIMIT:1:20'],
    ['100 000 aliases', `a: &a 1\nb:\n${'  - *a\n'.repeat(100_000)}`, 'INPUT_LIMIT:100000:3'],
    ['laughs just below the limit, 300 times', near.repeat(300), 'INPUT_LIMIT:676:636'],
    ['100 000 brackets', '['.repeat(100_000), 'INPUT_LIMIT:1:65'],
    ['100 000 braces', '{a: '.repeat(100_000), 'INPUT_LIMIT:1:257'],
    ['100 000 dashes', '- '.repeat(100_000), 'INPUT_LIMIT:1:129'],
    ['100 000 question marks', '? '.repeat(100_000), 'INPUT_LIMIT:1:129'],
    ['2 800 levels of mappings', steps(2_800, 'a:'), 'INPUT_LIMIT:66:66'],
    ['2 800 levels of lists', steps(2_800, '-'), 'INPUT_LIMIT:66:66'],
    ['5 001 documents', '--- {}\n'.repeat(5_001), 'INPUT_LIMIT:1:1'],
    ['2 001 items', `${domain}dependsOn: [${'a, '.repeat(2_001)}]\n`, 'INPUT_LIMIT:8:6013'],
    ['2 001 fields', Array.from({ length: 2_001 }, (_, i) => `k${i}: 1\n`).join(''), 'INPUT_LIMIT:2001:1'],
    ['two million brackets', '[]'.repeat(2_000_000), 'INPUT_LIMIT:1:500000'],
    ['50 000 keys written twice', 'k: 1\n'.repeat(50_000), 'INPUT_LIMIT:1002:1'],
    ['a key of 1 MB', `${'k'.repeat(1 << 20)}: 1\n`, 'YAML_SYNTAX:1:1'],
    ['a text of 1 MB', `${domain}description: ${'x'.repeat(1 << 20)}\n`, 'SCHEMA_VIOLATION:8:14'],
    ['a quoted line of 1 MB', `${domain}description: "${'x '.repeat(1 << 19)}"\n`, 'SCHEMA_VIOLATION:8:14'],
    ['a message of 1 MB', '%'.repeat(1 << 20), 'YAML_SYNTAX:1:1'],
    ['a number of 4 MB', '1'.repeat(4_000_000), 'YAML_SYNTAX:1:1'],
  ])('%s', async (_, content, ...expected) => {
    expect(await placesOf(content)).toEqual(expected);
  });
  it('hundred errors of one kind are shown as twenty', async () => {
    expect(await placesOf('- "\\q"\n'.repeat(100))).toHaveLength(20);
  });
  it('5 000 documents with a mistake each are all reported', async () => {
    const text = `${header}namespace: Bad\n---\n`.repeat(5_000);
    const places = await placesOf(text.slice(0, -4));
    expect(places.filter((place) => place.startsWith('SCHEMA_VIOLATION'))).toHaveLength(5_000);
  });
  it('a mistake hidden behind sixty unknown fields still breaks the document', async () => {
    const fields = Array.from({ length: 60 }, (_, i) => `aa${i}: 1\n`).join('');
    expect(await placesOf(`${header}${fields}namespace: [1]\n`)).toContain('SCHEMA_VIOLATION:66:1');
  });
});

describe('symphony.yaml itself', () => {
  it.each<readonly [string, Files, string]>([
    ['broken', { 'symphony.yaml': 'a: [1\n' }, 'YAML_SYNTAX'],
    ['empty', { 'symphony.yaml': '' }, 'KIND_UNKNOWN'],
    ['of another kind', { 'symphony.yaml': domain }, 'KIND_UNKNOWN'],
    ['not UTF-8', { 'symphony.yaml': bytes([0xff, 0xfe, 0x61, 0]) }, 'ENCODING_INVALID'],
    ['against its schema', { 'symphony.yaml': 'apiVersion: symphonyc/v1\nkind: Workspace\n' }, 'SCHEMA_VIOLATION'],
  ])('%s: nothing can be checked', async (_, files, expected) => {
    const root = tempWorkspace({ ...starterFiles, ...files });
    for (const command of ['check', 'build']) {
      const result = await runCli([command], { cwd: root });
      expectCivil(result);
      expect(result.code).toBe(2);
      expect(result.out).toBe('');
      expect(result.err).toContain(expected);
      expect(result.err).toContain('symphony.yaml cannot be used');
    }
  });
  it('too large', async () => {
    const root = tempWorkspace(starterFiles);
    truncateSync(join(root, 'symphony.yaml'), 100_000_000);

    const result = await runCli(['check'], { cwd: root });
    expect(result.code).toBe(2);
    expect(result.err).toContain('INPUT_LIMIT');
  });
});
