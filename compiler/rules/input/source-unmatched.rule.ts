import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ pattern: string; field: string }>({
  code: 'SOURCE_UNMATCHED',
  dimension: 'input',
  aspect: 'input',
  severity: 'major',
  phase: 'load',
  doc: `A glob pattern in \`symphony.yaml\` matches no file. What was meant to be checked is not.

Correct the pattern, or remove it. Patterns are relative to the folder of \`symphony.yaml\`, use forward slashes, and
\`**\` stands for any number of folders.`,
  message: ({ pattern, field }) => `the pattern \`${pattern}\` in \`${field}\` matches no file`,
  help: 'correct the pattern, or remove it',
  examples: [
    {
      title: 'a folder that is not there',
      files: {
        'symphony.yaml':
          'apiVersion: symphonyc/v1\nkind: Workspace\nid: w\ntitle: W\nsources: [domains/*.yaml, missing/*.yaml]\n',
        'domains/build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\nstatus: active\nnamespace: build\n',
      },
      expect: [{ file: 'symphony.yaml', line: 5, column: 27 }],
    },
    {
      title: 'every pattern matches',
      files: {
        'symphony.yaml': 'apiVersion: symphonyc/v1\nkind: Workspace\nid: w\ntitle: W\nsources: [domains/*.yaml]\n',
        'domains/build.yaml':
          'apiVersion: symphonyc/v1\nkind: Domain\nid: build\ntitle: Build\nstatus: active\nnamespace: build\n',
      },
      expect: [],
    },
  ],
});
