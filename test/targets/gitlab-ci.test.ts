/** Pipelines for GitLab CI/CD: checked against GitLab's schema, and played by an engine of its own. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import target from '../../compiler/targets/gitlab-ci/index.ts';
import { hiddenIn } from '../support/cli.ts';
import { asked, askingFiles, bakeryThatAsks, engineCases } from '../support/engine-cases.ts';
import { program, resultIn, runsIn, standIn } from '../support/engine-jobs.ts';
import { gitlabChecker, playGitlab } from '../support/gitlab-checkers.ts';
import { compileFiles, emitTarget } from '../support/plans.ts';
import { repository } from '../support/project.ts';
import { tempWorkspace } from '../support/temp.ts';

const path = (id: string): string => `workflows/gitlab-ci/${id}.yml`;
const symphonyc = `${process.execPath} ${join(repository, 'dist/symphonyc.cjs')}`;

/** Nothing has to be installed here. */
const npm = program('npm', '#!/bin/sh\n[ "$*" = ci ]\n');

let check: (text: string) => string[];

beforeAll(async () => {
  check = await gitlabChecker();
});

describe.each(engineCases)('the pipelines of %s', (_, files) => {
  let pipelines: ReadonlyMap<string, string>;
  beforeAll(async () => {
    pipelines = emitTarget(target, await compileFiles(files()));
  });

  it('are as the schema of GitLab wants them', () => {
    expect(pipelines.size).toBeGreaterThan(0);
    for (const text of pipelines.values()) expect(check(text)).toEqual([]);
  });

  it('hide nothing', () => {
    for (const text of pipelines.values()) expect(hiddenIn(text)).toBeUndefined();
  });
});

describe('the schema finds', () => {
  let text: string;
  beforeAll(async () => {
    text = emitTarget(target, await compileFiles(bakeryThatAsks())).get(path('seasonal-menu'))!;
  });
  it.each([
    ['an unknown key of a job', 'allow_failure:', 'allow_failures:'],
    ['an unknown time', 'when: manual', 'when: by-hand'],
    ['a script that is none', 'script:', 'script: 7\n  variables:'],
    ['an input without a type that fits', 'type: string', 'type: text'],
  ])('%s', (_, from, to) => {
    expect(text).toContain(from);
    expect(check(text.replace(from, to))).not.toEqual([]);
  });
});

describe('a bakery with people who approve', () => {
  const shop = bakeryThatAsks();
  const play = async (id: string, manual: readonly string[], user = 'anna') => {
    const text = emitTarget(target, await compileFiles(shop)).get(path(id))!;
    const variables = { SYMPHONYC: symphonyc };
    return playGitlab(text, { source: tempWorkspace(shop), path: [npm], variables, manual, user });
  };

  it('is released by jobs that are one run', async () => {
    const { status, log, filesOf } = await play('shop-release', []);
    expect([status, log]).toEqual([0, expect.stringContaining('completion `manifest_mismatches == 0`: holds')]);
    expect(resultIn(filesOf('serving'))).toMatchObject({ status: 'done' });
    expect(runsIn(filesOf('serving'))).toHaveLength(1);
  });

  it('goes on when somebody of the role has started the manual job', async () => {
    const { status, log, filesOf } = await play('seasonal-menu', ['agreeing--ask-head-baker']);
    expect([status, log]).toEqual([0, expect.stringContaining('recorded: approve by anna')]);
    expect(resultIn(filesOf('changing'))).toMatchObject({ status: 'done' });
  });

  it('stops when the starter is not of the role', async () => {
    const { status, log } = await play('seasonal-menu', ['agreeing--ask-head-baker'], 'mallory');
    expect([status, log]).toEqual([1, expect.stringContaining('`mallory` may not decide as head-baker')]);
  });
});

it('texts of documents and of people reach symphonyc as they are, and nothing else', async () => {
  const text = emitTarget(target, await compileFiles(askingFiles())).get(path('release'))!;
  const { command, calls } = standIn(asked);
  const given = '$(touch pwned) `touch pwned` " \'';
  const played = playGitlab(
    text.replace('channel:\n      type: string', 'channel:\n      type: string\n      default: x'),
    {
      source: tempWorkspace({ 'readme.md': 'A shop.\n' }),
      path: [npm],
      variables: { SYMPHONYC: command, INPUT_CHANNEL: given, MEASURE_SOLD: '3', EVIDENCE_RECEIPT: given },
      manual: [...text.matchAll(/^([a-z]\S+):\n {2}stage: \S+\n {2}rules:\n {4}- when: manual/gm)].map(
        ([, job]) => job!,
      ),
      user: 'anna',
    },
  );
  expect(played.status).toBe(0);
  const decided = calls().filter(([called]) => called === 'approve');
  expect(decided.map(([, , subject]) => subject)).toEqual(asked);
  expect(decided[0]!.slice(-4)).toEqual(['--measure', 'sold=3', '--evidence', `receipt=${given}`]);
  expect(calls().find(([called]) => called === 'run')).toContain(`channel=${given}`);
});
