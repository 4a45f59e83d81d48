import { phaseRule } from '../../diagnostics/define.ts';

export default phaseRule<{ folder: string; problem: string }>({
  code: 'MANIFEST_MISMATCH',
  dimension: 'orchestration',
  aspect: 'manifest',
  severity: 'major',
  phase: 'check',
  doc: `What lies in the output folder is not what these sources compile to: a source has changed since, another version of
the compiler or other rules made it, or a file was edited by hand, removed or added. Whoever reads the dashboard or plays a
plan acts on something that nobody wrote.

Looked for by \`symphonyc check --out FOLDER\`, for folders that are kept in the repository or handed on; \`symphonyc verify\`
tells whether a folder is as it was built, whatever the sources say today. Where there is no such folder there is nothing to
compare. Build again with \`symphonyc build\`.`,
  message: ({ folder, problem }) => `\`${folder}\` is not what these sources compile to: ${problem}`,
  help: 'build again with `symphonyc build`',
  examples: [],
});
