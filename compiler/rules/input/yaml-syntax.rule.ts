import { phaseRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

export default phaseRule<{ problem: string }>({
  code: 'YAML_SYNTAX',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  fixable: 'safe',
  phase: 'parse',
  doc: `The file is not well-formed YAML (JSON is YAML too), so nothing in it can be checked.

What is never closed is shown where it opens. Indent with blanks, never with tabs, and put a text in quotes that begins with
\`@\`, \`*\`, \`&\`, \`!\` or \`%\` or that holds a colon with a blank; where that is all, an edit is suggested.`,
  message: ({ problem }) => problem,
  examples: [
    {
      title: 'a bracket that nothing closes',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\nid: [build\n' },
      expect: [{ file: 'build.yaml', line: 3, column: 5 }],
    },
    {
      title: 'a tab as indentation',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nlabels:\n\tteam: a\n' },
      expect: [{ file: 'build.yaml', line: 3, column: 1 }],
    },
    {
      title: 'a text with a colon, and a number that is none',
      files: {
        'build.yaml': domain().replace('Title of build', 'Build: all of it'),
        'play.yaml': symphony({ extra: 'tempo: .inf' }),
      },
      expect: [
        { file: 'build.yaml', line: 4, column: 8 },
        { file: 'play.yaml', line: 7, column: 8 },
      ],
    },
    {
      title: 'well-formed',
      files: {
        'build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\nstatus: active\nnamespace: build\n',
      },
      expect: [],
    },
  ],
});
