/** A path that is not portable is reported as that, and by no other rule. */
import { expect, it } from 'vitest';
import { domain, symphony } from '../../compiler/rules/example.ts';
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
