/**
 * For every code: the shipped workspace with that one mistake planted gives that code, at its place, and nothing else
 * that does not follow from it.
 */
import { describe, expect, it } from 'vitest';
import { rules } from '../../compiler/generated/rules.ts';
import { diagnoseAll as diagnose } from '../support/workspace.ts';
import { dependency } from './dependency.ts';
import { governance } from './governance.ts';
import { handler } from './handler.ts';
import { input } from './input.ts';
import { links } from './links.ts';
import { type Mutation, mutate } from './mutation.ts';
import { orchestration } from './orchestration.ts';
import { shippedFiles, wholeFiles } from './shipped.ts';
import { traceability } from './traceability.ts';

const mutations: readonly Mutation[] = [
  ...input,
  ...orchestration,
  ...handler,
  ...links,
  ...governance,
  ...traceability,
  ...dependency,
];

/** What no document can bring about, each with where it is tested. */
const elsewhere: Readonly<Record<string, string>> = {
  BREAKING_CHANGE_DETECTED: 'test/compare/changes.test.ts',
  FILE_UNREADABLE: 'test/robustness/bad-files.test.ts',
  GATE_WEAKENED: 'test/compare/revisions.test.ts',
  INTERNAL_ERROR: 'test/laws/scores.test.ts',
  MANIFEST_MISMATCH: 'test/check/output-folder.test.ts',
  OUTPUT_CONFLICT: 'test/targets/site.test.ts',
  SIGNATURES_UNCHECKED: 'test/signatures/unchecked.test.ts',
  UNAUTHORIZED_CHANGE: 'test/compare/approvals.test.ts',
};

const whole = wholeFiles();

describe('the shipped workspace', () => {
  it('is without a finding', async () => {
    expect(await diagnose(shippedFiles())).toEqual([]);
  });
  it('is without a finding with small functions for its handlers', async () => {
    expect(await diagnose(whole)).toEqual([]);
  });
  it('has a mutation for every code', () => {
    const planted = new Set(mutations.map(({ code }) => code));
    const missing = rules
      .map(({ code }) => code)
      .filter((code) => !planted.has(code) && !Object.hasOwn(elsewhere, code));
    expect(missing).toEqual([]);
  });
});

describe.each(mutations.map((mutation) => [mutation.code, mutation] as const))('%s', (code, mutation) => {
  it(mutation.title, async () => {
    const { files, at } = mutate(whole, mutation);
    const found = await diagnose(files);
    const own = found.filter((one) => one.code === code).map(({ file, range }) => ({ file, range }));
    expect(own).toEqual(at);
    const others = found.filter((one) => one.code !== code).map((one) => one.code);
    expect([...new Set(others)].sort()).toEqual([...(mutation.follows ?? [])].sort());
  });
});
