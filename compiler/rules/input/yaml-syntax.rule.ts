import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ problem: string }>({
  code: 'YAML_SYNTAX',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'parse',
  doc: `The file is not well-formed YAML (JSON is YAML too), so nothing in it can be checked.

Look at the place and at the line before it: a missing colon, quote or bracket is usually found there. Indent with spaces,
never with tabs, and quote a text that begins with \`@\`, \`*\`, \`&\`, \`!\` or \`%\` or that contains \`: \`.`,
  message: ({ problem }) => problem,
  examples: [
    {
      title: 'a bracket that nothing closes',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nkind: Domain\nid: [build\n' },
      expect: [{ file: 'build.yaml', line: 4, column: 1 }],
    },
    {
      title: 'a tab as indentation',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nlabels:\n\tteam: a\n' },
      expect: [{ file: 'build.yaml', line: 3, column: 1 }],
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
