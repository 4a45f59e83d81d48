/** The examples in each rule's file are its tests: reported exactly where they say, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../compiler/generated/rules.ts';
import { diagnose } from '../support/workspace.ts';

/** Codes that only the outside can bring about; their tests lie with what brings them about. */
const withoutExamples = new Set(['FILE_UNREADABLE', 'OUTPUT_CONFLICT', 'INTERNAL_ERROR']);

describe.each(rules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  if (!withoutExamples.has(code)) {
    it('has an example that fails and one that passes', () => {
      expect(rule.examples.some((example) => example.expect.length > 0)).toBe(true);
      expect(rule.examples.some((example) => example.expect.length === 0)).toBe(true);
    });
  }
  it.each(rule.examples.map((example) => [example.title, example] as const))('%s', async (_, example) => {
    const found = (await diagnose(example.files)).filter((diagnostic) => diagnostic.code === code);
    expect(found.map(({ file, range }) => ({ file, ...range.start }))).toEqual(example.expect);
  });
  it.each(
    rule.examples.filter((example) => example.expect.length === 0).map((example) => [example.title, example] as const),
  )('is sound otherwise: %s', async (_, example) => {
    const found = await diagnose(example.files);
    expect(
      found.filter((diagnostic) => diagnostic.code === 'SCHEMA_VIOLATION' || diagnostic.code === 'INTERNAL_ERROR'),
    ).toEqual([]);
  });
});
