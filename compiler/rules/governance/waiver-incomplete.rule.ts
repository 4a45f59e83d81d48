import { phaseRule } from '../../diagnostics/define.ts';
import { symphony } from '../example.ts';

const play = (comment: string): string => `${comment}\n${symphony()}`;

export default phaseRule<{ problem: string }>({
  code: 'WAIVER_INCOMPLETE',
  dimension: 'governance',
  aspect: 'waiver',
  severity: 'major',
  phase: 'check',
  waivable: false,
  fixable: 'unsafe',
  doc: `A waiver lacks its owner, its reason or its expiry, names a code that does not exist or cannot be waived, or is
written in a form that is not understood. It waives nothing until it is complete.

A waiver is a comment \`# symphonyc-waive CODE until 2026-12-31 by OWNER: reason\`. Behind something, it holds for its line;
above something, for the field, list item or document that follows, with all that is in it. Waivers can also stand in
\`symphonyc.waivers.yaml\` beside \`symphony.yaml\`, as entries with \`code\`, \`owner\`, \`reason\`, \`until\` and the place:
\`file\`, \`subject\` or both, which may be patterns. What keeps a document from being read cannot be waived, nor can a waiver
be. A waived violation stays in every report and in the raw score.`,
  message: ({ problem }) => `this waiver waives nothing: ${problem}`,
  examples: [
    {
      title: 'a comment without an owner and a reason',
      files: { 'play.yaml': play('# symphonyc-waive DOMAIN_NOT_FOUND until 2026-12-31') },
      expect: [{ file: 'play.yaml', line: 1, column: 1 }],
    },
    {
      title: 'an entry without a place, and one with a misspelt code',
      files: {
        'symphonyc.waivers.yaml':
          'apiVersion: symphonyc/v1\nkind: Waivers\nwaivers:\n  - { code: DOMAIN_NOT_FOUND, owner: us, until: 2026-12-31, reason: It moves. }\n  - code: DOMAIN_NOT_FUOND\n    file: play.yaml\n    owner: us\n    until: 2026-12-31\n    reason: It moves.\n',
        'play.yaml': symphony(),
      },
      expect: [
        { file: 'symphonyc.waivers.yaml', line: 4, column: 5 },
        { file: 'symphonyc.waivers.yaml', line: 5, column: 5 },
      ],
    },
    {
      title: 'a complete waiver',
      files: {
        'play.yaml': play('# symphonyc-waive DOMAIN_NOT_FOUND until 2026-12-31 by us: The domain comes in May.'),
      },
      expect: [],
    },
  ],
});
