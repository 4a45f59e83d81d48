import { missingTarget } from '../../base/handler-target.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (rollback: string): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': 'export const restoreContext = async () => ({ restored: true });\n',
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', `rollback: ${rollback}`))),
  }),
});

export default documentRule<{ problem: string }>()({
  code: 'ROLLBACK_NOT_FOUND',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  draftable: true,
  over: 'handler',
  doc: `A beat says how it is undone, but the function for it does not exist: its module is not declared, or does not
export it. When the beat fails, there is no way back.

Correct the name (the nearest one is suggested), or write the function. In a draft this is information only.`,
  message: ({ problem }) => `there is no way back: ${problem}`,
  applies: ({ role }) => role === 'rollback',
  check: ({ node, bound, report, unknown }) => {
    const missing = missingTarget(node, bound);
    if (!missing) return;
    if (missing.what === 'reported') return unknown('reported');
    const { problem, near, help, start, end } = missing;
    report({
      params: { problem },
      place: { file: bound.document.source.file, range: bound.inside(node.path, start, end) },
      help: near ? `did you mean \`${near}\`?` : help,
    });
  },
  examples: [
    {
      title: 'a misspelt export',
      files: files('build#restoreContxt'),
      expect: [{ file: 'play.yaml', line: 14, column: 25 }],
    },
    {
      title: 'a module that is not declared',
      files: files('archive#restoreContext'),
      expect: [{ file: 'play.yaml', line: 14, column: 19 }],
    },
    { title: 'a rollback that exists', files: files('build#restoreContext'), expect: [] },
  ],
});
