import { metricType } from '../../base/variables.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { Metric } from '../../model/document.ts';
import { metric } from '../example.ts';

type Goal = NonNullable<Metric['goal']>;
type Limit = keyof Goal;

/** Where the values of a unit end. */
const most: Readonly<Partial<Record<Metric['unit'], number>>> = { ratio: 1, score: 1, percent: 100 };

const limits: readonly Limit[] = ['atLeast', 'atMost', 'equals'];

/** What is wrong with one side of the goal alone. */
function problemOf(value: Metric, limit: Limit): string | undefined {
  const asked = value.goal?.[limit];
  if (asked === undefined) return undefined;
  const type = metricType(value);
  if ((typeof asked === 'boolean') !== (type === 'bool'))
    return `\`${limit}\` is ${asked}, but the metric is ${type === 'bool' ? 'true or false' : 'a number'}`;
  const top = most[value.unit];
  if (typeof asked === 'boolean' || top === undefined || (asked >= 0 && asked <= top)) return undefined;
  return `\`${limit}\` is ${asked}, but a value in \`${value.unit}\` runs from 0 to ${top}`;
}

/** A share that is written as a percentage. */
function meant({ unit, goal }: Metric, limit: Limit): string | undefined {
  const asked = goal?.[limit];
  const isPercentage = most[unit] === 1 && typeof asked === 'number' && asked > 1 && asked <= 100;
  return isPercentage ? `${asked} percent of the whole is \`${Number((asked / 100).toPrecision(12))}\`` : undefined;
}

/** The pairs of sides that no value satisfies together. */
function contradictions({ atLeast, atMost, equals }: Goal): [Limit, Limit][] {
  const exact = typeof equals === 'number' ? equals : undefined;
  const found: [Limit, Limit][] = [];
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) found.push(['atLeast', 'atMost']);
  if (exact !== undefined && atLeast !== undefined && exact < atLeast) found.push(['atLeast', 'equals']);
  if (exact !== undefined && atMost !== undefined && exact > atMost) found.push(['atMost', 'equals']);
  return found;
}

const words: Readonly<Record<Limit, string>> = { atLeast: 'at least', atMost: 'at most', equals: 'exactly' };

export default documentRule<{ problem: string }>()({
  code: 'GOAL_IMPOSSIBLE',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  over: 'metric',
  doc: `No value reaches the goal of the metric, or every one does: its sides contradict each other, or lie outside of what
the unit can have. \`ratio\` and \`score\` run from 0 to 1, \`percent\` from 0 to 100.

Correct the goal, or the unit.`,
  message: ({ problem }) => problem,
  help: 'correct the goal, or the unit of the metric',
  applies: ({ value }) => value.goal !== undefined,
  check: ({ node, bound, report }) => {
    const goal = node.value.goal!;
    const wrong = limits.filter((limit) => problemOf(node.value, limit) !== undefined);
    for (const limit of wrong) {
      const params = { problem: problemOf(node.value, limit)! };
      report({ params, at: ['goal', limit], help: meant(node.value, limit) });
    }
    if (wrong.length > 0) return;
    for (const [one, other] of contradictions(goal)) {
      const problem = `no value is ${words[one]} ${goal[one]} and ${words[other]} ${goal[other]}`;
      const related = [{ ...bound.place(['goal', one]), message: 'the other side' }];
      report({ params: { problem }, at: ['goal', other], related });
    }
  },
  examples: [
    {
      title: 'sides that contradict each other',
      files: {
        'metric.yaml': metric('coverage', 'percent', 'goal: { atLeast: 90, atMost: 50 }'),
        'other.yaml': metric('errors', 'count', 'goal: { atMost: 3, equals: 5 }'),
      },
      expect: [
        { file: 'metric.yaml', line: 7, column: 30 },
        { file: 'other.yaml', line: 7, column: 28 },
      ],
    },
    {
      title: 'a goal that the unit cannot reach',
      files: {
        'metric.yaml': metric('coverage', 'percent', 'goal: { atLeast: 180 }'),
        'other.yaml': metric('success', 'ratio', 'goal: { equals: 98 }'),
      },
      expect: [
        { file: 'metric.yaml', line: 7, column: 18 },
        { file: 'other.yaml', line: 7, column: 17 },
      ],
    },
    {
      title: 'a number for what is true or false',
      files: { 'metric.yaml': metric('signed', 'bool', 'goal: { atLeast: 1 }') },
      expect: [{ file: 'metric.yaml', line: 7, column: 18 }],
    },
    {
      title: 'goals that can be reached',
      files: {
        'metric.yaml': metric('coverage', 'percent', 'goal: { atLeast: 90, atMost: 100 }'),
        'other.yaml': metric('signed', 'bool', 'goal: { equals: true }'),
        'third.yaml': metric('build_duration', 'ms', 'goal: { atMost: 500 }'),
      },
      expect: [],
    },
  ],
});
