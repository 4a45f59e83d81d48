import { phaseRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const play = (...fields: string[]): Record<string, string> => ({
  'build.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', ...fields))) }),
});

export default phaseRule<{ problem: string }>({
  code: 'SCHEMA_VIOLATION',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  fixable: 'safe',
  phase: 'validate',
  doc: `A value does not fit the schema of its kind: a required field is missing, a value is of the wrong type or form, or
fields that exclude each other stand together. Until it is corrected nothing else in the document can be checked;
references to it still resolve. Where there is no doubt about what was meant (a number that needs quotes, a command
written as one text), an edit is suggested.

The schemas in \`schemas/\` say what is allowed, and an editor shows it while you type when the file begins with
\`# yaml-language-server: $schema=…\`.`,
  message: ({ problem }) => problem,
  examples: [
    {
      title: 'a missing field',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\nid: build\nstatus: active\nnamespace: build\n' },
      expect: [{ file: 'build.yaml', line: 3, column: 1 }],
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
    {
      title: 'a beat with two actions',
      files: play('run: [make]', 'handler: build#compile', 'timeout: 5s'),
      expect: [{ file: 'play.yaml', line: 11, column: 9 }],
    },
    {
      title: 'a command as one text, and a number where a duration belongs',
      files: play('run: node --version', 'timeout: 5'),
      expect: [
        { file: 'play.yaml', line: 12, column: 14 },
        { file: 'play.yaml', line: 13, column: 18 },
      ],
    },
    { title: 'a sound domain', files: { 'build.yaml': domain() }, expect: [] },
  ],
});
