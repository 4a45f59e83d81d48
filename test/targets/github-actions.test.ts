/** Workflows for GitHub Actions: checked by two checkers, and played job by job. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import target from '../../compiler/targets/github-actions/index.ts';
import { hiddenIn } from '../support/cli.ts';
import { asked, askingFiles, bakeryThatAsks, engineCases, expressions } from '../support/engine-cases.ts';
import { judgedIn, playGithub, program, resultIn, runsIn, standIn } from '../support/engine-jobs.ts';
import { githubCheckers } from '../support/github-checkers.ts';
import { compileFiles, emitTarget, projectFiles } from '../support/plans.ts';
import { repository } from '../support/project.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

const path = (id: string): string => `workflows/github-actions/${id}.yml`;

const symphonyc = `${process.execPath} ${join(repository, 'dist/symphonyc.cjs')}`;

/** Nothing has to be installed here. */
const npm = program('npm', '#!/bin/sh\n[ "$*" = ci ]\n');

/** GitHub's own program, for a repository whose environments have reviewers and where somebody has approved. */
const github = (comment: string, login = 'anna'): string => {
  const file = join(tempWorkspace({ comment }), 'comment');
  const answers = `*/environments/*) echo required_reviewers ;;\n*comment*) cat ${file} ;;\n*) echo ${login} ;;`;
  return program('gh', `#!/bin/sh\ncase "$*" in\n${answers}\nesac\n`);
};

let check: (text: string) => Promise<string[]>;

beforeAll(async () => {
  check = await githubCheckers();
});

describe.each(engineCases)('the workflows of %s', (_, files) => {
  let workflows: ReadonlyMap<string, string>;
  beforeAll(async () => {
    workflows = emitTarget(target, await compileFiles(files()));
  });

  it('pass both checkers', async () => {
    expect(workflows.size).toBeGreaterThan(0);
    for (const text of workflows.values()) expect(await check(text)).toEqual([]);
  });

  it('hide nothing', () => {
    for (const text of workflows.values()) expect(hiddenIn(text)).toBeUndefined();
  });
});

describe('the checkers find', () => {
  let text: string;
  beforeAll(async () => {
    text = emitTarget(target, await compileFiles(projectFiles('bakery'))).get(path('seasonal-menu'))!;
  });
  it.each([
    ['an unknown key', 'runs-on:', 'runs-where:'],
    ['an unknown job', '- proposing', '- nobody'],
    ['an unknown context', 'vars.SYMPHONYC', 'variables.SYMPHONYC'],
    ['an expression that does not end', "'npx --no symphonyc' }}", "'npx --no symphonyc }}"],
    ['a key that stands twice', 'permissions:', 'env: {}\npermissions:'],
  ])('%s', async (_, from, to) => {
    expect(text).toContain(from);
    expect(await check(text.replace(from, to))).not.toEqual([]);
  });
});

