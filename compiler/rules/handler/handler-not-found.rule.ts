import { missingTarget } from '../../base/handler-target.ts';
import { rewrite } from '../../base/rule-edits.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const play = symphony({ movements: movements(movement('one', beat('a', 'handler: build#load', 'timeout: 5s'))) });

export default documentRule<{ problem: string }>()({
  code: 'HANDLER_NOT_FOUND',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  fixable: 'unsafe',
  draftable: true,
  over: 'handler',
  doc: `A beat names a handler in a module that is not there: the workspace declares no such alias under \`handlers\`, or the
file that it stands for does not exist. The beat has nothing to do.

Correct the alias (the nearest one is suggested), declare it in \`symphony.yaml\`, or write the module. No fix can create
the file. In a draft this is information only.`,
  message: ({ problem }) => problem,
  applies: ({ role }) => role === 'handler',
  check: ({ node, bound, report }) => {
    const missing = missingTarget(node, bound);
    if (missing?.what !== 'module') return;
    const { problem, near, start, end } = missing;
    const edit = near && rewrite(bound.document, node.path, near);
    report({
      params: { problem },
      place: { file: bound.document.source.file, range: bound.inside(node.path, start, end) },
      help: near ? `did you mean \`${near}\`?` : 'declare it under `handlers` in `symphony.yaml`, and write the module',
      fix: edit ? { title: `write \`${near}\``, safe: false, edits: [edit] } : undefined,
    });
  },
  examples: [
    {
      title: 'an alias that the workspace does not declare',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { builds: handlers/build.ts }'),
        'handlers/build.ts': 'export const load = async () => ({ loaded: true });\n',
        'domain.yaml': domain(),
        'play.yaml': play,
      },
      expect: [{ file: 'play.yaml', line: 12, column: 18 }],
    },
    {
      title: 'a module that does not exist',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
        'domain.yaml': domain(),
        'play.yaml': play,
      },
      expect: [{ file: 'play.yaml', line: 12, column: 18 }],
    },
    {
      title: 'a bare name in a workspace without handler modules',
      files: { 'domain.yaml': domain(), 'play.yaml': play.replace('build#load', 'load') },
      expect: [{ file: 'play.yaml', line: 12, column: 18 }],
    },
    {
      title: 'a module that exists',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
        'handlers/build.ts': 'export const load = async () => ({ loaded: true });\n',
        'domain.yaml': domain(),
        'play.yaml': play,
      },
      expect: [],
    },
  ],
});
