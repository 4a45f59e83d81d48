/** The examples in each rule's file are its tests: reported exactly where they say, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../compiler/generated/rules.ts';
import { diagnoseAll } from '../support/workspace.ts';

/** Codes that only the outside can bring about; their tests lie with what brings them about. */
const withoutExamples = new Set([
  'FILE_UNREADABLE',
  'OUTPUT_CONFLICT',
  'INTERNAL_ERROR',
  'MANIFEST_MISMATCH',
  'SIGNATURES_UNCHECKED',
]);
const withExamples = rules.filter((rule) => !withoutExamples.has(rule.code));

describe.each(withExamples.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  it('has an example that fails and one that passes', () => {
    expect(rule.examples.some((example) => example.expect.length > 0)).toBe(true);
    expect(rule.examples.some((example) => example.expect.length === 0)).toBe(true);
  });
  it.each(rule.examples.map((example) => [example.title, example] as const))('%s', async (_, example) => {
    const diagnostics = await diagnoseAll(example.files, example.before);
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(found.map(({ file, range }) => ({ file, ...range.start }))).toEqual(example.expect);
    expect(diagnostics.filter((diagnostic) => diagnostic.code === 'INTERNAL_ERROR')).toEqual([]);
  });
});
