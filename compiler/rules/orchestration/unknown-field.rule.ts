import { phaseRule } from '../../diagnostics/define.ts';
import { domain } from '../example.ts';

export default phaseRule<{ field: string; where: string }>({
  code: 'UNKNOWN_FIELD',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  fixable: 'safe',
  phase: 'validate',
  doc: `A field that the kind does not have. Whatever its author expected of it does not happen.

Usually it is misspelt; the nearest known name is suggested. For data of your
own there is \`labels\`.`,
  message: ({ field, where }) => `${where} has no field \`${field}\``,
  examples: [
    {
      title: 'a misspelt field',
      files: { 'build.yaml': domain('build', 'dependson: []') },
      expect: [{ file: 'build.yaml', line: 8, column: 1 }],
    },
    { title: 'a known field', files: { 'build.yaml': domain('build', 'dependsOn: []') }, expect: [] },
  ],
});
