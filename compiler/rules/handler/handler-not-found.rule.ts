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
  doc: `A beat names a handler in a module that the workspace does not declare under \`handlers\`. The beat has nothing to do.

Write an alias, not a path; the nearest one is suggested, and the one that stands for a path. Or declare the alias in
\`symphony.yaml\`, and write the module. A declared module that does not exist is HANDLER_MODULE_UNUSABLE. In a draft this is
information only.`,
  message: ({ problem }) => problem,
  applies: ({ role }) => role === 'handler',
  check: ({ node, bound, report, unknown }) => {
    const missing = missingTarget(node, bound);
    if (missing?.what === 'reported') return unknown('reported');
    if (missing?.what !== 'module') return;
    const { problem, near, help, start, end } = missing;
    const edit = near && rewrite(bound.document, node.path, near);
    report({
      params: { problem },
      place: { file: bound.document.source.file, range: bound.inside(node.path, start, end) },
      help: near ? `did you mean \`${near}\`?` : help,
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
      title: 'a path where an alias belongs',
      files: {
        'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
        'handlers/build.ts': 'export const load = async () => ({ loaded: true });\n',
        'domain.yaml': domain(),
        'play.yaml': play.replace('build#load', 'handlers/build.ts#load'),
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
