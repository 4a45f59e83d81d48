/** Feature files as people write them, and as somebody writes them who means harm. */
import { describe, expect, it } from 'vitest';
import { readFeature } from '../../compiler/bind/feature-facts.ts';
import type { FeatureFacts } from '../../compiler/model/linked.ts';

const read = (text: string | Uint8Array): Promise<FeatureFacts> => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return readFeature({ path: 'a.feature', digest: '', size: bytes.length, bytes: () => bytes });
};

/** What each scenario lacks, by its name. */
async function lacking(text: string): Promise<Record<string, string>> {
  const { scenarios, error } = await read(text);
  expect(error).toBeUndefined();
  return Object.fromEntries(
    scenarios.map(({ name, lacks, examples }) => [
      name,
      [...lacks, ...(examples ? [`${examples} examples`] : [])].join(' '),
    ]),
  );
}

const whole = '    Given a\n    When b\n    Then c\n';

describe('steps', () => {
  it.each([
    ['all kinds', `Feature: F\n  Scenario: S\n${whole}`, ''],
    ['none', 'Feature: F\n  Scenario: S\n', 'Given When Then'],
    ['a kind that goes on', 'Feature: F\n  Scenario: S\n    Given a\n    And b\n    But c\n    * d\n', 'When Then'],
    ['a background', 'Feature: F\n  Background:\n    Given a\n  Scenario: S\n    When b\n    Then c\n', ''],
    [
      'the last step of a background',
      'Feature: F\n  Background:\n    Given a\n    When b\n  Scenario: S\n    And b\n    Then c\n',
      '',
    ],
    ['bullets alone', 'Feature: F\n  Scenario: S\n    * a\n    * b\n    * c\n', 'Given When Then'],
    ['an outline without examples', `Feature: F\n  Scenario Outline: S\n${whole}`, 'none examples'],
    [
      'an outline without rows',
      `Feature: F\n  Scenario Outline: S\n${whole}    Examples:\n      | a |\n`,
      'empty examples',
    ],
    [
      'a template with rows',
      `Feature: F\n  Scenario Template: S\n${whole}    Scenarios:\n      | a |\n      | 1 |\n`,
      '',
    ],
    [
      'an empty and a full table',
      `Feature: F\n  Scenario: S\n${whole}    Examples:\n    Examples:\n      | a |\n      | 1 |\n`,
      '',
    ],
    [
      'tables and texts',
      'Feature: F\n  Scenario: S\n    Given a\n      | Then |\n    When b\n      """\n      Then c\n      """\n',
      'Then',
    ],
    ['tags and comments', `@slow @x\nFeature: F\n  # Then\n  @fast\n  Scenario: S\n${whole}`, ''],
    ['German', '# language: de\nFunktionalität: F\n  Szenario: S\n    Angenommen a\n    Wenn b\n    Dann c\n', ''],
    [
      'German without an outcome',
      '# language: de\nFunktionalität: F\n  Szenario: S\n    Gegeben sei a\n    Wenn b\n    Und c\n',
      'Then',
    ],
    ['French', '# language: fr\nFonctionnalité: F\n  Scénario: S\n    Étant donné a\n    Quand b\n    Alors c\n', ''],
    ['Japanese', '# language: ja\n機能: F\n  シナリオ: S\n    前提 a\n    もし b\n    ならば c\n', ''],
    ['Emoji', '# language: em\n📚: F\n  📕: S\n    😐a\n    🎬b\n    🙏c\n', ''],
    [
      'line ends of Windows, and a mark of byte order',
      `\uFEFFFeature: F\r\n  Scenario: S\r\n${whole.replaceAll('\n', '\r\n')}`,
      '',
    ],
  ])('%s', async (_, text, lacks) => {
    expect(await lacking(text)).toEqual({ S: lacks });
  });
  it('of the backgrounds of rules count in their rules only', async () => {
    const rule = (name: string, background: string) =>
      `  Rule: ${name}\n${background}    Scenario: in ${name}\n      When b\n      Then c\n`;
    const text = `Feature: F\n${rule('one', '    Background:\n      Given a\n')}${rule('two', '')}`;
    expect(await lacking(text)).toEqual({ 'in one': '', 'in two': 'Given' });
  });
  it('stand where they stand', async () => {
    const { scenarios } = await read(`Feature: 😀\n\n\t  Scenario: 😀 works\n${whole}`);
    expect(scenarios).toEqual([{ name: '😀 works', line: 3, column: 4, lacks: [] }]);
  });
});

