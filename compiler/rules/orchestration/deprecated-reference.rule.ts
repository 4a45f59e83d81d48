import { documentRule } from '../../diagnostics/define.ts';
import type { Reference } from '../../model/bound.ts';
import { beat, domain, movement, movements, policy, symphony } from '../example.ts';

const deprecated = (text: string): string => text.replace('status: active', 'status: deprecated');

/** What a domain registers is its own, not what it depends on; inherited policies are the domain's concern. */
const isDependency = ({ to, role }: Reference): boolean =>
  ['domain', 'symphony', 'policy', 'metric'].includes(to) && role !== 'symphonies' && role !== 'inherited';

export default documentRule<{ name: string; kind: string }>()({
  code: 'DEPRECATED_REFERENCE',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'minor',
  over: 'reference',
  doc: `An active document depends on a deprecated one, which is kept for those that still use it and will go.

Refer to what replaces it, or deprecate this document as well. A domain that registers a deprecated symphony of its own is
not reported.`,
  message: ({ name, kind }) => `the ${kind} \`${name}\` is deprecated`,
  help: 'refer to what replaces it',
  applies: (reference, { document }) =>
    isDependency(reference) && (document.value as { status?: string }).status === 'active',
  check: ({ node, report, unknown }) => {
    if (!node.target) return unknown('reported');
    if (node.target.broken) return unknown('unread');
    if (node.target.status !== 'deprecated') return;
    const related = [{ ...node.target.at, message: `\`${node.name}\` is defined here` }];
    report({ params: { name: node.name, kind: node.to }, at: node.path, related });
  },
  examples: [
    {
      title: 'a deprecated domain, policy and symphony',
      files: {
        'domain.yaml': deprecated(domain('build', 'symphonies: [old]')),
        'policy.yaml': deprecated(policy('careful', 'assert: { over: symphony, that: "true" }')),
        'old.yaml': deprecated(symphony({ id: 'old' })),
        'play.yaml': symphony({
          extra: 'policies: [careful]',
          movements: movements(movement('one', beat('a', 'perform: old', 'timeout: 5s'))),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 6, column: 9 },
        { file: 'play.yaml', line: 7, column: 12 },
        { file: 'play.yaml', line: 13, column: 18 },
      ],
    },
    {
      title: 'a deprecated symphony that its active domain registers, and that a draft performs',
      files: {
        'domain.yaml': domain('build', 'symphonies: [old]'),
        'old.yaml': deprecated(symphony({ id: 'old' })),
        'play.yaml': symphony({
          status: 'draft',
          movements: movements(movement('one', beat('a', 'perform: old', 'timeout: 5s'))),
        }),
      },
      expect: [],
    },
  ],
});
