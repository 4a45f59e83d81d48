/** A path that is not portable is reported as that, and by no other rule. */
import { expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { checkFiles, diagnose } from '../support/workspace.ts';

const files = (path: string): Record<string, string> => ({
  'build.yaml': domain('build', `files: [${JSON.stringify(path)}]`),
  'play.yaml': symphony(),
  'node_modules/lib.js': '',
});

it.each([
  ['../x', 'major'],
  ['/etc/passwd', 'major'],
  ['d\\a.yaml', 'major'],
  ['node_modules/x', 'major'],
  ['node_modules/lib.js', 'minor'],
])('%s, which a domain registers', async (path, severity) => {
  const found = await diagnose(files(path));
  expect(found.map((one) => `${one.code} ${one.severity}`)).toEqual([`PATH_NOT_PORTABLE ${severity}`]);
});

it('counts as a file that is not there', async () => {
  const result = await checkFiles(files('../x'));
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  const tally = result.verdict.rules.find(({ code }) => code === 'ORPHANED_DOMAIN_REFERENCE');
  expect(tally).toMatchObject({ checks: 1, violations: 1 });
});

it.each([
  ['spec: specs\\a.feature#It works', 'major'],
  ['test: ../a.test.ts#works', 'major'],
  ['spec: node_modules/a.feature', 'minor'],
])('%s of a beat', async (field, severity) => {
  const one = movements(movement('one', beat('a', 'run: [node]', 'timeout: 5s', field)));
  const result = await checkFiles({
    'build.yaml': domain(),
    'play.yaml': symphony({ movements: one }),
    'node_modules/a.feature': '',
  });
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  const found = result.verdict.diagnostics.filter(({ code }) => code !== 'COMPLETION_MISSING');
  expect(found.map((one) => `${one.code} ${one.severity}`)).toEqual([`PATH_NOT_PORTABLE ${severity}`]);
  const own = result.verdict.rules.filter(({ code, checks }) => /^(?:BDD|TEST)_.*_NOT_FOUND$/.test(code) && checks > 0);
  expect(own.every(({ violations }) => violations === 1)).toBe(true);
  expect(own.length).toBeGreaterThan(0);
});
