/** A workspace with one gate, and the command line that compares it with what it was. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { type CliResult, expectCivil, runCli } from './cli.ts';
import { Repository } from './git.ts';
import { repository as project } from './project.ts';

const head = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: Title of ${id}\nstatus: active\n`;

const guarded =
  'protected:\n  - { kinds: [Policy], fields: [gate.that], approvers: [ada@example.org, Grace Hopper] }\n';

export const gate = (limit: string): string =>
  `${head('Policy', 'sound')}statement: So.\ngate:\n  that: rate >= ${limit}\n`;

export const bake = (timeout = '2m'): string => `${head('Symphony', 'bake')}domain: shop
policies: [sound]
movements:
  - id: make
    title: Make
    beats:
      - id: dough
        run: [node, --version]
        timeout: ${timeout}
        measures: [rate]
completion: [rate >= 0.5]
`;

export const comparedFiles = (protection = guarded): Record<string, string> => ({
  'symphony.yaml': `apiVersion: symphonyc/v1\nkind: Workspace\nid: shop\ntitle: Shop\nsources: ["d/*.yaml"]\n${protection}`,
  'd/shop.yaml': `${head('Domain', 'shop')}owner: us\nnamespace: shop\n`,
  'd/rate.yaml': `${head('Metric', 'rate')}unit: ratio\n`,
  'd/sound.yaml': gate('0.98'),
  'd/bake.yaml': bake(),
  '.gitignore': '.symphony\nout\n',
});

const schema = JSON.parse(readFileSync(join(project, 'schemas/verdict.schema.json'), 'utf8')) as object;
const isVerdict = new Ajv({ allowUnionTypes: true }).compile(schema);

/** A repository with the workspace in its one commit. */
export function repository(files = comparedFiles()): Repository {
  const made = new Repository();
  made.commit('Start', { files });
  return made;
}

interface Compared extends CliResult {
  readonly verdict: Verdict;
  readonly codes: string[];
  readonly changes: string[];
}

/** `symphonyc check`, as programs see it. */
export async function check(cwd: string, ...argv: readonly string[]): Promise<Compared> {
  const result = await runCli(['check', '--format', 'json', ...argv], { cwd });
  expectCivil(result);
  if (result.out === '') throw new Error(result.err);
  const verdict = JSON.parse(result.out) as Verdict;
  expect(isVerdict(verdict), JSON.stringify(isVerdict.errors)).toBe(true);
  const codes = verdict.diagnostics.map(({ code, file, range }) => `${code} ${file}:${range.start.line}`);
  return {
    ...result,
    verdict,
    codes,
    changes: (verdict.against?.changes ?? []).map(({ effect, what }) => `${effect}: ${what}`),
  };
}

/** The usage error that a command ends with. */
export async function refusal(cwd: string, ...argv: readonly string[]): Promise<string> {
  const result = await runCli(argv, { cwd });
  expectCivil(result);
  expect({ code: result.code, out: result.out }).toEqual({ code: 2, out: '' });
  return result.err;
}

export const writeGate = (root: string, limit: string): void => writeFileSync(join(root, 'd/sound.yaml'), gate(limit));
