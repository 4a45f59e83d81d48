import { parseDuration, showDuration } from '../../base/duration.ts';
import { hasNoOrder } from '../../base/needs.ts';
import { performedBy } from '../../base/performed.ts';
import { list } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { MovementSchedule, SymphonyAnalysis } from '../../model/analysis.ts';
import type { BeatNode, BoundDocument, SymphonyNode } from '../../model/bound.ts';
import type { Related } from '../../model/diagnostic.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** What takes longer than it may. */
type What = 'movement' | 'symphony' | 'budgets' | 'performed';

interface Excess {
  readonly what: What;
  readonly name: string;
  readonly takes: number;
  /** As it is written. */
  readonly limit: string;
  readonly at: Path;
  readonly related: readonly Related[];
  readonly help?: string;
}

const sum = (times: readonly number[]): number => times.reduce((total, ms) => total + ms, 0);

interface Cost {
  readonly id: string;
  readonly ms: number;
  readonly related: Related;
}

/** The beats on the critical path of a movement, each with the time it may take in all. */
function criticalBeats({ steps, criticalPath }: MovementSchedule, bound: BoundDocument): Cost[] {
  const onPath = new Set(criticalPath);
  const times = new Map<BeatNode, number[]>();
  for (const { id, beat: node, timeoutMs } of steps) {
    if (timeoutMs !== undefined && onPath.has(id)) times.set(node, [...(times.get(node) ?? []), timeoutMs]);
  }
  return [...times].map(([{ value, path }, each]) => {
    const field = value.timeout === undefined ? 'perform' : 'timeout';
    const repeated = each.length > 1 ? ` (${each.length} times ${showDuration(each[0]!)})` : '';
    const message = `\`${value.id}\` may take ${showDuration(sum(each))}${repeated}`;
    return { id: value.id, ms: sum(each), related: { ...bound.place([...path, field]), message } };
  });
}

/** The beats that cost most, three of them at most. */
function costliest(costs: readonly Cost[]): string {
  const most = [...costs].sort((a, b) => b.ms - a.ms).slice(0, 3);
  return `most of it goes to ${list(most.map(({ id, ms }) => `\`${id}\` (${showDuration(ms)})`))}`;
}

function movementExcess(schedule: MovementSchedule, bound: BoundDocument): Excess[] {
  const { value, path } = schedule.movement;
  const limit = value.budget;
  if (limit === undefined || schedule.criticalMs <= parseDuration(limit)!) return [];
  const costs = criticalBeats(schedule, bound);
  const related = costs.map((cost) => cost.related);
  const at = [...path, 'budget'];
  return [{ what: 'movement', name: value.id, takes: schedule.criticalMs, limit, at, related, help: costliest(costs) }];
}

/**
 * The whole against its budget: by what the movements are given, else by the timeouts of the beats. Where both exceed it,
 * the second mostly follows from the first.
 */
function symphonyExcess({ value, movements: all }: SymphonyNode, analysis: SymphonyAnalysis, bound: BoundDocument) {
  const limit = value.budget;
  if (limit === undefined) return [];
  const budgets = all.map((node) => parseDuration(node.value.budget) ?? 0);
  const told = (times: readonly number[], field: string, verb: string): Related[] =>
    all.flatMap(({ value: { id }, path }, i) => {
      const time = times[i]!;
      return time === 0
        ? []
        : [{ ...bound.place([...path, field]), message: `\`${id}\` ${verb} ${showDuration(time)}` }];
    });
  const times = analysis.schedules.map((schedule) => schedule.criticalMs);
  const help = costliest(analysis.schedules.flatMap((schedule) => criticalBeats(schedule, bound)));
  const base = { name: value.id, limit, at: ['budget'] };
  const excesses: Excess[] = [
    { ...base, what: 'budgets', takes: sum(budgets), related: told(budgets, 'budget', 'has a budget of') },
    { ...base, what: 'symphony', takes: analysis.criticalMs, related: told(times, 'id', 'may take'), help },
  ];
  return excesses.filter((excess) => excess.takes > parseDuration(limit)!).slice(0, 1);
}

/** A beat that would be stopped before the symphony it performs is out of time. */
function performedExcess({ value, path }: BeatNode, { lookup }: BoundDocument): Excess[] {
  const limit = value.timeout;
  const performed = performedBy(value, lookup).target;
  if (limit === undefined || performed?.budgetMs === undefined || performed.budgetMs <= parseDuration(limit)!)
    return [];
  const related = [{ ...performed.at, message: `\`${performed.id}\` is defined here` }];
  const at = [...path, 'timeout'];
  return [{ what: 'performed', name: performed.id, takes: performed.budgetMs, limit, at, related }];
}

