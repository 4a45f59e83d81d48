/** What cannot be read may say anything: nothing is reported that it could explain. */
import { describe, expect, it } from 'vitest';
import {
  beat,
  domain,
  metric,
  movement,
  movements,
  policy,
  symphony,
  workspace,
} from '../../compiler/rules/example.ts';
import { runCli } from '../support/cli.ts';
import { tempWorkspace, writeFiles } from '../support/temp.ts';
import { checkFiles, diagnose } from '../support/workspace.ts';

type Files = Record<string, string>;

async function verdictOf(files: Files) {
  const result = await checkFiles(files);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  return result.verdict;
}

const play = (id: string, ...fields: string[]): string =>
  symphony({ id, movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', ...fields))) });

/** By code: a workspace in which it is reported, and a document that would explain it. */
const cases: Record<string, { files: Files; missing: string }> = {
  DOMAIN_NOT_FOUND: { files: { 'play.yaml': symphony() }, missing: domain() },
  SYMPHONY_NOT_FOUND: {
    files: { 'build.yaml': domain(), 'tour.yaml': symphony({ id: 'tour', extra: 'after: [{ symphony: play }]' }) },
    missing: symphony(),
  },
  ORPHANED_DOMAIN_REFERENCE: {
    files: { 'build.yaml': domain('build', 'symphonies: [play]') },
    missing: symphony(),
  },
  POLICY_NOT_FOUND: {
    files: { 'build.yaml': domain('build', 'policies: [bounded]') },
    missing: policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
  },
  METRIC_NOT_FOUND: {
    files: { 'build.yaml': domain(), 'play.yaml': symphony({ extra: 'metrics: [speed]' }) },
    missing: metric('speed'),
  },
  EXPRESSION_INVALID: {
    files: { 'build.yaml': domain(), 'play.yaml': symphony({ extra: 'completion: [speed > 0.5]' }) },
    missing: metric('speed'),
  },
  INVALID_EVENT_REFERENCE: {
    files: { 'build.yaml': domain(), 'tour.yaml': play('tour', 'awaits: [build.done]') },
    missing: symphony({ extra: 'events: [build.done]' }),
  },
  METRIC_NOT_TRACKED: {
    files: { 'build.yaml': domain(), 'speed.yaml': metric('speed') },
    missing: play('play', 'measures: [speed]'),
  },
  POLICY_NOT_REFERENCED: {
    files: { 'build.yaml': domain(), 'bounded.yaml': policy('bounded', 'attest: { evidence: seal }') },
    missing: play('play', 'policies: [bounded]'),
  },
  DOMAIN_UNUSED: { files: { 'build.yaml': domain() }, missing: symphony() },
};

const withoutId = (text: string): string => text.replace(/^id: .*\n/m, '');

describe.each(Object.entries(cases))('%s', (code, { files, missing }) => {
  const reported = async (more: Files): Promise<number> =>
    (await verdictOf({ ...files, ...more })).diagnostics.filter((diagnostic) => diagnostic.code === code).length;

  it('is reported when nothing explains it', async () => {
    expect(await reported({})).toBe(1);
    expect(await reported({ 'missing.yaml': missing })).toBe(0);
  });
  it.each([
    ['that is no YAML', `${missing}labels: [`],
    ['of a kind that does not exist', missing.replace(/^kind: /m, 'kind: X')],
    ['of another version', withoutId(missing).replace('symphonyc/v1', 'symphonyc/v9')],
    ['that has no id', withoutId(missing)],
    ['whose id has no form that one could refer to', missing.replace(/^id: /m, 'id: My ')],
  ])('is not beside a document %s', async (_, text) => {
    const verdict = await verdictOf({ ...files, 'missing.yaml': text });
    expect(verdict.diagnostics.filter((diagnostic) => diagnostic.code === code)).toEqual([]);
    expect(verdict.rules.find((rule) => rule.code === code)).toMatchObject({ violations: 0, notEvaluated: 1 });
  });
});

describe.each(['INVALID_EVENT_REFERENCE', 'METRIC_NOT_TRACKED', 'POLICY_NOT_REFERENCED', 'DOMAIN_UNUSED'])(
  '%s, which a document of known kind and id explains,',
  (code) => {
    const { files, missing } = cases[code]!;
    it('is not reported while that does not fit its schema', async () => {
      const broken = missing.replace('status: active', 'status: asleep');
      const { diagnostics } = await verdictOf({ ...files, 'missing.yaml': broken });
      expect(diagnostics.filter((diagnostic) => diagnostic.code === code)).toEqual([]);
    });
    it('is reported beside a broken document of another kind', async () => {
      const broken = metric('other').replace('status: active', 'status: asleep');
      const { diagnostics } = await verdictOf({ ...files, 'other.yaml': broken });
      expect(diagnostics.filter((diagnostic) => diagnostic.code === code)).toHaveLength(1);
    });
  },
);

it('MOVEMENT_NOT_FOUND is not reported of a symphony that cannot be read', async () => {
  const files = {
    'build.yaml': domain(),
    'tour.yaml': symphony({ id: 'tour', extra: 'after: [{ symphony: play, movement: nine }]' }),
  };
  const codes = async (play: string) =>
    (await diagnose({ ...files, 'play.yaml': play })).map((diagnostic) => diagnostic.code);
  expect(await codes(symphony())).toEqual(['MOVEMENT_NOT_FOUND']);
  expect(await codes(symphony().replace('status: active', 'status: asleep'))).toEqual(['SCHEMA_VIOLATION']);
  expect(await codes('[')).toEqual(['YAML_SYNTAX']);
});

it('is remembered as what an answer rests on', async () => {
  const files = {
    'build.yaml': domain(),
    'play.yaml': symphony({ extra: 'policies: [bounded]' }),
    'speed.yaml': metric('speed'),
  };
  const cwd = tempWorkspace({ 'symphony.yaml': workspace('build.yaml, play.yaml, speed.yaml'), ...files });
  const found = async (...argv: readonly string[]): Promise<string> =>
    (await runCli(['check', '--format', 'json', ...argv], { cwd })).out;
  expect(await found()).toContain('POLICY_NOT_FOUND');
  writeFiles(cwd, { 'speed.yaml': 'id: [' });
  const broken = await found();
  expect(broken).not.toContain('"code": "POLICY_NOT_FOUND",\n      "severity"');
  expect(broken).toBe(await found('--no-cache'));
  writeFiles(cwd, { 'speed.yaml': metric('speed', 'count') });
  expect(await found()).toBe(await found('--no-cache'));
});
