/** Files that change while a build is at work: the build is of one state, or it says which file did not keep still. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { starterFiles } from '../../compiler/cli/starter.ts';
import type { FileStat, Host } from '../../compiler/host/host.ts';
import { expectCivil, hostWith, runBundle, runCli, testEnvironment } from '../support/cli.ts';
import { digestTree, tempFolder, tempWorkspace, writeFiles } from '../support/temp.ts';

const environment = testEnvironment();
const host = hostWith(environment);
const files: Record<string, string> = {
  ...starterFiles,
  'symphony.yaml': `${starterFiles['symphony.yaml']}targets: [plan, types, report]\n`,
};
const metric = 'metrics/words.yaml';
const titled = (title: string): string => files[metric]!.replace('Words', title);
const tree = (root: string): Record<string, string> => digestTree(`${join(root, 'out')}/`);

/** A host on which reading the metric gives what `read` makes of its bytes. */
const readingMetric = (root: string, read: (bytes: Uint8Array) => Uint8Array): Host => ({
  ...host,
  readFile: (path) => (path === join(root, metric) ? read(host.readFile(path)) : host.readFile(path)),
});

describe('a source that changes after it was read', () => {
  it('is built as it is in the end', async () => {
    const root = tempWorkspace(files);
    await runCli(['build'], { cwd: root, host });
    writeFiles(root, { [metric]: titled('Other words') });
    const on = readingMetric(root, (bytes) => {
      writeFiles(root, { [metric]: titled('Last words') });
      return bytes;
    });
    expect((await runCli(['build'], { cwd: root, host: on })).code).toBe(0);
    expect((await runCli(['build'], { cwd: root, host })).code).toBe(0);
    const cold = tempWorkspace({ ...files, [metric]: titled('Last words') });
    await runCli(['build'], { cwd: cold, host });
    expect(tree(root)).toEqual(tree(cold));
  });
  it('ends the build when it never is what it was', async () => {
    const root = tempWorkspace(files);
    // Files older than this are not read again by the next build, only sealed.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await runCli(['build'], { cwd: root, host });
    const before = tree(root);
    writeFiles(root, { 'domains/docs.yaml': `${files['domains/docs.yaml']}description: x\n` });
    const on = readingMetric(root, (bytes) => Buffer.concat([bytes, Buffer.from('#')]));
    const result = await runCli(['build'], { cwd: root, host: on });
    expectCivil(result);
    expect(result.code).toBe(2);
    expect(result.err).toContain(`error: \`${metric}\` changed while it was being sealed\n  help: build again`);
    expect(tree(root)).toEqual(before);
  });
  it('is no bug of the bundled program either', async () => {
    const root = tempWorkspace(files);
    expect((await runBundle(['build'], { cwd: root, environment })).code).toBe(0);
    writeFiles(root, { 'domains/docs.yaml': `${files['domains/docs.yaml']}description: x\n` });
    const script = join(tempFolder(), 'restless.cjs');
    writeFileSync(
      script,
      `const fs = require('node:fs');
const { readFileSync } = fs;
fs.readFileSync = (path, ...more) => {
  const bytes = readFileSync(path, ...more);
  return String(path).endsWith('words.yaml') ? Buffer.concat([bytes, Buffer.from('#')]) : bytes;
};`,
    );
    const more = { ...environment, NODE_OPTIONS: `--require=${script}` };
    const result = await runBundle(['build'], { cwd: root, environment: more });
    expectCivil(result);
    expect(result.code).toBe(2);
    expect(result.err).toContain(`\`${metric}\` changed while it was being sealed`);
  });
});

describe('a file of the last build that was edited', () => {
  it.each(['plans/publish-notes.plan.json', 'types/symphonies/publish-notes.d.ts'])(
    'is not sealed unseen, even when its times lie: %s',
    async (path) => {
      const root = tempWorkspace(files);
      await runCli(['build'], { cwd: root, host });
      const output = join(root, 'out', path);
      const stat = host.lstat(output) as FileStat;
      writeFileSync(output, readFileSync(output, 'utf8').replace('a', 'b'));
      writeFiles(root, { [metric]: titled('Other words') });
      const lying: Host = { ...host, lstat: (asked) => (asked === output ? stat : host.lstat(asked)) };
      const result = await runCli(['build'], { cwd: root, host: lying });
      expectCivil(result);
      expect(result.code).toBe(2);
      expect(result.err).toContain(`\`${path}\` changed while it was being sealed`);
      expect((await runCli(['build', '--no-cache'], { cwd: root, host: lying })).code).toBe(0);
      const cold = tempWorkspace({ ...files, [metric]: titled('Other words') });
      await runCli(['build'], { cwd: cold, host });
      expect(tree(root)).toEqual(tree(cold));
    },
  );
});
