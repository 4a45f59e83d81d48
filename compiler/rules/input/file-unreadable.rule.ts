import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ problem: string }>({
  code: 'FILE_UNREADABLE',
  dimension: 'input',
  aspect: 'input',
  severity: 'critical',
  phase: 'load',
  doc: `A file that belongs to the workspace cannot be read: permissions are missing, it is a link that leads in a circle or
out of the workspace, or it is not a regular file.

Make it readable, replace the link by the file, or take it out with \`exclude\` in \`symphony.yaml\`.`,
  message: ({ problem }) => problem,
  help: 'make the file readable, or take it out with `exclude`',
  examples: [],
});