/** Why times that are not known to be too long are not known to fit either. */
function unknownTimes(
  { value, movements: all, beats }: SymphonyNode,
  analysis: SymphonyAnalysis,
  { lookup }: BoundDocument,
) {
  const bounded = beats.filter((item) => item.value.timeout !== undefined);
  const [why] = bounded.flatMap((item) => performedBy(item.value, lookup).unknown ?? []);
  if (why) return why;
  const budgeted = analysis.schedules.filter(
    (_, i) => value.budget !== undefined || all[i]!.value.budget !== undefined,
  );
  const open = budgeted.some(
    (schedule) => hasNoOrder(schedule) || schedule.steps.some((step) => step.timeoutMs === undefined),
  );
  return open ? 'reported' : undefined;
}

const isBounded = ({ value, movements: all, beats }: SymphonyNode): boolean =>
  value.budget !== undefined ||
  all.some((node) => node.value.budget !== undefined) ||
  beats.some((node) => node.value.perform !== undefined && node.value.timeout !== undefined);

const takes = (id: string, timeout: string, ...fields: string[]): string =>
  beat(id, 'run: [node]', `timeout: ${timeout}`, ...fields);

export default documentRule<{ what: What; name: string; takes: string; limit: string }>()({
  code: 'TIMING_CONSTRAINT_VIOLATED',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  over: 'symphony',
  doc: `Times contradict each other. The timeouts along the critical path of a movement or symphony add up to more than its budget,
the budgets of the movements to more than that of the symphony, or a beat is stopped before the budget of the symphony that
it performs is used up. (The critical path is the chain of beats waiting for each other that may take longest. Each try of a
beat with \`retry\` and each value of \`each\` counts.)

Shorten timeouts, let beats play side by side with \`needs\`, or raise the budget. The related places show what the sum is
made of.`,
  message: ({ what, name, takes: time, limit }) => {
    if (what === 'budgets')
      return `the budgets of the movements add up to ${time}, more than the ${limit} of the symphony`;
    if (what === 'performed')
      return `the beat is stopped after ${limit}, but the symphony \`${name}\` that it performs may take ${time}`;
    return `the beats on the critical path of \`${name}\` may take ${time}, more than its budget of ${limit}`;
  },
  applies: isBounded,
  check: ({ node, bound, analysis, report, unknown }) => {
    if (!analysis) return;
    const why = unknownTimes(node, analysis, bound);
    if (why) unknown(why);
    const excesses = [
      ...symphonyExcess(node, analysis, bound),
      ...analysis.schedules.flatMap((schedule) => movementExcess(schedule, bound)),
      ...node.beats.flatMap((item) => performedExcess(item, bound)),
    ];
    for (const { what, name, takes: ms, limit, at, related, help } of excesses) {
      const params = { what, name, takes: showDuration(ms), limit: showDuration(parseDuration(limit)!) };
      report({ params, at, related, help });
    }
  },
  examples: [
    {
      title: 'beats that take longer than their movement, and movements that are given more than the symphony',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'budget: 20s',
          movements: movements(
            `${movement('one', takes('a', '6s'), takes('b', '6s'))}\n    budget: 10s`,
            `${movement('two', beat('c'))}\n    budget: 15s`,
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 7, column: 9 },
        { file: 'play.yaml', line: 18, column: 13 },
      ],
    },
    {
      title: 'tries and repetitions, which all count',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'budget: 10s',
          movements: movements(
            movement('one', takes('a', '1s', 'retry: { attempts: 3, backoff: 1s }')),
            movement('two', takes('b', '2s', 'each: { part: [x, y, z] }')),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 7, column: 9 }],
    },
    {
      title: 'a beat that ends before what it performs',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({ extra: 'budget: 2m' }),
        'tour.yaml': symphony({
          id: 'tour',
          movements: movements(movement('one', beat('a', 'perform: play', 'timeout: 1m'))),
        }),
      },
      expect: [{ file: 'tour.yaml', line: 13, column: 18 }],
    },
    {
      title: 'beats that fit because they play side by side',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'budget: 10s',
          movements: movements(`${movement('one', takes('a', '8s'), takes('b', '10s', 'needs: []'))}\n    budget: 10s`),
        }),
        'tour.yaml': symphony({
          id: 'tour',
          movements: movements(movement('one', beat('a', 'perform: play', 'timeout: 10s'))),
        }),
      },
      expect: [],
    },
  ],
});
