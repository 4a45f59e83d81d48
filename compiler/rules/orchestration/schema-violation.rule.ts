import { phaseRule } from '../../diagnostics/define.ts';
import { domain } from '../example.ts';

export default phaseRule<{ problem: string }>({
  code: 'SCHEMA_VIOLATION',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  phase: 'validate',
  doc: `A value does not fit the schema of its kind: a required field is missing, a value is of the wrong type or form, or
fields that exclude each other stand together. Until it is corrected nothing else in the document can be checked;
references to it still resolve.

The schemas in \`schemas/\` say what is allowed, and an editor shows it while you type when the file begins with
\`# yaml-language-server: $schema=…\`.`,
  message: ({ problem }) => problem,
  examples: [
    {
      title: 'a missing field',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\nid: build\nstatus: active\nnamespace: build\n' },
      expect: [{ file: 'build.yaml', line: 1, column: 1 }],
    },
    {
      title: 'a status that does not exist, and an id that is not kebab-case',
      files: {
        'build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: My Build\ntitle: B\nstatus: activ\nnamespace: build\n',
      },
      expect: [
        { file: 'build.yaml', line: 3, column: 5 },
        { file: 'build.yaml', line: 5, column: 9 },
      ],
    },
    { title: 'a sound domain', files: { 'build.yaml': domain() }, expect: [] },
  ],
});