describe('a bakery with people who approve', () => {
  const shop = bakeryThatAsks();
  const machine = (values: Record<string, string> = {}, comment = 'Yes.') => ({
    source: tempWorkspace(shop),
    path: [github(comment), npm],
    environment: { HOME: tempFolder() },
    values: { 'vars.SYMPHONYC': symphonyc, ...values },
  });
  let workflows: ReadonlyMap<string, string>;
  beforeAll(async () => {
    workflows = emitTarget(target, await compileFiles(shop));
  });

  it('is released by jobs that are one run, the last in its environment', () => {
    const played = playGithub(workflows.get(path('shop-release'))!, machine({ 'inputs.edition': 'a "b" $(c)' }));
    expect(played.map(({ job, status, environment }) => [job, status, environment])).toEqual([
      ['tasting', 0, undefined],
      ['baking', 0, undefined],
      ['wrapping', 0, undefined],
      ['serving', 0, 'counter'],
    ]);
    const { folder } = played.at(-1)!;
    const manifest = JSON.parse(readFileSync(join(folder, 'build/site/manifest.json'), 'utf8')) as { edition: string };
    expect(manifest.edition).toBe('a "b" $(c)');
    expect(runsIn(folder)).toHaveLength(1);
    expect(resultIn(folder)).toMatchObject({ status: 'done', correlationId: 'github-' });
    expect(judgedIn(folder)).toContain('manifest_mismatches == 0');
  });

  it('is undone as a whole by the job that fails', () => {
    const { source, ...rest } = machine();
    writeFileSync(join(source, 'scripts/copy-assets.mjs'), 'process.exit(3);\n');
    const played = playGithub(workflows.get(path('shop-release'))!, { source, ...rest });
    expect(played.map(({ job, status }) => [job, status])).toEqual([
      ['tasting', 0],
      ['baking', 1],
    ]);
    // What the job before has made.
    expect(existsSync(join(played[0]!.folder, 'build/menu.json'))).toBe(true);
    expect(existsSync(join(played[1]!.folder, 'build/menu.json'))).toBe(false);
  });

  it('goes on when somebody of the role has approved, and writes down who', () => {
    const played = playGithub(workflows.get(path('seasonal-menu'))!, machine());
    expect(played.map(({ job, status, environment }) => [job, status, environment])).toEqual([
      ['proposing', 0, undefined],
      ['agreeing--ask-head-baker', 0, 'head-baker'],
      ['changing', 0, undefined],
    ]);
    const { folder } = played.at(-1)!;
    expect(resultIn(folder)).toMatchObject({ status: 'done' });
    const journal = readFileSync(join(folder, '.symphony/runs', runsIn(folder)[0]!, 'journal.jsonl'), 'utf8');
    expect(journal).toMatch(/"type":"decided".*"by":"anna"/);
    expect(journal).toContain('"comment":"Yes."');
  });

  it('stops when the approver is not of the role', () => {
    const { path: _, ...rest } = machine();
    const played = playGithub(workflows.get(path('seasonal-menu'))!, {
      ...rest,
      path: [github('Yes.', 'mallory'), npm],
    });
    expect(played.at(-1)).toMatchObject({ job: 'agreeing--ask-head-baker', status: 2 });
    expect(played.at(-1)!.log).toContain('`mallory` may not decide as head-baker');
  });

  it('stops when nobody would be asked', () => {
    const nobody = program('gh', '#!/bin/sh\nexit 1\n');
    const played = playGithub(workflows.get(path('seasonal-menu'))!, { ...machine(), path: [nobody, npm] });
    expect(played).toMatchObject([{ job: 'proposing', status: 1 }]);
    expect(played[0]!.log).toContain('no required reviewers');
  });

  it('stops when the workflow is out of date', () => {
    const { source, ...rest } = machine();
    const change = (path: string, from: string, to: string): void => {
      const file = join(source, path);
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    };
    change('symphonies/seasonal-menu.yaml', 'by: head-baker', 'by: baker');
    change('symphony.yaml', 'head-baker: [', 'baker: [');
    const played = playGithub(workflows.get(path('seasonal-menu'))!, { source, ...rest });
    expect(played).toMatchObject([{ job: 'proposing', status: 1 }]);
    expect(played[0]!.log).toContain('not what the symphony compiles to any more');
  });
});

it('texts of documents and of people reach symphonyc as they are, and nothing else', async () => {
  const text = emitTarget(target, await compileFiles(askingFiles())).get(path('release'))!;
  const { command, calls } = standIn(asked);
  const comment = `sold=3\n${expressions[3]} "quoted"`;
  const given = `${expressions[3]} ${expressions[4]}`;
  const played = playGithub(text, {
    source: tempFolder(),
    path: [github(comment), npm],
    values: { 'vars.SYMPHONYC': command, 'inputs.greeting': given, 'inputs.channel': 'post' },
  });
  expect(played.filter(({ status }) => status !== 0)).toEqual([]);
  expect(played.some(({ folder }) => existsSync(join(folder, 'pwned')))).toBe(false);
  const decided = calls().filter(([called]) => called === 'approve');
  expect(decided.map(([, , subject]) => subject)).toEqual(asked);
  expect(decided[0]!.slice(3)).toEqual([
    '--by',
    'anna',
    '--role',
    'baker',
    '--comment',
    comment,
    '--measure',
    'sold=3',
    '--evidence',
    `receipt=${comment}`,
  ]);
  const [first, ...rest] = calls().filter(([called]) => called === 'run');
  expect(first).toEqual(
    [
      'run',
      'release',
      '--until',
      'agree',
      '--alone',
      '--format',
      'json',
      '--dynamics',
      'mf',
      '--correlation-id',
      'github-',
    ].concat(['--input', 'channel=post', '--input', `greeting=${given}`]),
  );
  expect(rest.every((call) => call.join(' ').endsWith('--alone --format json --resume last'))).toBe(true);
});
