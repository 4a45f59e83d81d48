import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ problem: string }>({
  code: 'INPUT_LIMIT',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'parse',
  doc: `The file is larger than any real definition: in bytes, in depth, or in values once its aliases are expanded. It is
refused before it can exhaust memory or time.

Split the file, or replace aliases that multiply each other by what they stand for.`,
  message: ({ problem }) => problem,
  help: 'split the file, or write out aliases that multiply each other',
  examples: [
    {
      title: 'an alias that contains itself',
      files: { 'build.yaml': 'apiVersion: symphonyc/v1\nlabels: &l\n  a: *l\n' },
      expect: [{ file: 'build.yaml', line: 3, column: 6 }],
    },
    {
      title: 'brackets without end',
      files: { 'deep.yaml': `kind: ${'['.repeat(70)}${']'.repeat(70)}\n` },
      expect: [{ file: 'deep.yaml', line: 1, column: 71 }],
    },
    {
      title: 'an alias used once',
      files: {
        'build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: &t Build\nstatus: active\nnamespace: build\ndescription: *t\n',
      },
      expect: [],
    },
  ],
});
