/** Where formats are written: to stdout, to files, and to the summary of a job of GitHub. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony, workspace } from '../../compiler/rules/example.ts';
import { expectCivil, hostWith, runCli, testEnvironment } from '../support/cli.ts';
import { tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';
import { readXml } from '../support/xml.ts';

const files: Readonly<Record<string, string>> = {
  'symphony.yaml': workspace('build.yaml, play.yaml'),
  'build.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', 'needs: [x]'))),
  }),
};
const formats = ['pretty', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'];

it('several at once: each file holds what stdout would', async () => {
  const root = tempWorkspace(files);
  const argv = formats.flatMap((format) => ['--output', `${format}=reports/${format}`]);
  const all = await runCli(['check', ...argv], { cwd: root });
  expectCivil(all);
  for (const format of formats) {
    const { code, out } = await runCli(['check', '--format', format], { cwd: root });
    expect(code).toBe(1);
    expect(readFileSync(join(root, 'reports', format), 'utf8')).toBe(out);
    expect(out.endsWith('\n')).toBe(true);
  }
  expect(readdirSync(join(root, 'reports')).sort()).toEqual([...formats].sort());
  readXml(readFileSync(join(root, 'reports/junit'), 'utf8'));
});

it.each<[string[], string]>([
  [['json=-'], '`--output` takes a file, not `-`'],
  [['json=out/x.json'], '`--output` cannot write into the output folder'],
  [['json=out'], '`--output` cannot write into the output folder'],
  [['json=.symphony/cache/x'], '`--output` cannot write into the output folder'],
  [['json=a/../out/x.json'], '`--output` cannot write into the output folder'],
  [['json=x', 'sarif=./x'], 'two formats would be written to'],
])('refuses %j', async (outputs, message) => {
  const root = tempWorkspace(files);
  const argv = outputs.flatMap((one) => ['--output', one]);
  const { code, out, err } = await runCli(['check', ...argv], { cwd: root });
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
  expect(existsSync(join(root, 'out'))).toBe(false);
});

it('refuses the output folder behind its link', async () => {
  const root = tempWorkspace({ ...files, 'play.yaml': symphony() });
  expect((await runCli(['build'], { cwd: root })).code).toBe(0);
  const build = readdirSync(join(root, '.symphony/builds'))[0]!;
  const { code, err } = await runCli(['check', '--output', `json=.symphony/builds/${build}/x`], { cwd: root });
  expect(code).toBe(2);
  expect(err).toContain('cannot write into the output folder');
});

it('tells services where files lie in the repository', async () => {
  const repository = tempFolder();
  mkdirSync(join(repository, '.git'));
  const root = join(repository, 'delivery/work');
  writeFiles(root, files);
  const { out } = await runCli(['check', '--format', 'github'], { cwd: root });
  expect(out).toContain('::error file=delivery/work/play.yaml,line=14,');
  const gitlab = await runCli(['check', '--format', 'gitlab'], { cwd: root });
  expect(gitlab.out).toContain('"path": "delivery/work/play.yaml"');
});

it('writes a summary for a job of GitHub, after what is there, and only for its format', async () => {
  const root = tempWorkspace(files);
  const summary = join(tempFolder(), 'summary.md');
  writeFileSync(summary, 'Before.\n');
  const host = hostWith({ ...testEnvironment(), GITHUB_STEP_SUMMARY: summary });
  for (const format of formats.filter((one) => one !== 'github'))
    await runCli(['check', '--format', format], { cwd: root, host });
  await runCli(['check', '--output', 'github=x'], { cwd: root, host });
  expect(readFileSync(summary, 'utf8')).toBe('Before.\n');
  await runCli(['check', '--format', 'github'], { cwd: root, host });
  const markdown = await runCli(['check', '--format', 'markdown'], { cwd: root });
  expect(readFileSync(summary, 'utf8')).toBe(`Before.\n${markdown.out}`);
});
