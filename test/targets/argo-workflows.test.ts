/** Templates for Argo Workflows: checked against the types of Argo, and played task by task. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import target from '../../compiler/targets/argo-workflows/index.ts';
import { argoProblems, playArgo } from '../support/argo-checkers.ts';
import { hiddenIn } from '../support/cli.ts';
import { asked, askingFiles, bakeryThatAsks, engineCases, expressions } from '../support/engine-cases.ts';
import { program, resultIn, runsIn, standIn } from '../support/engine-jobs.ts';
import { compileFiles, emitTarget } from '../support/plans.ts';
import { repository } from '../support/project.ts';
import { tempFolder, tempWorkspace } from '../support/temp.ts';

const path = (id: string): string => `workflows/argo-workflows/${id}.yml`;
const symphonyc = `${process.execPath} ${join(repository, 'dist/symphonyc.cjs')}`;

/** Nothing has to be installed here. */
const npm = program('npm', '#!/bin/sh\n[ "$*" = ci ]\n');

describe.each(engineCases)('the templates of %s', (_, files) => {
  let templates: readonly string[];
  beforeAll(async () => {
    templates = [...emitTarget(target, await compileFiles(files())).values()];
  });

  it('fit the types of Argo', () => {
    expect(templates.length).toBeGreaterThan(0);
    expect(argoProblems(templates)).toEqual([]);
  });

  it('hide nothing', () => {
    for (const text of templates) expect(hiddenIn(text)).toBeUndefined();
  });
});

describe('a bakery with people who approve', () => {
  const shop = bakeryThatAsks();
  const machine = () => ({
    source: tempWorkspace(shop),
    path: [npm],
    environment: { HOME: tempFolder() },
    values: { symphonyc },
  });
  let templates: ReadonlyMap<string, string>;
  beforeAll(async () => {
    templates = emitTarget(target, await compileFiles(shop));
  });

  it.each([
    ['an unknown field', 'retryStrategy:', 'retries:'],
    ['a field of another type', 'limit: 2', 'limit: [2]'],
    ['a field that is missing', 'mountPath: /work', 'readOnly: false'],
  ])('would not get past the types with %s', (_, from, to) => {
    const text = templates.get(path('seasonal-menu'))!;
    expect(text).toContain(from);
    expect(argoProblems([text.replace(from, to)])).not.toEqual([]);
  });

  it('is released by tasks that are one run', () => {
    const played = playArgo(templates.get(path('shop-release'))!, machine(), {});
    expect(played.filter(({ status }) => status !== 0)).toEqual([]);
    const { folder } = played.at(-1)!;
    expect(runsIn(folder)).toHaveLength(1);
    expect(resultIn(folder)).toMatchObject({ status: 'done', correlationId: 'argo-uid' });
  });

  it('goes on where the journal ends when a pod was lost', () => {
    const text = templates.get(path('seasonal-menu'))!;
    const played = playArgo(text, machine(), { approver: 'anna' }, 'proposing');
    expect(played.map(({ job, status }) => [job, status])).toEqual([
      ['symphony---compile', 0],
      ['proposing', 0],
      ['agreeing--ask-head-baker', 0],
      ['changing', 0],
    ]);
    expect(runsIn(played[0]!.folder)).toHaveLength(1);
    expect(resultIn(played[0]!.folder)).toMatchObject({ status: 'done' });
  });

  it('stops when the name of the approver is not of the role', () => {
    const played = playArgo(templates.get(path('seasonal-menu'))!, machine(), { approver: 'mallory' });
    expect(played.at(-1)).toMatchObject({ job: 'agreeing--ask-head-baker', status: 2 });
  });
});

it('texts of documents and of people reach symphonyc as they are, and nothing else', async () => {
  const text = emitTarget(target, await compileFiles(askingFiles())).get(path('release'))!;
  const { command, calls } = standIn(asked);
  const given = `${expressions[3]} ${expressions[4]} "x"`;
  const parameters = { approver: 'anna', 'measure-sold': '3', 'evidence-receipt': given };
  const values = { symphonyc: command, 'input-greeting': given, 'input-channel': 'post' };
  const played = playArgo(text, { source: tempFolder(), path: [npm], values }, parameters);
  expect(played.filter(({ status }) => status !== 0)).toEqual([]);
  expect(existsSync(join(played[0]!.folder, 'pwned'))).toBe(false);
  const decided = calls().filter(([called]) => called === 'approve');
  expect(decided.map(([, , subject]) => subject)).toEqual(asked);
  expect(decided[0]!.slice(-4)).toEqual(['--measure', 'sold=3', '--evidence', `receipt=${given}`]);
  expect(calls().find(([called]) => called === 'run')).toContain(`greeting=${given}`);
});
