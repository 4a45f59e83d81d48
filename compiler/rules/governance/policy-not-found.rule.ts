import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { domain, policy, symphony } from '../example.ts';

const bounded = policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }');

export default documentRule<{ name: string }>()({
  code: 'POLICY_NOT_FOUND',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A domain, symphony, movement or beat applies a policy that no document defines. What it should make sure of is not
made sure of.

Usually the name is misspelt; the nearest policy is suggested. Otherwise write
the policy, or make sure that a pattern in \`sources\` takes its file in.`,
  message: ({ name }) => `the policy \`${name}\` does not exist`,
  applies: ({ to, role }) => to === 'policy' && role !== 'inherited',
  check: ({ node, bound, report }) => {
    if (node.found) return;
    report({ params: { name: node.name }, ...notFound(bound, node, 'no policy is defined yet') });
  },
  examples: [
    {
      title: 'a misspelt policy',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': bounded,
        'play.yaml': symphony({ extra: 'policies: [bouned]' }),
      },
      expect: [{ file: 'play.yaml', line: 7, column: 12 }],
    },
    {
      title: 'a policy of a domain, reported there and not at its symphonies',
      files: { 'domain.yaml': domain('build', 'policies: [reviewed]'), 'play.yaml': symphony() },
      expect: [{ file: 'domain.yaml', line: 8, column: 12 }],
    },
    {
      title: 'a policy that exists',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': bounded,
        'play.yaml': symphony({ extra: 'policies: [bounded]' }),
      },
      expect: [],
    },
  ],
});
