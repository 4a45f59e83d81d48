import { phaseRule } from '../../diagnostics/define.ts';
import { domain, workspace } from '../example.ts';

export default phaseRule<{ target: string }>({
  code: 'TARGET_UNKNOWN',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'check',
  doc: `The workspace asks for a target that does not exist, so something that somebody expects in the output folder is not
made.

Correct its name, or leave \`targets\` out: then everything is made but workflows for other engines.`,
  message: ({ target }) => `there is no target \`${target}\``,
  examples: [
    {
      title: 'a misspelt target',
      files: { 'symphony.yaml': workspace('build.yaml', 'targets: [plan, sites]'), 'build.yaml': domain() },
      expect: [{ file: 'symphony.yaml', line: 6, column: 17 }],
    },
    {
      title: 'targets that exist',
      files: { 'symphony.yaml': workspace('build.yaml', 'targets: [plan, site]'), 'build.yaml': domain() },
      expect: [],
    },
  ],
});
