import { namesIn } from '../../base/expression-nodes.ts';
import { allPerformed, performsIt } from '../../base/performed.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { SymphonyNode, Unknown } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import type { Lookup } from '../../model/index.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

/** What beats of a symphony measure, and those of the symphonies that it performs, at any depth. */
interface Measured {
  readonly metrics: ReadonlySet<string>;
  /** Why there may be more. */
  readonly unknown?: Unknown;
}

function measuredBy({ beats }: SymphonyNode, lookup: Lookup): Measured {
  const own = beats.flatMap(({ value }) => value.measures ?? []);
  const { all, unknown } = allPerformed(
    beats.flatMap(({ value }) => value.perform ?? []),
    lookup,
  );
  return { metrics: new Set([...own, ...all.flatMap(({ measures }) => measures.map(({ name }) => name))]), unknown };
}

export default documentRule<{ id: string; what: string }>()({
  code: 'METRIC_NOT_MEASURED_HERE',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'minor',
  draftable: true,
  over: 'symphony',
  doc: `A completion criterion of the symphony, or the gate of a policy that it lists, is over a metric that no beat of it
measures, nor any of the symphonies that it performs. Other symphonies measure it, but a run knows only what it has measured
itself: the criterion has no value in any run, so none passes.

Name the metric under \`measures\` of the beat that produces it, perform the symphony that does, or move the criterion there.`,
  message: ({ id, what }) =>
    `${what} is over \`${id}\`, which no beat of this symphony, or of one that it performs, measures`,
  help: 'name it under `measures` of the beat that produces it, or move the criterion to the symphony that measures it',
  applies: (_, { subjects }) =>
    subjects.expression.some(({ role }) => role === 'completion') ||
    subjects.reference.some(({ to }) => to === 'policy'),
  check: ({ node, bound, report, unknown }) => {
    const { lookup, subjects } = bound;
    const measured = measuredBy(node, lookup);
    /** Why nothing can be said of a metric that is not measured here. METRIC_NOT_TRACKED says what nothing measures. */
    const doubt = (measurers: readonly string[]): Unknown | undefined =>
      measured.unknown ??
      (measurers.length > 0 ? undefined : lookup.unread('Symphony', 'content') ? 'unread' : 'reported');
    const judge = (text: string, path: Path, what: string): void => {
      const missing = namesIn(text).filter((name) => !measured.metrics.has(name) && lookup.find('Metric', name));
      for (const id of missing) {
        const measurers = lookup.measurers(id);
        const why = doubt(measurers);
        if (why) unknown(why);
        else if (!performsIt(node.value.id, measurers, lookup)) report({ params: { id, what }, at: path });
      }
    };
    for (const { text, path, role } of subjects.expression)
      if (role === 'completion') judge(text, path, 'this criterion');
    for (const { to, role, target, path } of subjects.reference) {
      const gate = to === 'policy' && target?.kind === 'Policy' && !target.broken ? target.value.gate : undefined;
      if (gate && role !== 'inherited') judge(gate.that, path, `the gate of \`${target!.id}\``);
    }
  },
  examples: [
    {
      title: 'a criterion and a gate over what only another symphony measures',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('coverage', 'percent'),
        'policy.yaml': policy('covered', 'gate: { that: coverage > 50.0 }'),
        'play.yaml': symphony({ extra: 'policies: [covered]\ncompletion: [coverage > 80.0]' }),
        'tests.yaml': symphony({
          id: 'tests',
          movements: movements(movement('one', beat('a', 'run: [make]', 'measures: [coverage]'))),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 7, column: 12 },
        { file: 'play.yaml', line: 8, column: 14 },
      ],
    },
    {
      title: 'own beats, and a symphony that is performed',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('coverage', 'percent'),
        'play.yaml': symphony({
          extra: 'completion: [coverage > 80.0]',
          movements: movements(movement('one', beat('a', 'perform: tests'))),
        }),
        'tests.yaml': symphony({
          id: 'tests',
          extra: 'completion: [coverage > 80.0]',
          movements: movements(movement('one', beat('a', 'run: [make]', 'measures: [coverage]'))),
        }),
      },
      expect: [],
    },
    {
      title: 'a symphony that is performed after the metric was measured',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('coverage', 'percent'),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('a', 'run: [make]', 'measures: [coverage]'), beat('b', 'perform: decide')),
          ),
        }),
        'decide.yaml': symphony({ id: 'decide', extra: 'completion: [coverage > 80.0]' }),
      },
      expect: [],
    },
  ],
});
