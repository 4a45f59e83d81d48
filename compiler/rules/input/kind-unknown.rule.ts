import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ kind: string; missing: boolean; known: string }>({
  code: 'KIND_UNKNOWN',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'validate',
  doc: `A document does not say of which kind it is, or says one that does not exist, so there is nothing to check it against;
or a file that a pattern of \`sources\` takes in holds no document at all.

Write one of the known kinds under \`kind\`. A file that is not a definition is taken out with \`exclude\`.`,
  message: ({ kind, missing, known }) => {
    if (known === 'Workspace') return `symphony.yaml holds the workspace${missing ? '' : `, not the kind ${kind}`}`;
    if (known === '') return 'the file holds no document';
    return missing
      ? `this document has no \`kind\`; the kinds are ${known}`
      : `there is no kind ${kind}; the kinds are ${known}`;
  },
  examples: [
    {
      title: 'a misspelt kind',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nkind: Domian\nid: build\n' },
      expect: [{ file: 'build.yaml', line: 2, column: 7 }],
    },
    {
      title: 'no kind at all',
      files: { 'build.yaml': 'id: build\n' },
      expect: [{ file: 'build.yaml', line: 1, column: 1 }],
    },
    {
      title: 'a file without a document',
      files: { 'build.yaml': '# to be written\n' },
      expect: [{ file: 'build.yaml', line: 1, column: 1 }],
    },
    {
      title: 'a known kind',
      files: {
        'build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\nstatus: active\nnamespace: build\n',
      },
      expect: [],
    },
  ],
});
