import { workspaceRule } from '../../diagnostics/define.ts';
import type { Related } from '../../model/diagnostic.ts';
import type { MetricSummary, PolicySummary, SummaryBase, WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

const names = (mentions: SummaryBase['policies'], id: string): boolean => mentions.some(({ name }) => name === id);

/** The documents that use a metric, with the symphonies that apply a policy in place of the policy. */
function usersOf(id: string, { symphonies, policies, domains }: WorkspaceIndex): SummaryBase[] {
  const direct = symphonies.filter((symphony) => names(symphony.metrics, id));
  const through = policies
    .filter((policy) => names(policy.metrics, id))
    .flatMap((policy): readonly SummaryBase[] => {
      const within = new Set(domains.filter((one) => names(one.policies, policy.id)).map((one) => one.id));
      const appliers = symphonies.filter((one) => names(one.policies, policy.id) || within.has(one.domain.name));
      return appliers.length > 0 ? appliers : [policy];
    });
  return [...direct, ...through];
}

function isDraft(metric: MetricSummary, index: WorkspaceIndex): boolean {
  if (metric.status === 'draft') return true;
  const users = usersOf(metric.id, index);
  return users.length > 0 && users.every((user) => user.status === 'draft');
}

/** Every place that names the metric. */
function usesOf(id: string, { symphonies, policies }: WorkspaceIndex): Related[] {
  const uses = (documents: readonly Pick<PolicySummary, 'id' | 'metrics'>[], what: string): Related[] =>
    documents.flatMap((document) =>
      document.metrics
        .filter(({ name }) => name === id)
        .map(({ at }) => ({ ...at, message: `used by the ${what} \`${document.id}\`` })),
    );
  return [...uses(symphonies, 'symphony'), ...uses(policies, 'policy')];
}

export default workspaceRule<{ id: string; used: boolean }>()({
  code: 'METRIC_NOT_TRACKED',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  draftable: true,
  doc: `No beat of any symphony measures the metric. A gate or completion criterion over it never has a value and so never
passes, and a report shows nothing for it.

Name it under \`measures\` of the beat that produces it, or remove the metric. While the metric, or every symphony that
uses it, is a draft, this is information only.`,
  message: ({ id, used }) =>
    used
      ? `the metric \`${id}\` is used, but no beat measures it`
      : `no beat measures the metric \`${id}\`, and nothing uses it`,
  help: 'name it under `measures` of the beat that produces it',
  subjects: (index) =>
    index.metrics.map((metric) => ({ place: metric.at, subject: metric.id, draft: isDraft(metric, index) })),
  check: ({ node, index, report }) => {
    const id = node.subject;
    if (index.symphonies.some((symphony) => names(symphony.measures, id))) return;
    const related = usesOf(id, index);
    report({ params: { id, used: related.length > 0 }, related });
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
