import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (module: string): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'))) }),
});

export default documentRule<{ name: string; type: string; path: string }>()({
  code: 'HANDLER_NOT_CALLABLE',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  over: 'handler',
  doc: `What a beat names as its handler or rollback is exported, but is no function: a class, an object, a number. Calling it
fails when the beat plays.

Export a function. What the syntax alone does not tell (a re-export, the result of a call) passes here.`,
  message: ({ name, type, path }) => `\`${name}\` of \`${path}\` is a ${type}, not a function`,
  help: 'export a function, or name another export',
  applies: (node) => node.export !== undefined && node.exportName !== '*',
  check: ({ node, bound, report }) => {
    const { module, export: found, exportName: name } = node;
    if (!module || (found?.type !== 'class' && found?.type !== 'value')) return;
    const start = { line: found.line, column: found.column };
    const range = { start, end: { line: found.line, column: found.column + name.length } };
    const offset = node.text.length - name.length;
    report({
      params: { name, type: found.type, path: module.path },
      place: { file: bound.document.source.file, range: bound.inside(node.path, offset, node.text.length) },
      related: [{ file: module.path, range, message: `the ${found.type}` }],
    });
  },
  examples: [
    {
      title: 'a class',
      files: files('export class compile {}\n'),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'a value',
      files: files("export const compile = { run: 'tsc' };\n"),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    { title: 'a function', files: files('export const compile = async () => ({ packages: 3 });\n'), expect: [] },
    {
      title: 'the result of a call, which may be a function',
      files: files("import { traced } from './traced.ts';\nexport const compile = traced(async () => 3);\n"),
      expect: [],
    },
  ],
});
