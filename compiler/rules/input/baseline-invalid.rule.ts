import { phaseRule } from '../../diagnostics/define.ts';
import { domain } from '../example.ts';

export default phaseRule<{ problem: string }>({
  code: 'BASELINE_INVALID',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'check',
  doc: `\`symphonyc.baseline.json\` is not as \`symphonyc baseline\` writes it: it is damaged, of another version, or was edited by
hand. It counts for nothing then, so every violation that it records fails the build again.

Each entry carries a fingerprint of what it records. Take the file back from version control, or remove it and record
anew with \`symphonyc baseline\`. To let one violation pass, waive it: a waiver names its owner, its reason and its end.`,
  message: ({ problem }) => `the baseline cannot be used: ${problem}`,
  help: 'take the file back from version control, or remove it and run `symphonyc baseline`',
  examples: [
    {
      title: 'an entry written by hand',
      files: {
        'build.yaml': domain(),
        'symphonyc.baseline.json':
          '{\n  "version": 1,\n  "violations": [\n    {"fingerprint":"0123456789abcdef0123456789abcdef","code":"DOMAIN_UNUSED","subject":"build","message":"nothing belongs to the domain `build`"}\n  ]\n}\n',
      },
      expect: [{ file: 'symphonyc.baseline.json', line: 4, column: 1 }],
    },
    {
      title: 'an empty baseline: whatever is found is new',
      files: { 'build.yaml': domain(), 'symphonyc.baseline.json': '{\n  "version": 1,\n  "violations": []\n}\n' },
      expect: [],
    },
  ],
});
