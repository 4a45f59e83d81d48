/** What is wrong with a domain is nothing against a symphony of the same id, even in the same file. */
import { expect, it } from 'vitest';
import { compileFiles } from '../support/plans.ts';

const head = (kind: string): string => `apiVersion: symphonyc/v1\nkind: ${kind}\nid: app\ntitle: T\nstatus: active\n`;
const domain = `${head('Domain')}owner: us\nnamespace: app\ndependsOn: [nowhere]\n`;
const symphony = `${head('Symphony').replace('active', 'draft')}domain: app\nmovements:\n  - id: one\n    title: One\n    beats:\n      - { id: a, run: [node], timeout: 5s }\n`;

it.each([
  ['before', `${domain}---\n${symphony}`],
  ['after', `${symphony}---\n${domain}`],
])('the domain stands %s it', async (_, text) => {
  const { verdict, symphonies } = await compileFiles({ 'app.yaml': text });
  expect(verdict.diagnostics.map(({ code, severity }) => `${code} ${severity}`)).toEqual(['DOMAIN_NOT_FOUND critical']);
  expect(symphonies).toMatchObject([{ runnable: true, diagnostics: [] }]);
});
