import { isLibraryId } from '../../base/ids.ts';
import { meantIn, namedIn } from '../../base/named-in.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, policy, symphony } from '../example.ts';

const bounded = policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }');

export default workspaceRule<{ id: string }>()({
  code: 'POLICY_NOT_REFERENCED',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'minor',
  doc: `No domain, symphony, movement or beat applies the policy, so it holds nowhere, however well it is written.

Name it under \`policies\` of what it is about, or remove it.`,
  message: ({ id }) => `nothing applies the policy \`${id}\``,
  help: 'name it under `policies` of a domain, symphony, movement or beat, or remove it',
  subjects: ({ all, policies, lookup }) => {
    const ids = policies.map(({ id }) => id);
    const applied = namedIn(ids, all, (summary) => summary.policies);
    const meant =
      applied.size === ids.length
        ? applied
        : meantIn(lookup.names('Policy'), all, ({ policies: named }) => named.filter(({ name }) => !isLibraryId(name)));
    return policies.map(({ id, at }) => ({ place: at, subject: id, applied: applied.has(id), meant: meant.has(id) }));
  },
  check: ({ node, index: { lookup }, report, unknown }) => {
    if (node.applied) return;
    // POLICY_NOT_FOUND tells of the misspelt name.
    if (node.meant) return unknown('reported');
    if (lookup.unread('Symphony', 'content') || lookup.unread('Domain', 'content')) return unknown('unread');
    report({ params: { id: node.subject } });
  },
  examples: [
    {
      title: 'a policy on its own',
      files: { 'policy.yaml': bounded },
      expect: [{ file: 'policy.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a domain applies it under a misspelt name, which is POLICY_NOT_FOUND',
      files: { 'domain.yaml': domain('build', 'policies: [bouned]'), 'policy.yaml': bounded },
      expect: [],
    },
    {
      title: 'a policy of the library with a like name is none of it',
      files: {
        'domain.yaml': domain('build', 'policies: [std/beats-have-timeouts]'),
        'policy.yaml': policy('beats-have-timeouts', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
      },
      expect: [{ file: 'policy.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a domain applies it',
      files: { 'domain.yaml': domain('build', 'policies: [bounded]'), 'policy.yaml': bounded },
      expect: [],
    },
    {
      title: 'a beat applies it',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': bounded,
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', 'policies: [bounded]'))),
        }),
      },
      expect: [],
    },
  ],
});
