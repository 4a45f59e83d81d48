/** `symphony.yaml` holds one workspace: whatever else stands there, or elsewhere, is told, to programs as well. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { domain, symphony, workspace } from '../../compiler/rules/example.ts';
import { type JsonVerdict, runCli } from '../support/cli.ts';
import { repository } from '../support/project.ts';
import { tempWorkspace } from '../support/temp.ts';
import { diagnose } from '../support/workspace.ts';

const own = workspace('build.yaml, play.yaml');
const sources = { 'build.yaml': domain(), 'play.yaml': symphony() };
const told = async (files: Record<string, string>): Promise<string[]> =>
  (await diagnose(files)).map(({ code, file, range: { start } }) => `${code} ${file}:${start.line}:${start.column}`);

describe('a document without a place', () => {
  it('is told when it follows the workspace in its file', async () => {
    const files = { ...sources, 'symphony.yaml': `${own}---\n${domain('shop')}---\nid: nothing\n` };
    expect(await told(files)).toEqual(['SCHEMA_VIOLATION symphony.yaml:8:7', 'SCHEMA_VIOLATION symphony.yaml:15:1']);
  });
  it('explains references to it', async () => {
    const files = { 'play.yaml': symphony(), 'symphony.yaml': `${workspace('play.yaml')}---\n${domain()}` };
    expect(await told(files)).toEqual(['SCHEMA_VIOLATION symphony.yaml:8:7']);
  });
  it('is told when it is a second workspace', async () => {
    const files = { ...sources, 'symphony.yaml': `${own}---\n${own}`, 'build.yaml': `${domain()}---\n${own}` };
    expect(await told(files)).toEqual(['SCHEMA_VIOLATION build.yaml:10:7', 'SCHEMA_VIOLATION symphony.yaml:8:7']);
  });
  it('makes its file one that is not compiled', async () => {
    const cwd = tempWorkspace({ ...sources, 'symphony.yaml': own, 'build.yaml': `${domain()}---\n${own}` });
    const { out } = await runCli(['check', '--no-cache', '--format', 'json'], { cwd });
    const { files } = JSON.parse(out) as JsonVerdict;
    expect(files).toMatchObject({ seen: 3, compiled: 2, skipped: [{ file: 'build.yaml' }] });
  });
});

const unusable: [string, string, string][] = [
  ['is empty', '', 'KIND_UNKNOWN symphony.yaml:1:1'],
  ['begins with another document', domain(), 'KIND_UNKNOWN symphony.yaml:2:7'],
  ['begins with a broken document', domain().replace('active', 'asleep'), 'KIND_UNKNOWN symphony.yaml:2:7'],
  ['is no YAML', '{', 'YAML_SYNTAX symphony.yaml:1:1'],
  ['lacks a field', own.replace(/^title.*\n/m, ''), 'SCHEMA_VIOLATION symphony.yaml:3:1'],
];

describe.each(unusable)('a symphony.yaml that %s', (_, text, finding) => {
  it('says why', async () => {
    expect(await told({ 'symphony.yaml': text })).toContain(finding);
    const { code, out, err } = await runCli(['check'], { cwd: tempWorkspace({ 'symphony.yaml': text }) });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`[${finding.split(' ')[0]}]`);
    expect(err).toContain('symphony.yaml cannot be used');
  });
  it.each(['check', 'build'])('says so in every format of `%s`', async (command) => {
    const cwd = tempWorkspace({ 'symphony.yaml': text });
    const outputs = ['--output', `json=${join(cwd, 'a.json')}`, '--output', `sarif=${join(cwd, 'a.sarif')}`];
    const json = await runCli([command, '--format', 'json', ...outputs], { cwd });
    expect(json.code).toBe(2);
    expect(json.out).toBe(readFileSync(join(cwd, 'a.json'), 'utf8'));
    const schema = JSON.parse(readFileSync(join(repository, 'schemas/verdict.schema.json'), 'utf8')) as object;
    const verdict = JSON.parse(json.out) as JsonVerdict;
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(verdict) ? [] : validate.errors).toEqual([]);
    expect(verdict.conforms).toBe(false);
    expect(verdict.diagnostics.map(({ code }) => code)).toContain(finding.split(' ')[0]);
    const sarif = await runCli([command, '--format', 'sarif'], { cwd });
    expect(sarif.code).toBe(2);
    expect(sarif.out).toBe(readFileSync(join(cwd, 'a.sarif'), 'utf8'));
    const { runs } = JSON.parse(sarif.out) as { runs: [{ results: { ruleId: string }[] }] };
    expect(runs[0].results.map(({ ruleId }) => ruleId)).toContain(finding.split(' ')[0]);
  });
});
