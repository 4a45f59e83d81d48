/** What each workflow says that its engine cannot keep, and that nobody gets workflows who did not ask for them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import argo from '../../compiler/targets/argo-workflows/index.ts';
import github from '../../compiler/targets/github-actions/index.ts';
import gitlab from '../../compiler/targets/gitlab-ci/index.ts';
import { runCli } from '../support/cli.ts';
import { askingFiles, bakeryThatAsks } from '../support/engine-cases.ts';
import { type Compiled, compileFiles, emitTarget } from '../support/plans.ts';
import { tempWorkspace } from '../support/temp.ts';

const targets = { 'GitHub Actions': github, 'GitLab CI/CD': gitlab, 'Argo Workflows': argo } as const;
type Engine = keyof typeof targets;

/** The sentences at the head of the workflow of a symphony. */
function lossesOf(compiled: Compiled, engine: Engine, id: string): string[] {
  const text = [...emitTarget(targets[engine], compiled)].find(([path]) => path.endsWith(`/${id}.yml`))![1];
  const head = /# What the plan guarantees and (.*) cannot keep:\n((?:#.*\n)*)/.exec(text);
  if (!head) return text.includes(`${engine} keeps every guarantee of this plan.`) ? [] : ['no word about losses'];
  expect(head[1]).toBe(engine);
  return head[2]!
    .replace(/\n# {3}/g, ' ')
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^# - /, ''));
}

describe('a workflow says', () => {
  let bakery: Compiled;
  let asking: Compiled;
  beforeAll(async () => {
    bakery = await compileFiles(bakeryThatAsks());
    asking = await compileFiles(askingFiles());
  });

  it('nothing of guarantees that the plan does not have', () => {
    expect(lossesOf(asking, 'GitHub Actions', 'tell')).toEqual([]);
    expect(lossesOf(asking, 'GitLab CI/CD', 'tell')).toEqual([]);
  });

  const everywhere: Engine[] = ['GitHub Actions', 'GitLab CI/CD', 'Argo Workflows'];
  it.each<[string, Engine[], string, RegExp]>([
    [
      'when effects are not told apart',
      ['GitHub Actions', 'GitLab CI/CD'],
      'shop-release',
      /loses its machine.*: `publish`\.$/,
    ],
    ['how long a cancelled job has', everywhere, 'shop-release', /cancelled has to undo everything within/],
    ['that nobody undoes what is refused', everywhere, 'seasonal-menu', /refuses to approve.*nothing is undone/],
    ['that approvals have no limit', everywhere, 'seasonal-menu', /without a limit: `ask-head-baker`/],
    ['what is performed', everywhere, 'shop-release', /enters no environment of its own.*: `menu-check`/],
    [
      'what it does not follow',
      everywhere,
      'newsletter',
      /does not follow `shop-release` by itself: `manifest_mismatches == 0/,
    ],
    [
      'that an environment needs protection',
      ['GitHub Actions', 'GitLab CI/CD'],
      'shop-release',
      /protects the environment `counter`/,
    ],
    [
      'that no job enters an environment',
      ['GitHub Actions', 'GitLab CI/CD'],
      'seasonal-menu',
      /no job enters the environment `kitchen`/,
    ],
    ['that there are no environments', ['Argo Workflows'], 'shop-release', /knows no environments.*`counter`/],
    ['who may approve', everywhere, 'seasonal-menu', /(?:Who|everybody who|Whoever) may (?:approve|run jobs|resume)/],
  ])('%s', (_, engines, id, sentence) => {
    for (const engine of everywhere) {
      const found = lossesOf(bakery, engine, id).some((loss) => sentence.test(loss));
      expect([engine, found]).toEqual([engine, engines.includes(engine)]);
    }
  });

  it('what does not start it', () => {
    const started = (engine: Engine) =>
      lossesOf(asking, engine, 'release').find((loss) => loss.includes('starts it by'));
    expect(started('GitHub Actions')).toContain('by `schedule` or `audit`');
    expect(started('GitLab CI/CD')).toContain('by `audit`');
    expect(started('Argo Workflows')).toContain(
      'by `commit`, `pull-request`, `schedule`, `release`, `incident` or `audit`',
    );
  });

  it('that a person would have to be there, by the level of autonomy of the environment', async () => {
    const files = askingFiles();
    const guarded = String(files['symphony.yaml']).replace('"C Major"', '"C Major","autonomy":2');
    const compiled = await compileFiles({ ...files, 'symphony.yaml': guarded });
    const sentence = 'Level 2 of autonomy wants a person beside the run.';
    expect(lossesOf(compiled, 'GitHub Actions', 'release').join()).toContain(sentence);
    expect(lossesOf(asking, 'GitHub Actions', 'release').join()).not.toContain('autonomy');
  });
});

describe('a build', () => {
  const workflow = (folder: string): boolean => existsSync(join(folder, 'out/workflows/gitlab-ci/tell.yml'));
  it('makes no workflows by itself', async () => {
    const folder = tempWorkspace(askingFiles());
    await runCli(['build'], { cwd: folder });
    expect([workflow(folder), existsSync(join(folder, 'out/site/index.html'))]).toEqual([false, true]);
  });
  it('makes those that the command names', async () => {
    const folder = tempWorkspace(askingFiles());
    await runCli(['build', '--targets', 'plan,gitlab-ci'], { cwd: folder });
    expect(workflow(folder)).toBe(true);
  });
  it('makes those that the workspace names', async () => {
    const files = askingFiles();
    const asks = String(files['symphony.yaml']).replace('"sources"', '"targets":["plan","gitlab-ci"],"sources"');
    const folder = tempWorkspace({ ...files, 'symphony.yaml': asks });
    await runCli(['build'], { cwd: folder });
    expect(workflow(folder)).toBe(true);
  });
});
