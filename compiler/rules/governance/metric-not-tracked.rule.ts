import { meantIn, namedIn } from '../../base/named-in.ts';
import { atMost } from '../../base/related.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { Related } from '../../model/diagnostic.ts';
import type { Mention, WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

/** Every place that names one of these metrics, by its id. */
function usesOf(ids: Iterable<string>, { symphonies, policies }: WorkspaceIndex): Map<string, Related[]> {
  const uses = new Map(Array.from(ids, (id): [string, Related[]] => [id, []]));
  if (uses.size === 0) return uses;
  const note = (mentions: readonly Mention[], message: string): void => {
    for (const mention of mentions) uses.get(mention.name)?.push({ ...mention.at, message });
  };
  for (const { id, metrics } of symphonies) note(metrics, `used by the symphony \`${id}\``);
  for (const { id, metrics } of policies) note(metrics, `used by the policy \`${id}\``);
  return uses;
}

export default workspaceRule<{ id: string; used: boolean }>()({
  code: 'METRIC_NOT_TRACKED',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  draftable: true,
  doc: `No beat of any symphony measures the metric. A gate or completion criterion over it never has a value and so never
passes, and a report shows nothing for it.

Name it under \`measures\` of the beat that produces it, or remove the metric. While the metric is a draft, this is
information only.`,
  message: ({ id, used }) =>
    used
      ? `the metric \`${id}\` is used, but no beat measures it`
      : `no beat measures the metric \`${id}\`, and nothing uses it`,
  help: 'name it under `measures` of the beat that produces it',
  subjects: (index) => {
    const ids = index.metrics.map(({ id }) => id);
    const measured = namedIn(ids, index.symphonies, ({ measures }) => measures);
    const meant =
      measured.size === ids.length
        ? measured
        : meantIn(index.lookup.names('Metric'), index.symphonies, ({ measures }) => measures);
    const uses = usesOf(
      ids.filter((id) => !measured.has(id)),
      index,
    );
    return index.metrics.map(({ id, at, status }) => ({
      place: at,
      subject: id,
      draft: status === 'draft',
      measured: measured.has(id),
      meant: meant.has(id),
      uses: uses.get(id) ?? [],
    }));
  },
  check: ({ node, index, report, unknown }) => {
    if (node.measured) return;
    // METRIC_NOT_FOUND tells of the misspelt name.
    if (node.meant) return unknown('reported');
    if (index.lookup.unread('Symphony', 'content')) return unknown('unread');
    report({ params: { id: node.subject, used: node.uses.length > 0 }, related: atMost(node.uses) });
  },
  examples: [
    {
      title: 'a completion criterion over a metric that nothing measures',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('cache_hit_rate'),
        'play.yaml': symphony({ extra: 'completion: [cache_hit_rate > 0.5]' }),
      },
      expect: [{ file: 'metric.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a gate over a metric that nothing measures',
      files: {
        'metric.yaml': metric('cache_hit_rate'),
        'policy.yaml': policy('cached', 'gate: { that: cache_hit_rate > 0.5 }'),
      },
      expect: [{ file: 'metric.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a metric that is neither measured nor used',
      files: { 'metric.yaml': metric('cache_hit_rate') },
      expect: [{ file: 'metric.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a beat measures it under a misspelt name, which is METRIC_NOT_FOUND',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('cache_hit_rate'),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a', 'run: [make]', 'measures: [cache_hit_rat]'))),
        }),
      },
      expect: [],
    },
    {
      title: 'a beat measures it',
      files: {
        'domain.yaml': domain(),
        'metric.yaml': metric('cache_hit_rate'),
        'play.yaml': symphony({
          extra: 'completion: [cache_hit_rate > 0.5]',
          movements: movements(movement('one', beat('a', 'run: [make]', 'measures: [cache_hit_rate]'))),
        }),
      },
      expect: [],
    },
  ],
});
