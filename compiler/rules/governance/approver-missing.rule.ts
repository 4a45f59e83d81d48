import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const asking = symphony({
  movements: movements(movement('one', beat('decide', 'approve: { by: product-owner }'))),
});

export default documentRule<{ id: string; role: string; known: readonly string[] }>()({
  code: 'APPROVER_MISSING',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  over: 'beat',
  doc: `A beat asks a role to decide, and the workspace names nobody who may decide as that role. A run would wait for an
answer that nobody is entitled to give, and every answer would be refused.

Name the people of the role under \`approvers\` in symphony.yaml. Somebody with a \`key\` decides with a signature.`,
  message: ({ id, role, known }) =>
    `\`${id}\` asks \`${role}\` to decide, and nobody may; ${
      known.length === 0
        ? 'the workspace names no approvers'
        : `there are approvers for ${known.map((one) => `\`${one}\``).join(', ')}`
    }`,
  help: 'name who may decide under `approvers` in symphony.yaml, or ask another role',
  applies: ({ value }) => value.approve !== undefined,
  check: ({ node, bound, report }) => {
    const { id, approve } = node.value;
    const { approvers = {} } = bound.lookup.workspace();
    const role = approve!.by;
    if (!Object.hasOwn(approvers, role))
      report({ params: { id, role, known: Object.keys(approvers).sort() }, at: [...node.path, 'approve', 'by'] });
  },
  examples: [
    {
      title: 'the workspace names nobody',
      files: { 'domain.yaml': domain(), 'play.yaml': asking },
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'the workspace names somebody for another role',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'approvers: { auditor: [{ name: eve }] }'),
        'domain.yaml': domain(),
        'play.yaml': asking,
      },
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'somebody may decide',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'approvers: { product-owner: [{ name: ada }] }'),
        'domain.yaml': domain(),
        'play.yaml': asking,
      },
      expect: [],
    },
  ],
});
