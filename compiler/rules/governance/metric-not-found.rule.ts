import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, metric, movement, movements, symphony } from '../example.ts';

export default documentRule<{ name: string; measured: boolean }>()({
  code: 'METRIC_NOT_FOUND',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A symphony or movement lists a metric, or a beat measures one, that no document defines. It has no unit and no goal,
and no gate can use it. (A metric that an expression names and that does not exist is EXPRESSION_INVALID.)

Usually the name is misspelt; the nearest metric is suggested. Otherwise write
the metric, or make sure that a pattern in \`sources\` takes its file in.`,
  message: ({ name, measured }) => `the metric \`${name}\`${measured ? ' that is measured here' : ''} does not exist`,
  applies: ({ to }) => to === 'metric',
  check: ({ node, bound, report }) => {
    if (node.found) return;
    const params = { name: node.name, measured: node.role === 'measures' };
    report({ params, ...notFound(bound, node, 'no metric is defined yet') });
  },
  examples: [
    {
      title: 'a misspelt metric',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('cache_hit_rate'),
        'play.yaml': symphony({ extra: 'metrics: [cache_hit_rat]' }),
      },
      expect: [{ file: 'play.yaml', line: 7, column: 11 }],
    },
    {
      title: 'a beat measures what nothing defines',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a', 'run: [make]', 'measures: [cache_hit_rate]'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 13, column: 20 }],
    },
    {
      title: 'a metric that exists',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('cache_hit_rate'),
        'play.yaml': symphony({ extra: 'metrics: [cache_hit_rate]' }),
      },
      expect: [],
    },
  ],
});
