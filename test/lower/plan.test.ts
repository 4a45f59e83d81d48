/** What a plan holds of conditions and policies. */
import { expect, it } from 'vitest';
import { domain, metric, policy, symphony } from '../../compiler/rules/example.ts';
import { compileFiles } from '../support/plans.ts';

async function planOf(extra: string, more: Record<string, string>) {
  const { plans } = await compileFiles({ 'build.yaml': domain(), 'play.yaml': symphony({ extra }), ...more });
  return plans[0]!.plan;
}

const metrics = { 'speed.yaml': metric('speed'), 'errors.yaml': metric('errors', 'count') };

it('gives a condition the metrics that it names, and none that a macro, a text or a field has the name of', async () => {
  const text = '[0.5, 1.0].all(speed, speed > 0.1) && "speed" != "" && {"speed": 1}.speed == 1 && errors < 3';
  const plan = await planOf(`completion:\n  - '${text}'`, metrics);
  expect(plan.completion[0]!.variables).toEqual({ errors: { type: 'int', unit: 'count' } });
});

it('takes no metric for used that only has the name of something else', async () => {
  const { verdict } = await compileFiles({
    'build.yaml': domain(),
    'play.yaml': symphony({ extra: "completion: ['[errors].all(speed, speed > 3)']" }),
    ...metrics,
  });
  expect(verdict.diagnostics.map(({ message }) => message)).toEqual([
    'the metric `errors` is used, but no beat measures it',
    'no beat measures the metric `speed`, and nothing uses it',
  ]);
});

it('holds a policy once that a symphony and its domain list, and once for each other place', async () => {
  const listed = (id: string): string => `policies: [fast, sealed]${id === 'play' ? '\nmetrics: [speed]' : ''}`;
  const plan = await planOf(listed('play'), {
    ...metrics,
    'build.yaml': domain('build', listed('build')),
    'fast.yaml': policy('fast', 'gate: { that: speed > 0.5 }'),
    'sealed.yaml': policy('sealed', 'attest: { evidence: seal }'),
    'play.yaml': symphony({ extra: listed('play') }).replace('    beats:', '    policies: [fast, sealed]\n    beats:'),
  });
  expect(plan.gates.map(({ policy: id, scope, condition }) => [id, scope, condition.source.line])).toEqual([
    ['fast', 'play', 7],
    ['fast', 'play/one', 12],
  ]);
  expect(plan.attestations.map(({ policy: id, scope }) => [id, scope])).toEqual([
    ['sealed', 'play'],
    ['sealed', 'play/one'],
  ]);
});
