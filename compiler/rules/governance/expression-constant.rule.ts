import { type ConstantPart, constantOf, constantParts } from '../../base/reasoning/constant-parts.ts';
import { explainConstant } from '../../base/reasoning/explain-constant.ts';
import { readExpression } from '../../base/reasoning/reading.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { ExpressionSite } from '../../model/bound.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

const completion = (text: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'rate.yaml': metric('success_rate'),
  'failures.yaml': metric('failures', 'count'),
  'play.yaml': symphony({ extra: `completion:\n  - ${text}` }),
});

const asserted = (over: string, that: string): Record<string, string> => ({
  'policy.yaml': policy('sound', `assert: { over: ${over}, that: '${that}' }`),
});

const roles: Readonly<Record<ExpressionSite['role'], string>> = {
  completion: 'the completion criterion',
  when: 'the condition',
  assert: 'the assertion',
  gate: 'the gate',
  expect: 'the expectation',
};

/** What follows for the whole, when the part is not all of it. */
const consequence = (whole: boolean | undefined, part: ConstantPart, { role, text }: ExpressionSite): string => {
  const isAll = part.node.start === 0 && part.node.end === text.length;
  if (whole === undefined || isAll) return '';
  return `, so ${roles[role]} ${whole ? 'always' : 'never'} holds`;
};

export default documentRule<{ problem: string }>()({
  code: 'EXPRESSION_CONSTANT',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  over: 'expression',
  doc: `A gate, criterion, condition, assertion or expectation, or a part of one, is always true or never true, whatever is
measured or defined. It decides nothing, and everybody believes that it does.

That is so when nothing in it varies (\`1 < 2\`), when both sides are the same, when its parts exclude or make up for each
other (\`rate > 0.9 && rate < 0.5\`), and when values cannot lie where it looks: ratios and scores run from 0 to 1, percentages
from 0 to 100; counts, sizes and durations are never negative, except those of a metric whose goal is; fields of
definitions have the values that their schema lists, so that \`beat.effects != "nothing"\` is always true. The words \`true\`
and \`false\` inside of a longer condition are left alone.

Correct what it compares. Remove it when it is not meant to decide anything.`,
  message: ({ problem }) => problem,
  check: ({ node, bound, report, unknown }) => {
    const reading = readExpression(node, bound);
    if ('unknown' in reading) return unknown(reading.unknown);
    const { tree, names, mismatches } = reading;
    // METRIC_UNIT_MISMATCH tells of these: nothing is concluded from them.
    const setting = {
      ...names,
      given: new Map(mismatches.map(({ within }) => [within, undefined])),
      decided: new Map(),
    };
    const whole = constantOf(tree, setting);
    for (const part of constantParts(tree, setting)) {
      const range = bound.inside(node.path, part.node.start, part.node.end);
      const place = { file: bound.document.source.file, range };
      const { problem, help } = explainConstant(node.text, part);
      report({ params: { problem: `${problem}${consequence(whole, part, node)}` }, place, help });
    }
    if (mismatches.length > 0) unknown('reported');
  },
  examples: [
    {
      title: 'nothing varies',
      files: completion('1 < 2'),
      expect: [{ file: 'play.yaml', line: 8, column: 5 }],
    },
    {
      title: 'a ratio is never negative and never above 1',
      files: {
        ...completion('success_rate >= 0.0'),
        'policy.yaml': policy('high', 'gate: { that: "failures < 9 && success_rate > 1.0" }'),
      },
      expect: [
        { file: 'play.yaml', line: 8, column: 5 },
        { file: 'policy.yaml', line: 7, column: 32 },
      ],
    },
    {
      title: 'parts that exclude each other, and parts that make up for each other',
      files: completion('"success_rate > 0.9 && success_rate < 0.5"\n  - "failures == 0 || failures >= 1"'),
      expect: [
        { file: 'play.yaml', line: 8, column: 28 },
        { file: 'play.yaml', line: 9, column: 23 },
      ],
    },
    {
      title: 'both sides are the same',
      files: completion('failures <= failures'),
      expect: [{ file: 'play.yaml', line: 8, column: 5 }],
    },
    {
      title: 'values that the schema does not have',
      files: asserted('beat', 'beat.timeout_ms > 0 && beat.effects != "nothing"'),
      expect: [{ file: 'policy.yaml', line: 7, column: 53 }],
    },
    {
      title: 'inside of a quantifier',
      files: asserted('symphony', 'symphony.beats.exists(b, b.activity == "tests") || symphony.owner != ""'),
      expect: [{ file: 'policy.yaml', line: 7, column: 59 }],
    },
    {
      title: 'a condition of a beat and an expectation',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'inputs: { dry_run: { type: bool } }',
          movements: movements(
            movement(
              'one',
              beat('a', 'run: [make]', 'timeout: 5s', "when: 'inputs.dry_run || !inputs.dry_run'"),
              beat('b', "probe: { run: [make], expect: 'true' }", 'timeout: 5s'),
            ),
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 15, column: 34 },
        { file: 'play.yaml', line: 17, column: 40 },
      ],
    },
    {
      title: 'a number in another unit is METRIC_UNIT_MISMATCH',
      files: completion('success_rate >= 98'),
      expect: [],
    },
    {
      title: 'conditions that decide something',
      files: {
        ...completion('"(success_rate >= 1.0 || failures == 0) && true"'),
        'policy.yaml': policy(
          'sound',
          `assert: { over: movement, that: 'movement.beats.all(b, b.effects in ["none", "local"] || b.rollback != "")' }`,
        ),
        'drift.yaml': metric('drift', 's', 'goal: { atLeast: -5 }'),
        'gate.yaml': policy('on-time', 'gate: { that: drift >= 0.0 }'),
      },
      expect: [],
    },
  ],
});
