/** `check --out`: what lies in the output folder is what these sources compile to, or MANIFEST_MISMATCH says what is not. */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';

const host = hostWith(testEnvironment());

async function built(...argv: readonly string[]): Promise<string> {
  const root = tempWorkspace({ ...starterFiles, 'package.json': '{"name":"a","version":"1.0.0"}' });
  expect((await runCli(['build', ...argv], { cwd: root, host })).code).toBe(0);
  return root;
}

async function mismatches(root: string, out = 'out') {
  const { code, out: text } = await runCli(['check', '--out', out, '--format', 'json'], { cwd: root, host });
  const { diagnostics, rules } = JSON.parse(text) as Verdict;
  const { checks, violations } = rules.find((rule) => rule.code === 'MANIFEST_MISMATCH')!;
  const found = diagnostics
    .filter((one) => one.code === 'MANIFEST_MISMATCH')
    .map((one) => `${one.file}: ${one.message}`);
  return { code, found, checks, violations };
}

const differs = (file: string, problem: string) => `${file}: \`out\` is not what these sources compile to: ${problem}`;

describe('check --out', () => {
  it('accepts what was built from these sources, and a folder that is not there', async () => {
    const root = await built();
    expect(await mismatches(root)).toEqual({ code: 0, found: [], checks: 1, violations: 0 });
    expect(await mismatches(root, 'elsewhere')).toEqual({ code: 0, found: [], checks: 0, violations: 0 });
  });
  it('knows the options of TypeScript that signatures are judged by', async () => {
    const root = await built();
    writeFiles(root, { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n' });
    const stale = (what: string) => [differs('out/manifest.json', `it is stale: ${what}`)];
    expect((await mismatches(root)).found).toEqual(stale('`tsconfig.json` is new'));
    await runCli(['build'], { cwd: root, host });
    expect((await mismatches(root)).found).toEqual([]);
    appendFileSync(join(root, 'tsconfig.json'), '\n');
    expect((await mismatches(root)).found).toEqual(stale('`tsconfig.json` has changed'));
  });
  it('names the sources that changed, came or went', async () => {
    const root = await built();
    appendFileSync(join(root, 'metrics/words.yaml'), '# later\n');
    writeFiles(root, { 'metrics/more.yaml': starterFiles['metrics/words.yaml']!.replaceAll('words', 'more') });
    rmSync(join(root, 'package.json'));
    const problem =
      'it is stale: `metrics/more.yaml` is new, `metrics/words.yaml` has changed and `package.json` is gone';
    const { found, checks, violations } = await mismatches(root);
    expect({ found, checks, violations }).toEqual({
      found: [differs('out/manifest.json', problem)],
      checks: 1,
      violations: 1,
    });
  });
  it('names every file that was edited, removed or added', async () => {
    const root = await built();
    const out = join(root, 'out');
    appendFileSync(join(out, 'site/index.html'), ' ');
    rmSync(join(out, 'report/report.md'));
    mkdirSync(join(out, 'site/more'));
    writeFileSync(join(out, 'site/more/x.html'), '');
    expect(await mismatches(root)).toEqual({
      code: 1,
      found: [
        differs('out/report/report.md', 'it is missing'),
        differs('out/site/index.html', 'it was edited after it was built'),
        differs('out/site/more/x.html', 'no build wrote it'),
      ],
      checks: 1,
      violations: 1,
    });
  });
  it('says what cannot be compared', async () => {
    const root = await built('--no-seal');
    const problem = 'nothing says what it was built from: it has no manifest';
    expect((await mismatches(root)).found).toEqual([differs('out/manifest.json', problem)]);
    writeFileSync(join(root, 'out/manifest.json'), '{}');
    const unread = 'its manifest cannot be read: it is not a manifest of version 1';
    expect((await mismatches(root)).found).toEqual([differs('out/manifest.json', unread)]);
  });
  it('names another version of the compiler and other rules', async () => {
    const root = await built();
    const manifest = join(root, 'out/manifest.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace(/"ruleset":"[^"]*"/, '"ruleset":"0"'));
    expect((await mismatches(root)).found).toEqual([
      differs('out/manifest.json', 'it was built with other rules than these'),
    ]);
    writeFileSync(manifest, text.replace(/"version":"[^"]*"/, '"version":"0.0.1"'));
    expect((await mismatches(root)).found[0]).toContain('it was built by symphonyc 0.0.1, and this is ');
  });
  it('is not remembered for a check without it', async () => {
    const root = await built();
    appendFileSync(join(root, 'out/site/index.html'), ' ');
    expect((await mismatches(root)).violations).toBe(1);
    const plain = await runCli(['check', '--format', 'json'], { cwd: root, host });
    expect((JSON.parse(plain.out) as Verdict).diagnostics).toEqual([]);
  });
  it('follows the folder by its real path', async () => {
    const root = await built();
    renameSync(join(root, 'out'), join(root, 'public'));
    expect(await mismatches(root, 'public')).toEqual({ code: 0, found: [], checks: 1, violations: 0 });
  });
});