describe('what is no feature', () => {
  it.each<[title: string, text: string | Uint8Array, error: string, at?: string]>([
    ['an empty file', '', 'it holds no feature'],
    ['comments', '# nothing yet\n', 'it holds no feature'],
    ['prose', 'It works.\n', 'there is `It works.` where only the end, tags or `Feature:` can stand', '1:1'],
    [
      'prose behind steps',
      `Feature: F\n  Scenario: S\n${whole}    It works.\n`,
      'there is `It works.` where only',
      '6:5',
    ],
    [
      'an open text',
      'Feature: F\n  Scenario: S\n    Given a\n      """\n',
      'the file ends where only quotes around a text can stand',
      '5:1',
    ],
    ['tags without anything', 'Feature: F\n  Scenario: S\n  @x\n', 'the file ends where only', '4:1'],
    ['a tag with a blank', 'Feature: F\n  @x y\n  Scenario: S\n', 'a tag may not contain whitespace', '2:3'],
    [
      'uneven rows',
      'Feature: F\n  Scenario: S\n    Given a\n      | a | b |\n      | a |\n',
      'inconsistent cell count within the table',
      '5:7',
    ],
    ['a language that does not exist', '# language: xx\nFeature: F\n', 'language not supported: xx', '1:1'],
    [
      'a language that is a property of objects',
      '# language: constructor\nFeature: F\n',
      'the parser of feature files cannot make anything of it',
    ],
    ['another', '# language: __proto__\nFeature: F\n', 'the parser of feature files cannot make anything of it'],
    ['bytes', Uint8Array.of(0xff, 0xfe, 0x00, 0x80), 'it is not UTF-8'],
    ['more than anybody reads', `Feature: F\n${'x'.repeat(1024 * 1024)}`, 'it has more than 1 MiB'],
    ['a crowd of tags', `Feature: F\n${'@a\n'.repeat(300_000)}`, 'more than 500 lines of tags', '2:1'],
    [
      'a crowd of tags and comments',
      `Feature: F\n${'@a\n#\n\n'.repeat(100_000)}Scenario: S\n`,
      'more than 500 lines of tags',
      '2:1',
    ],
  ])('%s', async (_, text, error, at) => {
    const facts = await read(text);
    expect(facts.scenarios).toEqual([]);
    expect(facts.error?.slice(0, error.length)).toBe(error);
    expect(facts.errorAt && `${facts.errorAt.line}:${facts.errorAt.column}`).toBe(at);
  });
});

describe('a feature that takes no time to read in spite of', () => {
  const head = 'Feature: F\n  Scenario: S\n    Given a\n';
  it.each([
    ['blanks in a cell', `${head}      | a${' '.repeat(900_000)}b |\n    When b\n    Then c\n`],
    ['a table with many cells', `${head}      |${'a|'.repeat(200_000)}\n    When b\n    Then c\n`],
    ['many rows', `${head}${'|a|\n'.repeat(50_000)}    When b\n    Then c\n`],
    ['comments in a row', `${head}${'# x\n'.repeat(50_000)}    When b\n    Then c\n`],
    ['a line without end', `${head}    And ${'x'.repeat(900_000)}\n    When b\n    Then c\n`],
    ['many steps', `${head}${'    And x\n'.repeat(20_000)}    When b\n    Then c\n`],
  ])('%s', async (_, text) => {
    expect(await lacking(text)).toEqual({ S: '' });
  });
  it('many scenarios behind a long background', async () => {
    const text = `Feature: F\n  Background:\n${'    Given a\n'.repeat(5_000)}${'  Scenario: S\n    When b\n    Then c\n'.repeat(5_000)}`;
    const { scenarios } = await read(text);
    expect(scenarios.filter(({ lacks }) => lacks.length === 0)).toHaveLength(5_000);
  });
});
