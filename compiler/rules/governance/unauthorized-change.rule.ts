import { beforeText, type ChangeWords, comparedSubjects, wordsOf } from '../../base/changes.ts';
import { list } from '../../base/text.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { domain, metric, policy, workspace } from '../example.ts';

interface Unauthorized extends ChangeWords {
  readonly reason: string;
}

const own = workspace(
  '"*.yaml"',
  'protected: [{ kinds: [Policy], fields: [gate, severity], approvers: [quality@example.org] }]',
);
const around = {
  'symphony.yaml': own,
  'domain.yaml': domain('build', 'policies: [sound]'),
  'rate.yaml': metric('rate'),
};
const gated = (limit: number, severity = 'major'): string =>
  policy('sound', `severity: ${severity}\ngate: { that: rate >= ${limit} }`);

export default workspaceRule<Unauthorized>()({
  code: 'UNAUTHORIZED_CHANGE',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'critical',
  doc: `Since the revision that the workspace is compared with (\`--against REF\`), a field has changed that the workspace protects there (\`protected\` in \`symphony.yaml\`), and nobody entitled to it has approved the change.

An approval is a trailer \`Approved-by: Name <mail>\` of the commit that makes the change. Its name or address is one of the \`approvers\`, and it is not that of the author or a co-author of the commit. Each commit since REF that changes the field needs one, and what is not committed yet has none. The list of REF counts, so whoever changes \`protected\` needs the approval of those whom it names there.

Anybody who may write commits can write such a trailer: it is worth as much as the protection of the branch that REF is on. Let the host of the repository ask for the review of the same people, and check there.`,
  message: ({ ref, change, reason }) =>
    `a protected field differs from \`${ref}\` without approval: ${change}; ${reason}`,
  subjects: (_, analysis) => comparedSubjects(analysis, ({ isProtected }) => isProtected),
  check: ({ node: { compared, ref }, report, unknown }) => {
    if (compared.unread) return unknown('unread');
    for (const change of compared.changes) {
      if (!change.unapproved) continue;
      const { approvers, reason } = change.unapproved;
      const before = beforeText(ref, change);
      const help = `commit it with the trailer \`Approved-by: …\` of ${list(approvers, 'or')}${before ? `; ${before}` : ''}`;
      report({ params: { ...wordsOf(ref, change), reason }, place: change.at, help });
    }
  },
  examples: [
    {
      title: 'a protected severity was raised, and nobody has approved that',
      before: { ...around, 'policy.yaml': gated(0.98) },
      files: { ...around, 'policy.yaml': gated(0.98, 'critical') },
      expect: [{ file: 'policy.yaml', line: 7, column: 11 }],
    },
    {
      title: 'the protection itself was dropped',
      before: { ...around, 'policy.yaml': gated(0.98) },
      files: { ...around, 'symphony.yaml': workspace('"*.yaml"'), 'policy.yaml': gated(0.98) },
      expect: [{ file: 'symphony.yaml', line: 1, column: 1 }],
    },
    {
      title: 'a field that nobody protects has changed',
      before: { ...around, 'policy.yaml': gated(0.98) },
      files: { ...around, 'policy.yaml': gated(0.98).replace('It is so.', 'It is always so.') },
      expect: [],
    },
  ],
});
