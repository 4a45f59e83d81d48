import { quoteSource } from '../../base/expression-nodes.ts';
import { readExpression } from '../../base/reasoning/reading.ts';
import type { UnitMismatch } from '../../base/reasoning/unit-mismatches.ts';
import { factor, inWords } from '../../base/reasoning/units.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

const completion = (text: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'duration.yaml': metric('build_duration', 's'),
  'latency.yaml': metric('latency', 'ms'),
  'errors.yaml': metric('error_rate'),
  'coverage.yaml': metric('coverage', 'percent', 'goal: { atLeast: 80 }'),
  'play.yaml': symphony({ extra: `completion:\n  - ${text}` }),
});

/** How the operands of `op` meet. */
const verbs: Readonly<Record<string, string>> = {
  '+': 'added to',
  '-': 'subtracted from',
  '?:': 'an alternative to',
  in: 'searched for',
};

function problemOf(text: string, { node, other, unit, otherUnit, number, within }: UnitMismatch): string {
  const [first, second] = [quoteSource(text, other), quoteSource(text, node)];
  if (number !== undefined) {
    const range = otherUnit === 'percent' ? 'from 0 to 100' : 'from 0 to 1';
    const seems = otherUnit === 'percent' ? 'a ratio' : 'a percentage';
    return `${first} is ${inWords(otherUnit)}, ${range}, and ${second} reads like ${seems}`;
  }
  const verb = verbs[within.op] ?? 'compared with';
  return `${second} is ${inWords(unit!)} and cannot be ${verb} ${first}, which is ${inWords(otherUnit)}`;
}

const written = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

/** The operand as it would be in the other unit. */
function repair(text: string, { node, unit, otherUnit, number }: UnitMismatch): string {
  if (number !== undefined) {
    const share = Number((otherUnit === 'percent' ? number * 100 : number / 100).toPrecision(12));
    return `write \`${written(share)}\``;
  }
  const by = factor(unit!, otherUnit);
  if (by === undefined || node.op === 'list')
    return 'compare it with a metric of its own unit, or correct the unit of the metric';
  const source = quoteSource(text, node).slice(1, -1);
  const whole = node.op === 'id' ? source : `(${source})`;
  return `convert it: \`${by >= 1 ? `${whole} * ${written(by)}` : `${whole} / ${written(Math.round(1 / by))}`}\``;
}

export default documentRule<{ problem: string }>()({
  code: 'METRIC_UNIT_MISMATCH',
  dimension: 'governance',
  aspect: 'metric',
  severity: 'major',
  over: 'expression',
  doc: `An expression compares, adds or subtracts what is measured in different units, or compares a metric with a number that
is written as if the unit were another: \`success_rate >= 98\` for a ratio, which runs from 0 to 1. The result is a number or
a truth without any meaning, and often one that never changes.

Units go through sums, differences, conditionals and what is multiplied or divided by a plain number. What is divided by its
own unit is a plain number, and a factor that leads from one unit to another converts: \`latency / 1000.0\` is milliseconds
and seconds. Of a metric in percent, a number between 0 and 1 is reported only where the goal of the metric says that it
cannot be meant (\`coverage >= 0.8\` with a goal of 80): half a percent is a sound limit otherwise.

Compare with a metric of the same unit, convert by a factor, or correct the unit of the metric. (A goal that its unit cannot
reach is GOAL_IMPOSSIBLE.)`,
  message: ({ problem }) => problem,
  applies: ({ scope }) => scope === 'metrics' || scope === 'inputs',
  check: ({ node, bound, report, unknown }) => {
    const reading = readExpression(node, bound);
    if ('unknown' in reading) return unknown(reading.unknown);
    for (const mismatch of reading.mismatches) {
      const range = bound.inside(node.path, mismatch.node.start, mismatch.node.end);
      const place = { file: bound.document.source.file, range };
      report({ params: { problem: problemOf(node.text, mismatch) }, place, help: repair(node.text, mismatch) });
    }
  },
  examples: [
    {
      title: 'seconds against a ratio',
      files: completion('build_duration < error_rate'),
      expect: [{ file: 'play.yaml', line: 8, column: 22 }],
    },
    {
      title: 'seconds against milliseconds, inside quotes',
      files: completion('"error_rate < 0.1 && build_duration * 1.2 > latency"'),
      expect: [{ file: 'play.yaml', line: 8, column: 49 }],
    },
    {
      title: 'a ratio against a percentage',
      files: completion('error_rate <= 5'),
      expect: [{ file: 'play.yaml', line: 8, column: 19 }],
    },
    {
      title: 'a percentage far below its goal, against a ratio',
      files: completion('0.75 <= coverage'),
      expect: [{ file: 'play.yaml', line: 8, column: 5 }],
    },
    {
      title: 'a sum, a conditional and a list of different units',
      files: {
        ...completion('build_duration + error_rate > 3.0'),
        'policy.yaml': policy('quick', 'gate: { that: "(latency > 5.0 ? latency : build_duration) < 60.0" }'),
        'other.yaml': symphony({
          id: 'other',
          movements: movements(
            movement('one', beat('a', 'run: [make]', 'timeout: 5s', 'when: latency in [build_duration]')),
          ),
        }),
      },
      expect: [
        { file: 'other.yaml', line: 14, column: 26 },
        { file: 'play.yaml', line: 8, column: 22 },
        { file: 'policy.yaml', line: 7, column: 43 },
      ],
    },
    {
      title: 'converted, scaled, and a share of something',
      files: completion(
        '"latency / 1000.0 < build_duration * 1.2 && error_rate * 100.0 < coverage && build_duration * error_rate < 3.0"',
      ),
      expect: [],
    },
    {
      title: 'half a percent, and a number without a unit',
      files: completion('"coverage != 0.5 && latency / latency < 2.0 && -build_duration < 3.0"'),
      expect: [],
    },
    {
      title: 'a metric that does not exist is EXPRESSION_INVALID',
      files: completion('build_duration < error_rates'),
      expect: [],
    },
  ],
});
