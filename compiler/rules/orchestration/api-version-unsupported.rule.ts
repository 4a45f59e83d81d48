import { phaseRule } from '../../diagnostics/define.ts';
import { domain } from '../example.ts';

export default phaseRule<{ version: string }>({
  code: 'API_VERSION_UNSUPPORTED',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  phase: 'validate',
  doc: `The document is written in a version of the language that this symphonyc does not know, so it is not checked any
further.

Write \`apiVersion: symphonyc/v1\`, or use a symphonyc that knows the other version.`,
  message: ({ version }) =>
    `the version \`${version}\` of the language is not known; this symphonyc knows \`symphonyc/v1\``,
  help: 'write `apiVersion: symphonyc/v1`',
  examples: [
    {
      title: 'a version of the future',
      files: { 'build.yaml': domain().replace('symphonyc/v1', 'symphonyc/v9') },
      expect: [{ file: 'build.yaml', line: 1, column: 13 }],
    },
    { title: 'the known version', files: { 'build.yaml': domain() }, expect: [] },
  ],
});
