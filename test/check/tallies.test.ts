/** What counts as one check: a rule at one part of the workspace. */
import { describe, expect, it } from 'vitest';
import { beat, domain, movement, movements, policy, symphony } from '../../compiler/rules/example.ts';
import { checkFiles } from '../support/workspace.ts';

async function tallyOf(code: string, files: Record<string, string>) {
  const result = await checkFiles({ 'build.yaml': domain(), ...files });
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  const { checks, violations, notEvaluated } = result.verdict.rules.find((rule) => rule.code === code)!;
  const findings = result.verdict.diagnostics.filter((diagnostic) => diagnostic.code === code).length;
  return { checks, violations, notEvaluated, findings };
}

const needs = (id: string, ...names: string[]): string => beat(id, 'run: [make]', `needs: [${names.join(', ')}]`);
const play = (extra: string, ...beats: string[]): string =>
  symphony({ extra, movements: movements(movement('one', ...beats)) });

describe('one check', () => {
  it('is made at a beat, however many references it has', async () => {
    const beats = [beat('a'), needs('b', 'a', 'x', 'y'), needs('c', 'a', 'b'), needs('d', 'z')];
    expect(await tallyOf('NEED_NOT_FOUND', { 'play.yaml': play('tempo: 120', ...beats) })).toEqual({
      checks: 3,
      violations: 2,
      notEvaluated: 0,
      findings: 3,
    });
  });
  it('is made at each of two beats that share an id', async () => {
    const beats = [beat('a'), needs('b', 'a'), needs('b', 'x')];
    const tally = await tallyOf('NEED_NOT_FOUND', { 'play.yaml': play('tempo: 120', ...beats) });
    expect(tally).toMatchObject({ checks: 2, violations: 1 });
  });
  it('is made at a beat, however many policies apply to it', async () => {
    const files = {
      'bounded.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
      'tested.yaml': policy('tested', 'assert: { over: beat, that: \'beat.test != ""\' }'),
      'play.yaml': play('policies: [bounded, tested]', beat('a', 'run: [make]'), beat('b', 'run: [make]', 'test: t')),
      'tour.yaml': symphony({ id: 'tour' }),
    };
    expect(await tallyOf('POLICY_VIOLATED', files)).toEqual({ checks: 2, violations: 2, notEvaluated: 0, findings: 3 });
  });
});

describe('what cannot be judged because of another violation', () => {
  const applied = (holds: string, ...more: string[]) => ({
    'bounded.yaml': policy('bounded', holds),
    'play.yaml': play(['policies: [bounded]', ...more].join('\n'), beat('a'), beat('b')),
  });
  const assertion = 'assert: { over: beat, that: beat.timeout_ms > 0 }';

  it.each([
    ['a policy that holds', applied(assertion), 2, 0],
    ['an assertion that is no expression', applied(assertion.replace('> 0', '> ')), 2, 2],
    ['a policy in prose only, which may be about any part', applied(''), 4, 4],
    ['a policy that does not exist', { 'play.yaml': play('policies: [bounded]', beat('a'), beat('b')) }, 4, 4],
    ['a domain that does not exist', { 'play.yaml': symphony({ domain: 'gone' }) }, 3, 3],
  ])('counts as violated without a finding: %s', async (_, files, checks, violations) => {
    expect(await tallyOf('POLICY_VIOLATED', files)).toEqual({ checks, violations, notEvaluated: 0, findings: 0 });
  });
});
