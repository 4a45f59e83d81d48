import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ problem: string }>({
  code: 'ENCODING_INVALID',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'parse',
  doc: `The file is not text in UTF-8. Definitions are UTF-8, with or without a byte-order mark, and hold no control
characters besides tab and line ends.

Save the file as UTF-8. If it is not a definition at all, take it out with \`exclude\` in \`symphony.yaml\`.`,
  message: ({ problem }) => problem,
  help: 'save the file as UTF-8, or take it out with `exclude`',
  examples: [
    {
      title: 'a control character',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nkind: Do\u0000main\n' },
      expect: [{ file: 'build.yaml', line: 2, column: 9 }],
    },
    {
      title: 'plain UTF-8',
      files: {
        'build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Bäume 🎼\nstatus: active\nnamespace: build\n',
      },
      expect: [],
    },
  ],
});
