/** A field that means another one is one mistake: the document is read as it was meant, and nothing else follows. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, policy, symphony, workspace } from '../../compiler/rules/example.ts';
import { runCli } from '../support/cli.ts';
import { seenIn } from '../support/mistakes.ts';
import { tempWorkspace } from '../support/temp.ts';
import { checkFiles } from '../support/workspace.ts';

type Files = Record<string, string>;

/** A policy asks for what is misspelt, so a field that counts as missing shows twice. */
const files = (play: string, build = domain('build', 'policies: [bounded]')): Files => ({
  'bounded.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
  'build.yaml': build,
  'play.yaml': play,
});
const inBeat = (...fields: string[]): string =>
  symphony({ movements: movements(movement('one', beat('a', ...fields))) });

describe('one mistake is one finding', () => {
  it.each<[what: string, files: Files, at: string, help: string, fixed?: string]>([
    ['misspelt', files(inBeat('run: [node]', 'timout: 1m')), '13 timout', 'did you mean `timeout`?', 'timeout: 1m'],
    [
      'with the unit in its name',
      files(inBeat('run: [node]', 'timeoutMs: 60000')),
      '13 timeoutMs',
      'did you mean `timeout: 1m`?',
      'timeout: 1m',
    ],
    [
      'with a value that does not fit either',
      files(inBeat('run: [node]', 'timout: 5')),
      '13 timout',
      'did you mean `timeout`? Its value is a duration, such as `500ms`',
    ],
    [
      'under the name that another tool gives it',
      files(inBeat('run: [node]', 'timeout: 5s').replace('beats:', 'steps:')),
      '10 steps',
      'did you mean `beats`?',
      'beats:',
    ],
    [
      'needs',
      files(inBeat('run: [node]', 'timeout: 5s', 'dependsOn: []')),
      '14 dependsOn',
      'did you mean `needs`?',
      'needs: []',
    ],
    ['run', files(inBeat('command: [node]', 'timeout: 5s')), '12 command', 'did you mean `run`?', 'run: [node]'],
  ])('%s', async (_, content, at, help, fixed) => {
    const [found, ...others] = await seenIn(content);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'UNKNOWN_FIELD', at: `play.yaml:${at}`, help });
    expect(found!.fixed).toBe(fixed);
  });
  it('in a domain', async () => {
    const build = domain('build', 'policies: [bounded]').replace('owner', 'ownr');
    expect(await seenIn(files(symphony(), build))).toMatchObject([{ code: 'UNKNOWN_FIELD', fixed: 'owner: team' }]);
  });
});

it('what stands inside is checked where it stands', async () => {
  const play = inBeat('run: [node]', 'timout: 5s', 'needs: [zz]').replace('beats:', 'steps:');
  expect((await seenIn(files(play))).map(({ code, at }) => `${code} ${at}`)).toEqual([
    'UNKNOWN_FIELD play.yaml:10 steps',
    'UNKNOWN_FIELD play.yaml:13 timout',
    'NEED_NOT_FOUND play.yaml:14 zz',
  ]);
});

it('of two fields that mean one, only the first is renamed', async () => {
  const found = await seenIn(files(inBeat('run: [node]', 'timout: 1m', 'timeot: 2m')));
  expect(found.map(({ at, fixed }) => [at, fixed])).toEqual([
    ['play.yaml:13 timout', 'timeout: 1m'],
    ['play.yaml:14 timeot', undefined],
  ]);
});

it('counts no better than the field as it should be', async () => {
  const violations = async (play: string): Promise<Record<string, number>> => {
    const result = await checkFiles(files(play));
    if (!('verdict' in result)) throw new Error('the workspace cannot be read');
    return Object.fromEntries(result.verdict.rules.map((rule) => [rule.code, rule.violations]));
  };
  const [right, wrong] = [inBeat('run: [node]', 'timeout: 1m'), inBeat('run: [node]', 'timout: 1m')];
  expect(await violations(wrong)).toEqual({ ...(await violations(right)), UNKNOWN_FIELD: 1 });
});

it('is checked, but not played', async () => {
  const plan = async (field: string): Promise<boolean> => {
    const sources = { ...files(inBeat('run: [node]', field)) };
    const cwd = tempWorkspace({ 'symphony.yaml': workspace(Object.keys(sources).join(', ')), ...sources });
    await runCli(['build', '--no-seal', '--targets', 'plan'], { cwd });
    return existsSync(join(cwd, 'out/plans/play.plan.json'));
  };
  expect(await plan('timeout: 5s')).toBe(true);
  expect(await plan('timout: 5s')).toBe(false);
});
