import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ key: string }>({
  code: 'DUPLICATE_KEY',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  phase: 'parse',
  doc: `A key is written twice in one mapping. Most parsers keep one of the two values without a word, so half of what was
written has no effect and nobody notices.

Remove or rename one of them; the diagnostic shows both places. Until then the first value counts.`,
  message: ({ key }) => `the key \`${key}\` is written twice in this mapping; the first value counts`,
  help: 'remove or rename one of the two',
  examples: [
    {
      title: 'two titles',
      files: {
        'build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\ntitle: Builds\nstatus: active\nnamespace: build\n',
      },
      expect: [{ file: 'build.yaml', line: 5, column: 1 }],
    },
    {
      title: 'the same key in two mappings',
      files: {
        'build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\nstatus: active\nnamespace: build\nlabels: { title: x }\n',
      },
      expect: [],
    },
  ],
});
