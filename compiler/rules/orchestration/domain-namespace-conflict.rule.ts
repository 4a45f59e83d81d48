import { byPlace } from '../../base/rule-places.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { DomainSummary } from '../../model/index.ts';
import { domain } from '../example.ts';

/** `a.b.c` → `a`, `a.b`. */
const above = (namespace: string): string[] =>
  namespace.split('.').flatMap((_, i, parts) => (i === 0 ? [] : [parts.slice(0, i).join('.')]));

/** The domains whose namespace holds this one's: those of an outer one, and those that claimed the same one before. */
function claimants(own: DomainSummary, byNamespace: ReadonlyMap<string, readonly DomainSummary[]>): DomainSummary[] {
  const { namespace } = own.value;
  const same = byNamespace.get(namespace) ?? [];
  return [...above(namespace).flatMap((outer) => byNamespace.get(outer) ?? []), ...same.slice(0, same.indexOf(own))];
}

export default workspaceRule<{ namespace: string; other: string; otherNamespace: string }>()({
  code: 'DOMAIN_NAMESPACE_CONFLICT',
  dimension: 'orchestration',
  aspect: 'domain',
  severity: 'major',
  doc: `Two domains claim the same namespace, or one claims a part of the other's. Events in it have two owners, and nobody can
say which of the two may emit them.

Give each domain a namespace of its own; \`delivery\` and \`delivery.release\` overlap, \`delivery\` and \`delivery-release\` do
not. The report is at the inner namespace, or at the later of two that are the same.`,
  message: ({ namespace, other, otherNamespace }) =>
    namespace === otherNamespace
      ? `the namespace \`${namespace}\` already belongs to the domain \`${other}\``
      : `the namespace \`${namespace}\` lies inside \`${otherNamespace}\`, which belongs to the domain \`${other}\``,
  help: 'give each domain a namespace of its own',
  subjects: ({ domains }) => {
    const byNamespace = new Map<string, DomainSummary[]>();
    for (const summary of [...domains].sort((a, b) => byPlace(a.namespaceAt, b.namespaceAt))) {
      const { namespace } = summary.value;
      byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), summary]);
    }
    return domains.map((summary) => ({
      subject: summary.id,
      place: summary.namespaceAt,
      namespace: summary.value.namespace,
      others: claimants(summary, byNamespace),
    }));
  },
  check: ({ node, report }) => {
    const [first] = node.others;
    if (!first) return;
    const { namespace: otherNamespace } = first.value;
    const related = node.others.map((other) => ({
      ...other.namespaceAt,
      message: `\`${other.id}\` claims \`${other.value.namespace}\` here`,
    }));
    report({ params: { namespace: node.namespace, other: first.id, otherNamespace }, related });
  },
  examples: [
    {
      title: 'the same namespace twice, and one inside it',
      files: {
        'a.yaml': domain('play').replace('namespace: play', 'namespace: build'),
        'b.yaml': domain(),
        'c.yaml': domain('host').replace('namespace: host', 'namespace: build.host'),
      },
      expect: [
        { file: 'b.yaml', line: 7, column: 12 },
        { file: 'c.yaml', line: 7, column: 12 },
      ],
    },
    {
      title: 'namespaces of one beginning that do not overlap',
      files: {
        'a.yaml': domain(),
        'b.yaml': domain('build-host'),
        'c.yaml': domain('host').replace('namespace: host', 'namespace: host.build'),
      },
      expect: [],
    },
  ],
});
