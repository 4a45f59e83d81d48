/** What policies ask of a movement of which nothing is played is listed, as not judged. */
import { expect, it } from 'vitest';
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
import { exitCodeOf } from '../../runtime/model/result.ts';
import { workspaceOf } from '../support/run-support.ts';

const files = {
  'symphony.yaml': workspace('"*.yaml"'),
  'build.yaml': domain(),
  'rate.yaml': metric('rate'),
  'fast.yaml': policy('fast', 'gate: { that: rate > 0.5 }'),
  'every.yaml': policy('every', 'gate: { over: movement, that: rate > 0.7 }'),
  'seen.yaml': policy('seen', 'attest: { evidence: report }'),
  'play.yaml': symphony({
    extra: 'policies: [every]',
    movements: movements(
      `${movement('loud', beat('a', 'run: [node, --version]', 'timeout: 5s', 'from: ff', 'policies: [seen]', 'evidence: [report]', 'measures: [rate]'))}\n    policies: [fast]`,
      movement('soft', beat('b', 'run: [node, --version]', 'timeout: 5s', 'from: ff')),
    ),
  }),
};

it('with the reason, and the run goes on', async () => {
  const play = await workspaceOf(files);
  const result = await play.run('play', { dynamics: 'mf' });
  const told = result.movements.map(({ id, status, judged }) => [
    id,
    status,
    judged.map(({ type, policy: name, scope, verdict }) => `${type} ${name} ${scope} ${verdict}`).sort(),
  ]);
  expect(told).toEqual([
    [
      'loud',
      'skipped',
      ['attestation seen play/loud/a not judged', 'gate every play/loud not judged', 'gate fast play/loud not judged'],
    ],
    ['soft', 'skipped', ['gate every play/soft not judged']],
  ]);
  expect(result.movements[0]!.judged.map(({ reason }) => reason)).toContain('none of its beats was played');
  expect(exitCodeOf(result)).toBe(0);
  play.remove();
});
